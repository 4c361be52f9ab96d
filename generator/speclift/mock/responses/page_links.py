"""Lists of links beside the rows of a page, in which one leads to the next page: `{"rel": "next", "href": …}`, or
`relation` and `url` as in FHIR.
"""

from __future__ import annotations

from typing import Any

from speclift.contract.identifiers import Keys
from speclift.contract.lifecycle import at
from speclift.contract.records import Contract
from speclift.contract.shapes import items_of, properties_of
from speclift.contract.validators import Validators
from speclift.mock.responses.page_names import HREFS
from speclift.mock.responses.sites import replaced
from speclift.openapi.structure.nodes import Json

_RELATIONS = ("rel", "relation")


class LinkList:
    """The list of links under some keys of a response; its items have the schema `item`."""

    def __init__(self, keys: Keys, item: Json, relation: str, href: str, validators: Validators) -> None:
        self._keys = keys
        self._item = item
        self._relation = relation
        self._href = href
        self._validators = validators

    def leading_to(self, value: Any, address: str | None) -> Any:
        """The response body whose link to the next page has this address; without such a link if it is None."""
        shown = at(value, self._keys)
        if not isinstance(shown, list):
            return value
        others = [link for link in shown if not self._is_next(link)]
        link = next((link for link in shown if self._is_next(link)), {self._relation: "next"})
        found = {**link, self._href: address}
        is_wanted = address is not None and self._validators.of(self._item).accepts(found)
        return replaced(value, self._keys, [*others, found] if is_wanted else others)

    def is_shown(self, value: Any) -> bool:
        """Whether a response body has a link to a next page."""
        shown = at(value, self._keys)
        return isinstance(shown, list) and any(map(self._is_next, shown))

    def _is_next(self, link: Any) -> bool:
        given = link.get(self._relation) if isinstance(link, dict) else None
        return given == "next" or (isinstance(given, list) and "next" in given)


def link_lists(contract: Contract, schema: Any, rows: Keys, validators: Validators) -> list[LinkList]:
    """The lists of links beside the rows of a response, at its root or in an object there."""
    schemas = contract.schemas
    found: list[LinkList] = []
    level: list[tuple[Keys, Any]] = [((), schema)]
    for _ in range(2):
        below = [
            ((*keys, name), inner)
            for keys, given in level
            for name, inner in properties_of(given, schemas).items()
            if (*keys, name) != rows
        ]
        for keys, inner in below:
            item = items_of(inner, schemas)
            known = properties_of(item, schemas)
            relation = next((name for name in _RELATIONS if name in known), "")
            href = next((name for name in known if name in HREFS), "")
            if relation and href:
                found.append(LinkList(keys, item, relation, href, validators))
        level = below
    return found
