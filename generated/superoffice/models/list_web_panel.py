"""Models of `List_WebPanel`."""

from __future__ import annotations

from superoffice._models import Model, OpenStr
from superoffice.models.shared_archive import FieldProperty, TableRight


class UrlEncoding(OpenStr):
    """How values are escaped before they go into the address of a web panel."""

    UNKNOWN = "Unknown"
    """Not set yet"""
    NONE = "None"
    """Left as they are"""
    ANSI = "ANSI"
    """By the code page of the server"""
    UNICODE = "Unicode"
    """By their UTF-8 bytes"""


class WebPanelEntity(Model):
    """`WebPanelEntity` of the API."""

    web_panel_id: int | None = None
    """Key of the panel."""
    name: str | None = None
    """Caption on the panel's tab."""
    tooltip: str | None = None
    """Text that appears when the pointer rests on the tab."""
    deleted: bool | None = None
    """Set once the panel has been retired from use."""
    rank: int | None = None
    """Sorting weight among the panels of one place."""
    url_encoding: UrlEncoding | None = None
    """How template values are escaped in the address: a member of UrlEncoding."""
    visible_in: str | None = None
    """Place in the client where the panel turns up, for instance `ContactCard`. Known values: `ContactCard`."""
    on_central: bool | None = None
    """Offered to users of the central database."""
    on_satellite: bool | None = None
    """Offered to users of a satellite database."""
    on_travel: bool | None = None
    """Offered to users who work off-line."""
    on_sales_marketing_web: bool | None = None
    """Offered in the browser client."""
    on_sales_marketing_pocket: bool | None = None
    """Offered in the telephone client."""
    show_in_menu_bar: bool | None = None
    """Whether the panel keeps its menu."""
    show_in_tool_bar: bool | None = None
    """Whether the panel keeps its row of buttons."""
    show_in_address_bar: bool | None = None
    """Whether the address stays in sight."""
    show_in_status_bar: bool | None = None
    """Whether the line at the foot stays in sight."""
    window_name: str | None = None
    """Name of the browser window that receives the page; panels only."""
    url: str | None = None
    """Address of the page, with template variables between angle brackets: `https://host/?c=&lt;cuid&gt;`."""
    prog_id: str | None = None
    """Stable text key, handy for programs that would rather not remember numbers."""
    icon: int | None = None
    """Key of the picture on the tab."""
    always_reload_on_show: bool | None = None
    """Fetches the page anew each time the tab is opened."""
    table_right: TableRight | None = None
    field_properties: dict[str, FieldProperty] | None = None
