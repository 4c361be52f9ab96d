"""Common names of parameters of lists, for use where no type is printed."""

from __future__ import annotations

#: Names of whole numbers in a query, lower case and without `_` and `-`.
COUNTS = frozenset(
    """limit offset page pageno pagenum pagenumber pagesize perpage pagelimit maxresults maxitems startindex pageindex
    rowsperpage numresults maxresultcount skipcount totalhits totalpages totalitems totalresults totalrecords
    totalelements totalrows totalentries""".split()
)
#: Names of numbers that are whole in a query where nothing says otherwise, as the pixels of a picture are.
SIZES = frozenset(("height", "width"))
#: Things that are counted, so that `{number}` behind them in a path is a whole number.
NUMBERED = frozenset(
    """issues pulls pullrequests milestones builds runs jobs revisions versions pages chapters episodes seasons rounds
    blocks steps lines rows columns levels floors""".split()
)
