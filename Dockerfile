# speclift with all its commands but those that need an extra: `models`, `fuzz --scheduler`, `--validator reference`.
# Nothing in it runs as root, and it keeps nothing but in /project. It needs a /tmp: `--read-only --tmpfs /tmp` is fine.
#
#   docker build -t speclift .
#   docker run --rm -v "$PWD:/project" -u "$(id -u):$(id -g)" speclift generate docs -o .
#   docker run --rm -v "$PWD:/project:ro" -u "$(id -u):$(id -g)" -p 8080:8080 speclift mock docs --host 0.0.0.0
#   docker run --rm -v "$PWD:/project:ro" -u "$(id -u):$(id -g)" -p 8000:8000 speclift serve docs --mock --host 0.0.0.0
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.txt ./
RUN python -m venv /opt/speclift \
 && /opt/speclift/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt
COPY pyproject.toml README.md ARCHITECTURE.md LICENSE ./
COPY templates templates
COPY generator generator
RUN /opt/speclift/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
 && /opt/speclift/bin/pip uninstall --yes hatchling pip

FROM python:3.13-slim
# git is what `speclift diff --git` reads revisions with; the folder that is mounted may be anybody's.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends git \
 && rm -rf /var/lib/apt/lists/* \
 && git config --system --add safe.directory /project \
 && useradd --uid 10001 --create-home speclift
COPY --from=build /opt/speclift /opt/speclift
ENV PATH=/opt/speclift/bin:$PATH PYTHONUNBUFFERED=1 SPECLIFT_CACHE_DIR=/tmp/speclift
# By its number, so that a cluster that lets no root run can tell.
USER 10001
WORKDIR /project
EXPOSE 8000 8080
ENTRYPOINT ["speclift"]
CMD ["--help"]
