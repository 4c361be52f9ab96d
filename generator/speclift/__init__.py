"""speclift recovers an OpenAPI document from a markdown API reference.

The names in `__all__` are the library.  Each is imported when it is first needed, so that a program loads only what it
uses.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from speclift.contract.view import read_contract
    from speclift.diff.compare import compare
    from speclift.diff.inputs.descriptions import read_description
    from speclift.errors import SpecliftError
    from speclift.mock.app import Mock
    from speclift.openapi.load import load
    from speclift.pipeline.client import client_files
    from speclift.pipeline.recovery import recover
    from speclift.pipeline.run import generate, specify
    from speclift.settings import Settings
    from speclift.settings_files import load_settings

__version__ = "0.1.0"

__all__ = [
    "Mock",
    "Settings",
    "SpecliftError",
    "__version__",
    "client_files",
    "compare",
    "generate",
    "load",
    "load_settings",
    "read_contract",
    "read_description",
    "recover",
    "specify",
]

#: The module that defines each name of the library.
_MODULES = {
    "Mock": "speclift.mock.app",
    "Settings": "speclift.settings",
    "SpecliftError": "speclift.errors",
    "client_files": "speclift.pipeline.client",
    "compare": "speclift.diff.compare",
    "generate": "speclift.pipeline.run",
    "load": "speclift.openapi.load",
    "load_settings": "speclift.settings_files",
    "read_contract": "speclift.contract.view",
    "read_description": "speclift.diff.inputs.descriptions",
    "recover": "speclift.pipeline.recovery",
    "specify": "speclift.pipeline.run",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module 'speclift' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_MODULES[name]), name)
