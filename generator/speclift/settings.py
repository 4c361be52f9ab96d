"""`speclift.toml` or `[tool.speclift]` in `pyproject.toml`: what the docs do not say, and what they get wrong."""

from __future__ import annotations

import os
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from speclift.errors import SettingsError
from speclift.model.client_settings import ClientSettings
from speclift.model.form import Form
from speclift.model.page_selection import Selection


class Override(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A single fact to be replaced: `target` is `Schema.property`, `operationId` or `operationId.parameter`.

    Only what is given is replaced. `type` is a JSON Schema type or the name of a component. `line` is the line of the
    settings file that names the target; it is not a key.
    """

    target: Annotated[str, Meta(description="Schema.property, Schema, operationId or operationId.parameter")]
    type: Annotated[str | None, Meta(description="A type of JSON Schema, or the name of a schema")] = None
    format: Annotated[str | None, Meta(description="The format, such as int64 or date-time")] = None
    items: Annotated[str | None, Meta(description="The type of the items of an array")] = None
    description: Annotated[str | None, Meta(description="The description")] = None
    nullable: Annotated[bool | None, Meta(description="Whether it may be null")] = None
    required: Annotated[bool | None, Meta(description="Whether it is required")] = None
    deprecated: Annotated[bool | None, Meta(description="Whether it is deprecated")] = None
    read_only: Annotated[bool | None, Meta(description="For an operation: whether its POST changes nothing")] = None
    enum: Annotated[tuple[str, ...] | None, Meta(description="The values that it can have")] = None
    line: int = 1


class DiffSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How `speclift diff` judges: the level of each kind of change by its code, in place of the default."""

    severity: Annotated[
        dict[str, str],
        Meta(description="Codes or patterns, each with error, warning, compatible, info or ignore"),
    ] = {}


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The settings of a run; each has a default that works without a settings file.

    `package` is the import package of the client, `docs_url` the address below which the pages are published,
    `include_root` a folder that includes and symbolic links may lead into, `overlays` files that change the recovered
    document, in their order. `include_root` and `overlays` are relative to the settings file.
    `include` and `exclude` are globs on paths below DOCS (`model.page_selection`), `form` the words of the reference,
    `client` the options of the client.
    Raises SettingsError where `docs_url`, which documents and reports link to, is not an http address, and where
    `package` cannot be the name of a client's package.
    """

    title: Annotated[str, Meta(description="The title of the document")] = "HTTP API"
    version: Annotated[str, Meta(description="The version of the API")] = "1.0.0"
    description: Annotated[str, Meta(description="The text of info.description")] = ""
    servers: Annotated[tuple[str, ...], Meta(description="The base URLs of the API")] = ()
    tags: Annotated[dict[str, str], Meta(description="Folders of pages, and the names of their tags")] = {}
    overrides: Annotated[tuple[Override, ...], Meta(description="Facts that the docs get wrong")] = ()
    package: Annotated[str, Meta(description="The import package of the client")] = ""
    docs_url: Annotated[str, Meta(description="The address below which the pages are published")] = ""
    include_root: Annotated[str, Meta(description="A folder that includes and symbolic links may lead into")] = ""
    overlays: Annotated[tuple[str, ...], Meta(description="OpenAPI Overlays that change the document")] = ()
    include: Annotated[tuple[str, ...], Meta(description="Globs below DOCS: only these files are pages")] = ()
    exclude: Annotated[tuple[str, ...], Meta(description="Globs below DOCS: these files are not pages")] = ()
    form: Annotated[Form, Meta(description="The words of the reference, and what they mean")] = Form()
    client: Annotated[ClientSettings, Meta(description="Options of the client")] = ClientSettings()
    diff: Annotated[DiffSettings, Meta(description="How speclift diff judges")] = DiffSettings()
    file: str = "speclift.toml"

    def __post_init__(self) -> None:
        if self.docs_url and not _is_http(self.docs_url):
            raise SettingsError(
                f"The docs_url {self.docs_url!r} is not the address of pages.",
                file=self.file,
                expected="an address that starts with http:// or https:// and names a host",
                advice="correct docs_url, or leave it out",
            )

        if self.package:
            from speclift.model.package_names import fault_of

            fault = fault_of(self.package)
            if fault:
                raise SettingsError(
                    fault,
                    file=self.file,
                    expected="a name such as orders_api that is not used by Python or by a package that the "
                    "client requires",
                    advice="choose another package, or leave it out",
                )

    @property
    def selection(self) -> Selection:
        """Which files below DOCS are pages of the reference."""
        return Selection(self.include, self.exclude)

    @property
    def include_folder(self) -> str:
        """The folder of `include_root` as a path from the current directory; empty where there is none."""
        return os.path.join(os.path.dirname(self.file), self.include_root) if self.include_root else ""

    @property
    def overlay_files(self) -> tuple[str, ...]:
        """The files of `overlays` as paths from the current directory."""
        return tuple(os.path.join(os.path.dirname(self.file), file) for file in self.overlays)

    def tag_name(self, folder: str) -> str:
        """The name that the settings give to the tag of a folder, else the name of the folder."""
        return self.tags.get(folder, folder)


def _is_http(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable() and " " not in url
