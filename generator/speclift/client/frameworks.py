"""Parts of names that frameworks and generators add, and that nobody would type: paths and methods after the names of
functions (FastAPI, springfox), classes before them (NestJS, goa, discovery documents), packages before the names of
types (Kubernetes, go-swagger, .NET), numbers and hashes after them. A name stays as it is where two names would become
equal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Set

from speclift.client.names import CLASS_RESERVED, class_name, snake, words

#: An owner such as `v2Order` in `v2Order_GetAll`.
_VERSIONED = re.compile(r"v\d+[A-Z]")
#: Parts of a path before the names of resources.
_LEADING = re.compile(r"api|rest|v\d+(?:[._-]?(?:alpha|beta|rc)?\d*)?", re.I)
#: Words in the name of a class that handles requests, besides its subject.
_ROLES = frozenset({"api", "controller", "controllers", "endpoint", "handler", "resource", "rest", "router", "service"})
_CONTROLLER = "controller"
#: `getUsersUsingGET_1` (springfox).
_USING = re.compile(r"Using(?:GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE)(?:_\d+)?$")
#: `list_1`, where there is `list` too (springdoc).
_NUMBERED = re.compile(r"(.+)_\d+")
#: `#` of goa, `.` of discovery documents and tRPC, `/` of GitHub.
_OWNER_MARK = re.compile(r"::|[#./:]")
_SEPARATOR = re.compile(r"[\W_]+")

#: What .NET says about the assembly of a type (`System.Type.AssemblyQualifiedName`).
_ASSEMBLY = re.compile(r", [^,\[\]]+(?:, (?:Version|Culture|PublicKeyToken)=[^,\[\]]*)+")
_ARITY = re.compile(r"`\d+")
_DOTTED = re.compile(r"(?<![\w-])[^\W\d][\w-]*+(?:\.[^\W\d][\w-]*+)+")
_FILE_ENDING = re.compile(r"\.(?:json|ya?ml)$", re.I)
#: A hash after a name: a UUID, or eight or more characters with both digits and letters.
_HASH = re.compile(
    r"[-._](?:(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{8,64}|[0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12})$", re.I
)
_VERSION = re.compile(r"v?\d\w*", re.I)


def path_parts(path: str) -> list[str]:
    """The parts of a path from its first resource on: `/api/v1/flows/{id}` gives flows, {id}."""
    parts = [part for part in path.strip("/").split("/") if part]
    while len(parts) > 1 and _LEADING.fullmatch(parts[0]):
        del parts[0]
    return parts


def function_name(name: str, path: str, method: str, known: Collection[str] = ()) -> str:
    """The function name of an operation id: `create_flow` of `create_flow_flows_post`. `known` are the ids of all
    operations: a number at the end is left out where the id without it is that of another operation.
    """
    plain = _USING.sub("", name)
    numbered = _NUMBERED.fullmatch(plain)
    if numbered and numbered[1] in known:
        plain = numbered[1]
    return _without_lead(_without_path(plain or name, path, method), path)


def _without_lead(name: str, path: str) -> str:
    """A name without the words that its path has before the first resource; Django puts them first: `users_list` of
    `api_v1_users_list`.
    """
    lead, given = _lead(path), words(name)
    return "_".join(given[len(lead) :]) if lead and given[: len(lead)] == lead and len(given) > len(lead) else name


def _lead(path: str) -> list[str]:
    """The words of a path before its first resource."""
    parts = [part for part in path.split("/") if part]
    return words("/".join(parts[: len(parts) - len(path_parts(path))]))


def is_led_by(tag: str, name: str, path: str) -> bool:
    """Whether a tag only repeats what the path has before its first resource, and the name begins with those words: the
    tag `api` of `api_v1_api_keys_list`.
    """
    lead, given = _lead(path), words(tag)
    return bool(given) and lead[: len(given)] == given and words(name)[: len(lead)] == lead


def _without_path(name: str, path: str, method: str) -> str:
    """A name without the path and the method that FastAPI adds at its end; the path may be that of a mounted part."""
    given = words(name)
    # Hardly any name ends in its method; for all others, the path need not be taken apart.
    parts = [part for part in path.strip("/").split("/") if part] if given[-1:] == [method.lower()] else []
    while parts:
        ending = [*words("/".join(parts)), method.lower()]
        if len(given) > len(ending) and given[-len(ending) :] == ending:
            return "_".join(given[: -len(ending)])
        if not _LEADING.fullmatch(parts[0]):
            break
        del parts[0]
    return name


def without_owner(name: str, tag: str) -> str:
    """The name of a function without the owner that its tag already names, or the class that it is a method of."""
    segments = _OWNER_MARK.split(name)
    for number, segment in enumerate(segments[:-1], 1):
        rest = ".".join(segments[number:])
        if words(rest) and _is_owner(segment, tag):
            return rest
    parts = [part for part in _SEPARATOR.split(name) if part]
    for number in range(1, len(parts)):
        owner = "_".join(parts[:number])
        is_class = number == 1 and (_VERSIONED.match(owner) or _is_controller(owner))
        if parts[number][0].isalpha() and (is_class or _is_owner(owner, tag)):
            return "_".join(parts[number:])
    return name


def without_class(name: str) -> str:
    """The name of a function without a class such as `v2Order`, and `UsersController_find` as `Users_find`."""
    owner, _, rest = name.partition("_")
    if rest and _VERSIONED.match(owner):
        return rest
    return f"{owner[: -len(_CONTROLLER)]}_{rest}" if rest and _is_controller(owner) else name


def _is_controller(name: str) -> bool:
    return name.lower().endswith(_CONTROLLER) and len(name) > len(_CONTROLLER)


def subjects(tags: Iterable[str]) -> dict[str, str]:
    """What each tag is about: `user` for `user-controller` (springdoc), where no other tag has this name."""
    given = list(tags)
    short = {tag: _without_controller(tag) for tag in given}
    counts = Counter(snake(name) for name in short.values())
    return {tag: name if counts[snake(name)] == 1 else tag for tag, name in short.items()}


def _without_controller(tag: str) -> str:
    given = words(tag)
    return "_".join(given[:-1]) if len(given) > 1 and given[-1] == _CONTROLLER else tag


def _is_owner(text: str, tag: str) -> bool:
    """Whether a name is that of a tag, in singular or plural, apart from words such as Controller."""
    found = _subject(text)
    return bool(found) and found == _subject(tag)


def _subject(text: str) -> list[str]:
    parts = [part for part in _SEPARATOR.split(text) if part]
    while len(parts) > 1 and _LEADING.fullmatch(parts[0]):
        del parts[0]
    given = words("_".join(parts))
    return [_singular(word) for word in [word for word in given if word not in _ROLES] or given]


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def type_names(names: Iterable[str]) -> dict[str, str]:
    """The name of each component without packages, assemblies and hashes.

    The package stays where two names would be equal without it.
    """
    full = {name: _whole_type(name) for name in names}
    known = frozenset(full.values())
    short = {name: _without_package(plain, known) for name, plain in full.items()}
    counts = Counter(class_name(name).lower() for name in short.values())
    return {name: plain if counts[class_name(short[name]).lower()] > 1 else short[name] for name, plain in full.items()}


def _whole_type(name: str) -> str:
    """The name of a type without its assembly and without a hash."""
    plain = _ARITY.sub("", _ASSEMBLY.sub("", name)) if "`" in name or "=" in name else name
    return _HASH.sub("", plain) or name


def _without_package(name: str, names: Set[str]) -> str:
    """The name of a type without its package; unchanged where the short name is reserved."""
    if "." not in name:
        return name
    plain = _DOTTED.sub(lambda match: _last(match[0], names), _FILE_ENDING.sub("", name))
    return name if class_name(plain) in CLASS_RESERVED else plain


def _last(name: str, names: Set[str]) -> str:
    """The name of a type without its package, which is in small letters, or has several parts and is no other type."""
    package, _, last = name.rpartition(".")
    is_package = package == package.lower() or ("." in package and package not in names)
    return last if is_package and not _VERSION.fullmatch(last) else name
