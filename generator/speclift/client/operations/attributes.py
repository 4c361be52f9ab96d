"""The names of the client's attributes: each leads to one resource, and hides nothing that the client itself has."""

from __future__ import annotations

from collections.abc import Collection

from speclift.client.names import identifier
from speclift.client.schemas.places import SHARED
from speclift.model.package_names import DEVICES
from speclift.reading.known_forms.forms import SERVICE_WORDS

#: Attributes of the client itself, what the body of its class uses, and names that the packages already use where a
#: module becomes an attribute.
CLIENT_RESERVED = frozenset(
    {
        *("getattr", "globals", "import_module", "close", "aclose", "raw", "request", "options"),
        *("cached_property", "from_env", "is_closed", "with_options", SHARED, *DEVICES),
    }
)

#: The suffix of the attribute of an entity where there are services beside entities.
_ENTITY = "_entity"


def entity_module(module: str) -> str:
    """The module of the entity that a service is about; the module itself where it is not that of a service."""
    for word in SERVICE_WORDS:
        if module.endswith(f"_{word}"):
            plain = module.removesuffix(f"_{word}")
            return identifier(plain, plain, CLIENT_RESERVED)
    return module


def entity_attributes(modules: Collection[str]) -> dict[str, str]:
    """The attribute `x_entity` of each entity, by its module; empty where the API has no services.

    It ends in `_` where a tag already has that name.
    """
    served = {module: entity_module(module) for module in modules}
    if all(entity == module for module, entity in served.items()):
        return {}
    entities = frozenset(served.values())
    # A service may be the entity of another service.
    names = {module: f"{module}{_ENTITY}" for module in served if module in entities}
    return {module: f"{name}_" if name in entities.union(served) else name for module, name in names.items()}
