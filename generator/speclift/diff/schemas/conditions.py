"""The rare keywords of two schemas: which of them ask for more now, and which for less."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from speclift.diff.schemas.judgement import Judgement
from speclift.diff.schemas.numbers import is_multiple
from speclift.diff.schemas.schema import ANYTHING, NOTHING, Conditions, Schema

#: The code of a rule without its direction, and the old and the new value.
Found: TypeAlias = tuple[str, str, str]
#: Whether a keyword allows less, and whether it allows more; None where that is unknown.
_Relation: TypeAlias = tuple[bool, bool] | None

_TIGHTER: _Relation = (True, False)
_LOOSER: _Relation = (False, True)
_BOTH: _Relation = (True, True)
_SAME: _Relation = (False, False)


def condition_differences(old: Schema, new: Schema, judgement: Judgement) -> Iterator[Found]:
    """How the conditions of two schemas differ. Where keywords alone do not show it, the whole schemas are compared."""
    for name, relation in _relations(old.conditions, new.conditions, judgement):
        if relation == _SAME:
            continue
        texts = (old.conditions.texts.get(name, ""), new.conditions.texts.get(name, ""))
        was, now = (f"{name} {text}" if text else "" for text in texts)
        yield from whole_differences(old, new, relation, judgement, was, now)
    kinds = old.conditions.media_type, new.conditions.media_type
    if all(kinds) and kinds[0] != kinds[1]:
        # No string is refused for its content, but readers find something else in it.
        yield "condition-changed", f"contentMediaType {kinds[0]}", f"contentMediaType {kinds[1]}"


def whole_differences(
    old: Schema, new: Schema, relation: _Relation, judgement: Judgement, was: str, now: str
) -> Iterator[Found]:
    """The differences of two schemas that differ in a keyword with this relation; none where they allow the same."""
    is_tighter, is_looser = relation or (judgement.loses(old, new), judgement.gains(old, new))
    # The rest of the schema may also say what the keyword says.
    is_tighter_still = is_tighter and not judgement.is_kept(old, new)
    is_looser_still = is_looser and not judgement.is_known(old, new)
    if is_tighter_still:
        yield "condition-tightened", was, now
    if is_looser_still:
        yield "condition-loosened", was, now
    if not (is_tighter or is_looser) and not (judgement.is_kept(old, new) and judgement.is_known(old, new)):
        yield "condition-changed", was, now


def _relations(old: Conditions, new: Conditions, judgement: Judgement) -> Iterator[tuple[str, _Relation]]:
    """Each keyword, and how its old and its new value relate."""
    yield "not", _turned(_of_schemas(old.excluded or NOTHING, new.excluded or NOTHING, judgement))
    yield "if", _of_branches(old, new, judgement)
    yield "contains", _of_schemas(old.contained, new.contained, judgement)
    yield "propertyNames", _of_schemas(old.names, new.names, judgement)
    yield "dependentRequired", _of_needed(old, new)
    yield (
        "dependentSchemas",
        _joined(
            _of_schemas(old.dependents.get(name), new.dependents.get(name), judgement)
            for name in sorted(old.dependents.keys() | new.dependents.keys())
        ),
    )
    yield "unevaluatedProperties", _of_unevaluated(old.unevaluated, new.unevaluated, judgement)
    yield "multipleOf", _of_steps(old.step, new.step)
    yield "uniqueItems", (new.is_unique and not old.is_unique, old.is_unique and not new.is_unique)
    for name in sorted(old.others.keys() | new.others.keys()):
        was, now = old.others.get(name), new.others.get(name)
        yield name, _SAME if was == now else _TIGHTER if was is None else _LOOSER if now is None else None


def _of_schemas(old: Schema | None, new: Schema | None, judgement: Judgement) -> _Relation:
    """The relation for a keyword that allows more if its schema allows more; without the keyword, all is allowed."""
    before, after = old or ANYTHING, new or ANYTHING
    if before == after and before.is_leaf:
        return _SAME
    is_kept, is_known = judgement.is_kept(before, after), judgement.is_known(before, after)
    return (not is_kept, not is_known) if is_kept or is_known else None


def _of_branches(old: Conditions, new: Conditions, judgement: Judgement) -> _Relation:
    if (old.test is None) != (new.test is None):
        return _LOOSER if old.test else _TIGHTER
    if old.test is None or new.test is None:
        return _SAME
    if _of_schemas(old.test, new.test, judgement) != _SAME:
        return None
    branches = ((old.then, new.then), (old.otherwise, new.otherwise))
    return _joined(_of_schemas(before, after, judgement) for before, after in branches)


def _of_needed(old: Conditions, new: Conditions) -> _Relation:
    names = old.needed.keys() | new.needed.keys()
    pairs = [(old.needed.get(name, frozenset()), new.needed.get(name, frozenset())) for name in names]
    return any(after - before for before, after in pairs), any(before - after for before, after in pairs)


def _of_unevaluated(old: Schema | bool | None, new: Schema | bool | None, judgement: Judgement) -> _Relation:
    before, after = (NOTHING if given is False else given for given in (old, new))
    return _of_schemas(
        before if isinstance(before, Schema) else None, after if isinstance(after, Schema) else None, judgement
    )


def _of_steps(old: float | None, new: float | None) -> _Relation:
    if old == new:
        return _SAME
    if old is None or new is None:
        return _TIGHTER if new else _LOOSER
    is_tighter, is_looser = is_multiple(new, old), is_multiple(old, new)
    return (is_tighter, is_looser) if is_tighter or is_looser else _BOTH


def _turned(relation: _Relation) -> _Relation:
    return relation and (relation[1], relation[0])


def _joined(relations: Iterator[_Relation]) -> _Relation:
    """The relation of several keywords that apply at once; None where that of one is unknown."""
    is_tighter = is_looser = False
    for relation in relations:
        if relation is None:
            return None
        is_tighter, is_looser = is_tighter or relation[0], is_looser or relation[1]
    return is_tighter, is_looser
