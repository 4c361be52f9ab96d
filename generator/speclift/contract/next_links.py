"""Lists that come page by page: the property of a response that leads to the next page."""

from __future__ import annotations

import re

#: `nextLink`, `@odata.nextLink`, `next_link` and the like (OData JSON Format 4.01, section 4.6.5).
NEXT_LINK = re.compile(r"(?:^|[.@_])next_?link$", re.I)
