# Each target sets up what it needs: .venv with the locked dependencies, then the work.

PYTHON ?= python3
DOCS ?= spec/docs
OUT ?= .
SPEC ?= spec/openapi.yaml
PORT ?= 8080
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-deps
# Each worker starts with its own share of the files, so that what the tests of a file share is made once; a worker that
# is done takes over tests of another.
# Tests start hundreds of processes: what they import is compiled once, whatever PYTHONDONTWRITEBYTECODE says.
PYTEST := $(BIN)/python -m compileall -q generator && $(BIN)/python -m pytest -n auto --dist worksteal -rs
SOURCES := generator generated tests bench supply
REFERENCES := $(wildcard spec/references/*)

.DEFAULT_GOAL := help
.PHONY: help generate test test-slow test-all report mock serve fuzz goldens check drift bench audit lock clean
.DELETE_ON_ERROR:

help: ## Print this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-15s %s\n", $$1, $$2}'

generate: $(VENV)/.runtime ## Write OUT/spec/openapi.yaml and OUT/generated from the pages in DOCS (DOCS=spec/docs OUT=.)
	@$(BIN)/speclift generate "$(DOCS)" -o "$(OUT)"
	@echo "Next: 'make serve DOCS=$(DOCS)' shows it in Swagger UI, 'make mock SPEC=$(OUT)/spec/openapi.yaml' runs a mock of it, 'make report DOCS=$(DOCS)' says what to mend."

test: $(VENV)/.dev ## Run all tests but the slow ones (about 9 minutes on two cores)
	@echo "This takes about 9 minutes on two cores; make test-all runs the slow tests too, in about 18."
	@$(PYTEST) -m "not slow"

test-slow: $(VENV)/.dev ## Run the slow tests
	@$(PYTEST) -m slow

test-all: $(VENV)/.dev ## Run all tests (about 18 minutes on two cores)
	@$(PYTEST)

mock: $(VENV)/.runtime ## Serve SPEC on PORT (SPEC=spec/openapi.yaml PORT=8080)
	@$(BIN)/speclift mock "$(SPEC)" --port "$(PORT)"

report: $(VENV)/.runtime ## Write the report on DOCS to OUT/report.html (DOCS=spec/docs OUT=.)
	@$(BIN)/speclift report "$(DOCS)" -o "$(OUT)/report.html"

serve: $(VENV)/.runtime ## Show DOCS (or SPEC, if it is given) in Swagger UI on PORT, and follow its changes (DOCS=spec/docs PORT=8000)
	@$(BIN)/speclift serve "$(if $(filter-out file,$(origin SPEC)),$(SPEC),$(DOCS))" --mock --watch --port "$(if $(filter file,$(origin PORT)),8000,$(PORT))"

fuzz: $(VENV)/.runtime ## Fuzz the mock of SPEC, or the server at URL with the credentials in SPECLIFT_AUTH (FUZZ=further options)
	@$(if $(URL),$(BIN)/speclift fuzz "$(SPEC)" --url "$(URL)" $(if $(SPECLIFT_AUTH),--auth-env SPECLIFT_AUTH) $(FUZZ),$(BIN)/speclift fuzz "$(SPEC)" --mock $(FUZZ))

goldens: $(VENV)/.dev ## Rewrite the expected records in tests/reading/pages, tests/reading/forms and tests/report
	@$(BIN)/python -m pytest tests/reading/test_goldens.py tests/reading/test_forms.py tests/report/test_count.py --update-goldens

check: $(VENV)/.dev ## Check lint, formatting and types
	@$(BIN)/ruff check --quiet $(SOURCES) && $(BIN)/ruff format --quiet --check $(SOURCES) && $(BIN)/mypy --no-error-summary && { found=$$($(BIN)/basedpyright --pythonpath $(BIN)/python --warnings) || { echo "$$found"; exit 1; }; }

drift: $(VENV)/.runtime ## Fail if a fresh run on the references in spec differs from the committed output
	@new=$$(mktemp -d) && trap 'rm -rf "$$new"' EXIT && $(BIN)/speclift generate spec/docs -o "$$new" --quiet --no-cache && diff -u spec/openapi.yaml "$$new/spec/openapi.yaml" && diff -ru --exclude=__pycache__ --exclude=.ruff_cache generated "$$new/generated" && for folder in $(REFERENCES); do $(BIN)/speclift spec "$$folder/docs" -o "$$new/openapi.yaml" --quiet --no-cache && diff -u "$$folder/openapi.yaml" "$$new/openapi.yaml" || exit 1; done

SOURCES += docs/manual

.PHONY: docs
docs: $(VENV)/.docs ## Build the documentation into build/site, and fail for a broken link
	@# With --quiet, mkdocs counts no warnings, and --strict passes whatever is wrong.
	@said=$$(NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict 2>&1) || { echo "$$said"; exit 1; }; echo "build/site/index.html"

bench: $(VENV)/.dev ## Measure everything into bench/RESULTS.md (RENEW=growth renews one part of it, ONLY=growth prints one part: references, fidelity, reading, spec, growth, client, peers, mock, bounds, fuzzing, machines, servers, browsing, comparing, documents, multiplying, examples)
	@$(BIN)/python -m bench.all $(if $(RENEW),--renew $(RENEW),$(ONLY))

audit: $(VENV)/.dev $(VENV)/.audit ## Check locked hashes, known vulnerabilities and licences, print maintainers and missing wheels, and try the wheel in a clean environment
	@$(BIN)/python -m supply.audit

lock: $(VENV)/pyvenv.cfg ## Resolve the dependencies anew into the requirements files
	@$(BIN)/python -m pip --disable-pip-version-check --quiet install 'uv==0.13.9' && $(BIN)/python -m uv --quiet pip compile $(LOCK) --group build -o requirements.txt && $(BIN)/python -m uv --quiet pip compile $(LOCK) --extra models --extra distributed --group build --group dev -c requirements.txt -o requirements-dev.txt && $(BIN)/python -m uv --quiet pip compile $(filter-out pyproject.toml --extra mock fuzz serve,$(LOCK)) --group audit -c requirements-dev.txt -o requirements-audit.txt && $(BIN)/python -m uv --quiet pip compile $(filter-out pyproject.toml --extra mock fuzz serve,$(LOCK)) --group docs -c requirements-dev.txt -o requirements-docs.txt

clean: ## Remove the environment, the caches and what is built
	@rm -rf $(VENV) dist build .mypy_cache .ruff_cache generated/.ruff_cache .pytest_cache .hypothesis .speclift-cache

LOCK := pyproject.toml --extra mock --extra fuzz --extra serve --upgrade --universal --python-version 3.11 --generate-hashes --strip-extras --no-annotate --no-emit-index-url --custom-compile-command "make lock"

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "speclift needs Python 3.11 or newer, which '$(PYTHON)' is not. Name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "'$(PYTHON) -m venv' failed. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }

# hatchling is in the lock, so that installing the project itself needs neither the network nor a second environment.
$(VENV)/.%: $(VENV)/pyvenv.cfg pyproject.toml
	@echo "Installing $(filter requirements%,$^) into $(VENV), from the package index that pip is configured to use" >&2
	@$(PIP) --require-hashes -r $(filter requirements%,$^) || { echo "The packages could not be installed, so nothing was made. Without a network, let pip find their wheels in a folder: PIP_NO_INDEX=1 PIP_FIND_LINKS=wheels make $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/.runtime: requirements.txt
$(VENV)/.dev: requirements-dev.txt
$(VENV)/.docs: requirements-docs.txt $(VENV)/.dev

$(VENV)/.audit: requirements-audit.txt $(VENV)/.dev
	@$(BIN)/python -m venv $(VENV)/audit && $(VENV)/audit/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --require-hashes -r requirements-audit.txt
	@touch $@
