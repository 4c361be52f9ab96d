"""Models of `ChatPresence`."""

from __future__ import annotations

from superoffice._models import Model
from superoffice.models.shared_archive import FieldProperty, TableRight


class ChatPresence(Model):
    """`ChatPresence` of the API."""

    user_id: int | None = None
    """Key of the agent."""
    display_name: str | None = None
    """Name that visitors see in the chat window."""
    ongoing_chats: int | None = None
    """Conversations held by the agent at this moment."""
    present: bool | None = None
    """Whether the agent accepts conversations."""
    chat_topics: list[int] | None = None
    """Keys of the topics that the agent answers."""
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None
