"""The limits of what speclift reads: a page that exceeds one gets a finding, and the run goes on.

Real references stay far below: the largest page of the corpora has 47 KiB, 130 table rows and samples that nest 9 deep.
"""

from __future__ import annotations

KIBIBYTE, MEBIBYTE = 2**10, 2**20

#: The most bytes of a page, and of a page with all that it includes.
LARGEST_PAGE = 2 * MEBIBYTE

#: The most bytes of all pages of a run with what they include, and the most pages: all are in memory at the same time.
LARGEST_REFERENCE, MOST_PAGES = 64 * MEBIBYTE, 50_000

#: Table rows of all pages of a run, and objects and values of their samples: each takes up to 3 KiB in inference.
MOST_ROWS_IN_ALL, MOST_OBJECTS_IN_ALL, MOST_VALUES_IN_ALL = 500_000, 500_000, 4_000_000

#: Headings, paragraphs, code blocks, tables and table rows of a page with all that it includes.
MOST_BLOCKS = 20_000

#: The most files that a page includes, nested or side by side, and the deepest nesting.
MOST_INCLUDES, DEEPEST_INCLUDE = 100, 8

#: Characters of the path in an http block, of an operation id, and of a heading that may name a section.
LONGEST_PATH, LONGEST_NAME, LONGEST_HEADING = 2_000, 500, 1_000

#: Levels of arrays and objects in a sample.  OpenAPI validators and writers of JSON give up at about 250 levels. The
#: document around a sample, and the schema made from it, need some of these.
DEEPEST_SAMPLE = 50

#: The most objects of a sample, and the most values in it: properties and items at any depth.
MOST_OBJECTS, MOST_VALUES = 2_000, 50_000

#: Bytes and levels of an OpenAPI document that is read, or of the parts of one together, and how many parts.
LARGEST_DOCUMENT, DEEPEST_DOCUMENT, MOST_DOCUMENTS = 32 * MEBIBYTE, 200, 2_000

#: The most enumerated values and the most properties of a schema for `models`, and the most properties of all
#: components with those of their parts: datamodel-code-generator compares each with all others. Of 600 published
#: documents one has 2,477 values in a schema, none has more than 674 properties, or 30,000 with those of parts.
MOST_MEMBERS, MOST_PROPERTIES, MOST_INHERITED = 5_000, 2_000, 250_000

#: Bytes of the list of all files in a git revision (about 100 each), and how many symbolic links are among them.
LARGEST_LISTING, MOST_LINKS = 64 * MEBIBYTE, 50_000

#: Bytes of the list of the files in an output folder, and of the journal of a write there (about 100 for each file).
LARGEST_RECORD = 64 * MEBIBYTE

#: The most bytes that all aliases of a document stand for together.
LARGEST_ALIASES = 4 * MEBIBYTE

#: The most characters of a message of a parser, which may quote a line of its text.
LONGEST_MESSAGE = 300


class BeyondLimitError(Exception):
    """A page exceeds a limit; the message says which one, and `line` says where, 0 if there is no place."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line
