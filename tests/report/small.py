"""A small reference with a bit of everything, and texts that try to run as code."""

from __future__ import annotations

from collections.abc import Sequence

from speclift.inference.known_forms.api import resolve
from speclift.model.facts import PageFacts
from speclift.openapi.building.samples import contradicting_samples, json_schemas
from speclift.report.page.count import overview_of
from speclift.report.page.records import Overview
from speclift.settings import Settings
from tests.inference.pages import enumeration, operation, reference_of, rows

#: Texts that would do something as markup, a script, an address or a template. Each script would set `hit`.
PAYLOADS = (
    "<script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "<!--<script>window.hit=1</script>-->",
    "<img src=x onerror=window.hit=1>",
    '"><svg onload=window.hit=1>',
    "' autofocus onfocus=window.hit=1 x='",
    "javascript:window.hit=1",
    "data:text/html,<script>parent.hit=1</script>",
    "</style><script>window.hit=1</script>",
    "</title><script>window.hit=1</script>",
    "{{7*7}}",
    "{% raw %}{{ self }}",
    "${7*7}",
    "]]><script>window.hit=1</script>",
    "\u2028window.hit=1//",
    "__proto__",
    "constructor",
    "\u202egnp.exe",
    "&lt;script&gt;",
    "$& $1 $`",
)


def shop() -> tuple[PageFacts, ...]:
    """Crates on shelves: two pages show a crate, a sample contradicts its table, and one type is shown nowhere."""
    crate = rows(CrateId="int32", Label="string", Size="string", Seal="SealInfo")
    sample = {"CrateId": 1, "Label": "figs", "Size": "Large", "Seal": None}
    shelf_sample = {"ShelfId": "one", "Crates": [sample]}
    shelf = rows(ShelfId="int32", Crates="array")
    return (
        operation("GetCrate", response=crate, body="Crate", answered=sample),
        operation("SaveCrate", request=crate, asked=sample, response=crate, body="Crate", answered=sample),
        operation("GetShelf", response=shelf, body="Shelf", answered=shelf_sample, title="POST Agents/X"),
        operation("DropCrate", status="204", body="Crate", query=[("force", "Enum: Yes, No", "")]),
    )


def overview(
    *pages: PageFacts, enums: Sequence[PageFacts] = (), settings: Settings | None = None, files: int = 0
) -> Overview:
    """The overview of these pages for the report."""
    settings = settings or Settings(title="Crates")
    reference = reference_of(*pages, *enums)
    api = resolve(reference, settings)
    contradictions = tuple(item for _, item in contradicting_samples(api.operations, json_schemas(api.components)))
    api = type(api)(api.operations, api.components, api.tags, api.security, (*api.findings, *contradictions))
    return overview_of(reference, api, settings, files or len(pages) + len(enums))


def shop_overview() -> Overview:
    """The overview of the shop for the report."""
    return overview(*shop(), enums=[enumeration("Size", ["Large", "Small"])], files=7)


def dotted_overview() -> Overview:
    """The overview of a component whose name has a dot, and of a property whose name has one."""
    crate = {"CrateId": "int32", "odata.more": "SealInfo"}
    return overview(
        operation("GetCrate", response=rows(**crate), body="Crate", answered={"CrateId": 1, "odata.more": None}),
        operation(
            "GetBox",
            response=rows(BoxId="int32", Seal="SealInfo"),
            body="My.Crate",
            answered={"BoxId": 1, "Seal": None},
        ),
    )
