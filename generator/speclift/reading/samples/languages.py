"""Code of programming languages, which no reader of samples may take for a message or a body."""

from __future__ import annotations

import functools
import re

from speclift.reading.words.samples import HTTP_LANGUAGES, JSON_LANGUAGES, OTHER_LANGUAGES, SHELL_LANGUAGES

#: Lines that hardly anything but a program has: imports, declarations, calls of client libraries.
_CODE = re.compile(
    r"""^[ \t]{0,40}(?:
      import[ ][\w.*{]|from[ ][\w.]{1,80}[ ]import\b|require(?:_once)?[ (]['"]|use[ ][A-Z]\w{0,40}[\\:]
    | using[ ][A-Z][\w.]{0,80};|package[ ][\w.]{1,80};?$|\#include[ ]|<\?php|<\?=|<script
    | (?:const|let|var)[ ][^=\n;]{1,150}=|(?:async[ ])?function[ *(]|def[ ]\w|class[ ][A-Z]|func[ ](?:\w|\()|fn[ ]\w
    | (?:public|private|protected|static|final)[ ]\w|@[A-Z]\w{1,40}$|fun[ ]\w
    | \$\w{1,60}[ ]?=[ ]?(?:new|curl_|array|'|"|\[|\$|Invoke-|\w{1,40}::|Get-|New-)
    | puts[ ]|print(?:ln|f)?[ (]|echo[ ]\$|console\.log|fmt\.|await[ ]\w|return[ ]\w|try[ ]?\{|end$|if[ ]?\(
    | \w{1,60}[ ]?:?=[ ]?(?:new[ ]|requests\.|await[ ]|http\.)
    | \w{1,60}[ ]?:?=[ ]?\w{1,60}\.(?:get|post|put|delete|patch|create|list)\w{0,40}\(
    | [A-Z]\w{0,60}(?:<[\w<>,\ ]{1,80}>)?[ ]\w{1,60}[ ]?=[ ]?[\w(]|[\w.$]{1,100}\((?:[^()\n]{0,200}|\{)\)?;$
    | (?:fetch|\$\.ajax|axios|request|unirest|Unirest|requests)[.(]|Invoke-\w{1,40}[ ]
    )""",
    re.M | re.X,
)


@functools.lru_cache(maxsize=512)
def language_of(info: str) -> str:
    """The language that an info string names, in lower case: `{.python .x}`, `python title="x"`, `language-python`."""
    words = info.strip().lstrip("{").rstrip("}").split()
    word = re.split(r"[,;{:]", words[0])[0] if words else ""
    return word.lower().lstrip(".`").removeprefix("language-").removeprefix("lang-")


@functools.lru_cache(maxsize=64)
def is_other_language(info: str, text: str) -> bool:
    """Whether a code block holds a program, by its info string or, where that does not decide, by its look."""
    language = language_of(info)
    if language in OTHER_LANGUAGES:
        return True
    if language in HTTP_LANGUAGES:
        return False
    if text.lstrip()[:1] in ("{", "[", '"') and language in JSON_LANGUAGES | SHELL_LANGUAGES | {""}:
        return False
    if language in SHELL_LANGUAGES and language not in ("powershell", "ps1", "pwsh", "text", "txt"):
        return False
    return bool(_CODE.search(text))
