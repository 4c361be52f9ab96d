"""From an OpenAPI document of any origin to the files of its client. Nothing that reads pages is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclift.errors import UsageError
from speclift.model.client_settings import ClientSettings

if TYPE_CHECKING:
    from speclift.client.templates import Templates
    from speclift.openapi.structure.nodes import Json


def client_files(
    document: Json, name: str | None, templates: Templates, settings: ClientSettings | None = None
) -> dict[str, bytes]:
    """The files of a client of an OpenAPI 3 document. Without `name`, the document's title names the package.

    Raises TemplateError, and UsageError where a package cannot have the name.
    """
    from speclift.client.package import build_package, package_name
    from speclift.client.rendering.render import render_package
    from speclift.model.package_names import fault_of

    title = str(document.get("info", {}).get("title", ""))
    name = name or package_name(title)
    fault = fault_of(name)
    if fault:
        raise UsageError(
            fault,
            expected="a name such as orders_api that is not used by Python or by a package that the client requires",
            advice=f"choose another with --package, such as {package_name(name)}",
        )
    given = settings or ClientSettings()
    package = build_package(document, name, given.paging, has_decimals=given.numbers == "decimal")
    return render_package(package, templates)
