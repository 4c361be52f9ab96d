"""What each code means to people who write the docs, and what to do about it."""

from __future__ import annotations

import msgspec

from speclift.model.finding import RULES_BY_CODE


class Advice(msgspec.Struct, frozen=True):
    """A code in plain words: what a reader of the docs runs into, and the repair."""

    title: str
    harm: str
    repair: str


ADVICE: dict[str, Advice] = {
    "SL101": Advice(
        "Pages that cannot be read",
        "The operation is missing from everything that is made of the docs.",
        "Save the page as UTF-8, and give it a front matter key uid and an http block with method and path.",
    ),
    "SL102": Advice(
        "Table rows with too many cells",
        "The end of a description may be cut off or be in the wrong column.",
        "Write a bar inside a cell as \\|.",
    ),
    "SL103": Advice(
        "Samples that are not JSON",
        "Nothing can be learned from the sample, and nobody can paste it.",
        "Mend the JSON: quotes, commas, brackets.",
    ),
    "SL104": Advice(
        "Included files that are missing",
        "No reader sees the sample.",
        "Add the file, or correct the path of the include.",
    ),
    "SL105": Advice(
        "Sections of an unknown kind",
        "The text is kept as a description; nothing else is read from it.",
        "Use one of the usual headings, if it is meant as one.",
    ),
    "SL106": Advice(
        "Type names that no page explains",
        "A reader cannot find out what the type holds.",
        "Show the type once: as a table of its properties, or in a sample where it is not null.",
    ),
    "SL107": Advice(
        "Pages, includes or samples beyond a limit",
        "What goes past the limit is missing from everything that is made of the docs.",
        "Split the page, or shorten the sample to what shows the type once.",
    ),
    "SL108": Advice(
        "Includes and links that leave the docs",
        "speclift does not read what they name: it could be any file on the machine that builds the docs.",
        "Move the file into the docs, or name its folder as include_root in the settings.",
    ),
    "SL109": Advice(
        "Paths that differ in upper and lower case alone",
        "Readers and many servers treat the two as one.",
        "Write the path the same way on both pages, or remove one of them.",
    ),
    "SL110": Advice(
        "Rows of a status table without a status",
        "A reader cannot tell which response the row describes.",
        "Put the three digits of the status into the first column.",
    ),
    "SL111": Advice(
        "Paths that are not templates, and operations without a name",
        "The operation is missing from everything that is made of the docs.",
        "Write each part of the path that varies as {name}, and give the page an id of its own.",
    ),
    "SL112": Advice(
        "Paths that are not templates as they are printed",
        "A reader cannot tell which parts of the path vary, or which of two parts a description is about.",
        "Write each part of the path that varies as {name}, each with a name of its own, and no query or spaces.",
    ),
    "SL113": Advice(
        "Facts that OpenAPI does not allow",
        "The operation, parameter or schema is missing from everything that is made of the docs.",
        "The finding says what is not allowed; write it another way.",
    ),
    "SL114": Advice(
        "Tables, lists and samples that were not understood",
        "What they say about an operation or type is missing from everything that is made of the docs.",
        "Use common headings and column heads, or say in the settings what yours mean: see speclift learn.",
    ),
    "SL115": Advice(
        "Explanations that were not understood",
        "A reader of the docs knows more than the document says, though rarely a fact about a request or a response.",
        "Nothing, if the block only explains. A fact belongs in a table or list of its own.",
    ),
    "SL116": Advice(
        "Pages that speclift fails on",
        "Nothing is wrong with the docs, and all other pages are read.",
        "Leave the page out with exclude in the settings, and report it, with the page if you can.",
    ),
    "SL201": Advice(
        "Titles that name another path",
        "A reader who searches by title finds a path that does not exist.",
        "Make the title say what the http block says; speclift used the block.",
    ),
    "SL202": Advice(
        "Two pages for one operation",
        "Readers may find either one; the second page was left out.",
        "Remove one of the pages, or correct its method and path.",
    ),
    "SL203": Advice(
        "Two pages with one id",
        "Links and generated code cannot tell the two apart; the second id got a number.",
        "Give each page an id of its own.",
    ),
    "SL204": Advice(
        "Path parts that the table does not describe, or the reverse",
        "A reader cannot tell what to put into the path.",
        "Use the same names in the path and in the table of path parts.",
    ),
    "SL205": Advice(
        "A response body where there is none",
        "The page documents 204 No Content and still names a body, so readers wait for a body that never comes.",
        "Remove the section about the response body, or document the status that has one.",
    ),
    "SL206": Advice(
        "Response bodies with a wrong name",
        "The heading names one type, the table beneath it shows another.",
        "Correct the name in the heading.",
    ),
    "SL207": Advice(
        "Properties whose printed type is contradicted",
        "Two pages, or a page and its sample, say different things about the type.",
        "Print the type that the samples show.",
    ),
    "SL208": Advice(
        "Samples that contradict the docs",
        "Either the sample or the tables are wrong; code that believes one breaks on the other.",
        "Compare both with what the server sends, and correct the wrong one.",
    ),
    "SL209": Advice(
        "Samples with properties that no table lists",
        "A reader does not learn what the property means.",
        "Add a row for it to the table.",
    ),
    "SL210": Advice(
        "Samples with a status that is not documented",
        "A reader does not learn when the server answers with this status.",
        "Add the status to the table of responses, or correct the sample.",
    ),
    "SL211": Advice(
        "Methods that OpenAPI has no place for",
        "The operation is missing from everything that is made of the docs.",
        "Use one of the eight methods of OpenAPI, if the server takes one; else describe the operation by hand.",
    ),
    "SL301": Advice(
        "Properties whose type is not shown",
        "Anything is allowed there, so a client gets no help to use it correctly.",
        "Print the type in the table, or show a sample where it is not null.",
    ),
    "SL302": Advice(
        "Values that the list of an enumeration lacks",
        "A client that knows only the list rejects the value.",
        "Add the member to the enum page, or correct the sample.",
    ),
    "SL401": Advice(
        "Settings that match nothing",
        "The override has no effect.",
        "Correct its target, or remove it.",
    ),
    "SL402": Advice(
        "Overlays that match nothing",
        "The action has no effect.",
        "Correct its target, or remove it.",
    ),
}


def advice_for(code: str) -> Advice:
    """The advice for a code; what its rule means where there is none."""
    rule = RULES_BY_CODE[code]
    return ADVICE.get(code) or Advice(rule.name, rule.meaning, "")
