"""Names that the package of a client cannot have: the package would be imported in place of another module."""

from __future__ import annotations

import keyword
import sys
import unicodedata

#: Modules that only some versions of Python from 3.11 on have: the name of a package is the same for all of them.
_OF_SOME_VERSIONS = frozenset(
    {
        *("aifc", "annotationlib", "asynchat", "asyncore", "audioop", "cgi", "cgitb", "chunk", "compression", "crypt"),
        *("distutils", "imghdr", "imp", "lib2to3", "mailcap", "msilib", "nis", "nntplib", "ossaudiodev", "pipes"),
        *("smtpd", "sndhdr", "spwd", "sunau", "telnetlib", "uu", "xdrlib"),
    }
)

#: Modules that Python looks for when it starts, or has but does not list in `sys.stdlib_module_names`.
_OF_THE_START = frozenset({"__main__", "__pycache__", "sitecustomize", "test", "usercustomize"})

#: Packages that a client requires, with their own required and optional dependencies, and those that build the client
#: and run its tests.
REQUIRED = frozenset(
    {
        *("annotated_types", "anyio", "brotli", "brotlicffi", "certifi", "click", "dns", "email_validator"),
        *("exceptiongroup", "h11", "h2", "hatchling", "hpack", "httpcore", "httpx", "hyperframe", "idna", "packaging"),
        *("pathspec", "pip", "pluggy", "pydantic", "pydantic_core", "pydantic_settings", "pygments", "rich"),
        *("setuptools", "sniffio", "socksio", "speclift", "trio", "trove_classifiers", "typing_extensions"),
        *("typing_inspection", "tzdata", "uvloop", "wheel", "zstandard"),
        *("_pytest", "attr", "attrs", "colorama", "conftest", "execnet", "iniconfig", "py", "pytest", "tomli", "xdist"),
    }
)

#: Names that no file can have on Windows, whatever its suffix.
DEVICES = frozenset(
    {"aux", "con", "nul", "prn", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)

_TAKEN = sys.stdlib_module_names | _OF_SOME_VERSIONS | _OF_THE_START | REQUIRED | DEVICES


def is_taken(name: str) -> bool:
    """Whether a package of this name would hide another module, or be hidden by it.

    Distributions whose names differ in case, `-`, `_` and `.` are one to an installer (PyPA, name normalization).
    """
    return name.lower().replace("-", "_").replace(".", "_") in _TAKEN


def fault_of(name: str) -> str:
    """Why a package cannot have a name, as a sentence; empty where it can."""
    # Python looks for a module by the normal form of its name (Language Reference, section 2.3).
    if not name.isidentifier() or keyword.iskeyword(name) or unicodedata.normalize("NFKC", name) != name:
        return f"{name!r} cannot be imported."
    if is_taken(name):
        return f"A package {name!r} would be imported in place of another module, or another module in its place."
    return ""
