"""The special words of the pages of a form, for the stages after the reader. The words are data of the form
(`reading/known_forms/forms.py`). Inference receives them and knows none itself.
"""

from __future__ import annotations

import functools
import re

import msgspec

from speclift.model.schema import Scalar
from speclift.model.text import is_component_key


class Wording(msgspec.Struct, frozen=True, eq=False):
    """The words of a form, and what they mean; without any, nothing is concluded from words. `types` are printed types
    that state their format, `coarse_types` those that may hide one. `lists` and `objects` are the words for any list
    and any object; `any_object` is what coarse tables print for an object of any type, and `no_types` are words in the
    place of a type that name none.

    Patterns find something in a text, each as its first group: `members` the members of a printed enumeration with
    commas between them, `told` the type that a description says a value has, `schemes` the security schemes that the
    description of a credential names.  `required` finds the mark of a parameter that must be given.

    `credentials` are the security schemes of headers that are credentials, by the names of the headers in lower case.
    `arguments` is the name of a request body that stands for the call itself.  `restriction` finds the headings of what
    limits who may call an operation.  An operation id is owner, `separator`, action; the owner may start with a
    version, made of the characters in `version`.
    """

    types: dict[str, Scalar] = {}
    coarse_types: dict[str, Scalar] = {}
    lists: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    any_object: str = ""
    no_types: frozenset[str] = frozenset()
    members: re.Pattern[str] | None = None
    told: re.Pattern[str] | None = None
    schemes: re.Pattern[str] | None = None
    required: re.Pattern[str] | None = None
    credentials: dict[str, str] = {}
    arguments: str = ""
    restriction: re.Pattern[str] | None = None
    separator: str = "_"
    version: str = ""

    def scalar(self, printed: str) -> Scalar | None:
        """The scalar that a printed type names, None where it names none."""
        return self.types.get(printed) or self.coarse_types.get(printed)

    def is_type_name(self, printed: str) -> bool:
        """Whether a printed type may be the name of a type of the API, which even a coarse type may be."""
        return _is_type_name(self, printed)

    def is_no_type(self, printed: str) -> bool:
        """Whether a word in the place of a type names no type of the API."""
        is_word = not printed or printed in self.types or printed in self.no_types
        return is_word or printed in self.lists or printed in self.objects

    def action_of(self, operation_id: str) -> str:
        """What an operation does, in the word of its id."""
        return operation_id.rpartition(self.separator)[2]

    def owner_of(self, operation_id: str) -> str:
        """The owner of an operation as its id has it, with any version; empty where the id does not name one."""
        return operation_id.rpartition(self.separator)[0]

    def owner_without_version(self, operation_id: str) -> str:
        """The owner of an operation, without its version; empty where the id does not name one."""
        return self.owner_of(operation_id).lstrip(self.version)


@functools.lru_cache(maxsize=4096)
def _is_type_name(wording: Wording, printed: str) -> bool:
    return not wording.is_no_type(printed) and is_component_key(printed)


#: The words of pages of no known form.
NO_WORDING = Wording()
