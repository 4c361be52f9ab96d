"""Models of `FreeText_Agent`."""

from __future__ import annotations

from superoffice._models import DateTime, Model
from superoffice.models.shared_archive import FieldProperty, TableRight


class SetEnabledRequest(Model):
    """Arguments of `v1FreeTextAgent_SetEnabled`.

    Enabled
    """

    enabled: bool | None = None


class Status(Model):
    """Settings and figures of the word index.

    Travels as the FreeText carrier.
    The calls that use it belong to the FreeText Agent.
    """

    free_text_enabled: bool | None = None
    """Whether searches look into the word index."""
    single_word_operator: str | None = None
    """Comparison used for one word: `Contains`, `StartsWith` or `ExactMatch`. Known values: `StartsWith`."""
    multi_word_operator: str | None = None
    """Comparison used for several words; same choices as for one."""
    count_words: int | None = None
    """Different words in the index."""
    occurrences: int | None = None
    """Places that all those words were found in, counted together."""
    last_generated: DateTime | None = None
    """Moment at which the index was last built from scratch."""
    auto_enable_travel_areas: bool | None = None
    """Whether new travel areas receive an index as well."""
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None
