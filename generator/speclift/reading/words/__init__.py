"""The words of references, as data: columns, headings, types, marks, in several languages."""
