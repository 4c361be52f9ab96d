"""Rule `sql-privileges`: what else a mask of access rights may hold when a sample shows one SQL privilege.

Samples show one member of an enumeration, and many references list the members of a rights mask nowhere.  A right on
a table or record that is `Delete` comes with the other privileges of SQL (ISO/IEC 9075-2, 12.3) and with the member
for no right that a flags enumeration starts with.  The result is an open enumeration: more members may exist.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from speclift.inference.known_forms.words import singular, split_words

SQL_PRIVILEGES = ("Delete", "Insert", "Select", "Update")
NO_PRIVILEGE = "None"

_ABOUT_RIGHTS = frozenset({"right", "permission", "privilege", "grant"})


def with_sql_privileges(values: tuple[str, ...], property_name: str, owners: Sequence[str]) -> tuple[str, ...]:
    """The seen members of a rights mask with the other SQL privileges; other members stay as they are."""
    if set(values) <= set(SQL_PRIVILEGES) and _ABOUT_RIGHTS & set(_words((property_name, *owners))):
        return tuple(sorted({*values, *SQL_PRIVILEGES, NO_PRIVILEGE}))
    return values


def _words(names: Iterable[str]) -> Iterable[str]:
    return (singular(word).lower() for name in names for word in split_words(name))
