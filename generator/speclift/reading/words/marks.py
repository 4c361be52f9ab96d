"""The phrases with which descriptions mark a field: words of several languages, but sentences only in English."""

from __future__ import annotations

import re
from typing import Final

#: `**Required**.`, `(optional)`, `Required:`, `[required]` at the start of a description.
LEADING = re.compile(
    r"[*_(\[<`]{0,4}(required|mandatory|optional|requerid[oa]|obligatori[oa]|opcional|obrigatóri[oa]|obligatoire"
    r"|facultati[fv]e?|optionnel(?:le)?|erforderlich|pflichtfeld|必填|必须|可选"
    r"|选填)(?![^\W_])([.:]?[*_)\]>`]{0,4})([ \t]{0,3}[.:,;)\u2013\u2014-]?)",
    re.I,
)
#: The same words at the end of the description, or in brackets within it.
BRACKETED = re.compile(r"[(\[]([^()\[\]\n]{3,120})[)\]]")
TRAILING = re.compile(
    r"(?:[.)!] {1,3}[*_(]{0,3}|(?<=\w) {1,3}\*\*)(Required|Mandatory|Optional|REQUIRED|MANDATORY|OPTIONAL)\b[*_)]{0,3}\.?(?=\n\n|\Z)"
)
STATED = re.compile(
    r"\b(?:this|field|parameter|property|attribute|value|header|argument|it) is (not )?(required|mandatory"
    r"|optional)\b",
    re.I,
)
REQUIRED_NOUN = re.compile(
    r"(?:required|mandatory) (?:(?:http|request|query|path|body) )?(?:header|parameter|field|property|attribute"
    r"|argument)\b(?! (?:if|when|unless|for|only)\b)",
    re.I,
)
OPTIONAL_NOUN = re.compile(
    r"(?:an? )?optional (?!if\b|when\b|unless\b|for\b|only\b|with\b|but\b"
    r"|in\b)",
    re.I,
)
#: Words that make a mark depend on a condition.
CONDITION = re.compile(
    r"[\s*_)\]`,(\u2013\u2014-]{0,6}(?:if|when|unless|for|only|except|in case|while|depending|or|but|with"
    r"|where|on|by|as|to|and)\b",
    re.I,
)
DEFAULT = re.compile(
    r"(?<!by )\bdefault(?:s|ing)?(?: value)?(?:\*\*)?(?::\*\*| ?[:=]\*{0,2}| (?:is|to|value|of|are"
    r"|will be)\b(?: be\b)?(?: set to\b)?:?|(?= [`\"'\d]))"
    r"(?: the (?:value|string))? {0,3}",
    re.I,
)
BY_DEFAULT = re.compile(
    r"\bby default,?(?: (?:it is|this is|is|the value is|set to|it's|its value is))? (?=[`\"])", re.I
)
#: `x` by default, `x` (default).
DEFAULT_BEHIND = re.compile(r" (?:by default\b|\((?:the )?default\))", re.I)
#: Phrases that certainly introduce the members of an enumeration.
VALUES = re.compile(
    r"\b(?:(?:possible|allowed|valid|accepted|supported|available|permitted|acceptable|allowable|legal|permissible)"
    r"(?: [\w-]{1,20}){0,2} {0,2}(?:values?|options|choices|types|states|statuses|formats|modes|levels)"
    r"|enum(?:eration|erable)?(?: values| oneof\))?|values|options|options are|valores(?: posibles| possíveis)?"
    r"|valeurs(?: possibles| autorisées)?|werte|mögliche werte|erlaubte werte|zulässige werte"
    r"|valori(?: possibili| ammessi)|mogelijke waarden|(?:dozwolone|możliwe) wartości|(?:tillåtna|möjliga) värden"
    r"|(?:olası|izin verilen|geçerli) değerler|возможные значения|допустимые значения"
    r"|指定可能な値|取りうる値|設定可能な値|가능한 값|허용 값|可选值|取值|枚举值|可取值)\b"
    r"(?: for [\w` ]{1,40})?(?:\*\*)?(?: (?:are|is|include|includes|can be|are one of|may be|son|sont"
    r"|sind)\b)?(?: either\b| one of\b)?"
    r"(?: the following\b)?(?:(?::| :|：)\*{0,2})?",
    re.I,
)
#: Phrases that may introduce them, if literals follow that end the sentence.
ONE_OF = re.compile(
    r"\b(?:(?:can|may|must|should|could|will)(?: only)?(?: either)? be(?: set to| either| one of| any of)?"
    r"|(?:is )?(?:one of|any of|either)|set to|sets the [^.:;`\n]{1,60} to|specify|uno de"
    r"|eine? von|l'un de|um de)\b(?: the)?(?: following)?(?: (?:values|strings|options|types"
    r"|string values))?:?(?= {0,2}(?:[`\"\u201c*\n:]|'\w|\[[`\"']))",
    re.I,
)
#: A colon before literals: `Level of detail: "none", "some" or "all"`.
ALTERNATIVES = re.compile(
    r":(?<!\bexample:)(?<!\be\.g:)(?<!\binstance:)(?<!\blike:)(?<!\bas:)(?<!\bof:)\*{0,2} {1,2}(?=[`\"\u201c])", re.I
)
#: The same behind a comma, at the end of a sentence: ``What to look for, `nest` or `egg` ``.
LAST_ALTERNATIVES = re.compile(
    r"(?<!\bexample)(?<!\be\.g\.)(?<!\binstance)(?<!\blike)(?<!`), "
    r"(?=`[A-Za-z][\w-]{0,40}` or `[A-Za-z][\w-]{0,40}`[.\s]{0,3}\Z)"
)
#: The two orders, each with its meaning: `asc` for ascending and `desc` for descending.
ORDERS = re.compile(
    r"([`\"']?)(asc)\1 (?:for|=|means) ascending[^.\n]{0,20}?([`\"']?)(desc)\3 (?:for|=|means) descending", re.I
)
#: A member between bars.
GROUPED = re.compile(r" ?[`\"']?[A-Za-z][\w.+-]{0,40}[`\"']? ?")
#: Text before "one of" where parts or forms of the value follow, not values.
NO_VALUES_BEFORE = re.compile(
    r"(?:[>}]`|\bformats?|\bforms?|\bpatterns?|\bcontains?|\bincludes?)(?: is| are|:)? {0,2}\Z", re.I
)
MORE = re.compile(r"\b(?:includ\w{0,4}|such as|e\.g|etc|among others|for example|and more|and others|some of)\b", re.I)
DEPRECATED = re.compile(
    r"(?:\A[\s*_(\[`:!]{0,6}deprecated(?=[\s*_)\]`]{0,4}(?:[.:,;!)\]\u2013\u2014-]|\Z|(?:in|since|as|and|use"
    r"|by|from|please|this|after|you)\b|\n))"
    r"|[(\[]deprecated[)\]:,; ]|\b(?:this|field|parameter|property|attribute|it|option|and) (?:is|has been"
    r"|was) (?:now )?\[?deprecated\b"
    r"|[.)] {1,3}deprecated\.)",
    re.I,
)
READ_ONLY = re.compile(
    r"(?:\A[\s*_(\[`]{0,5}|[(\[]|[.)\];] {0,3}[*_(\[`]{0,3}|\b(?:field|property|attribute|value|is|and"
    r"|parameter) |[.,] )"
    r"(read|write)[- ]?only\b(?=[*_`]{0,3}(?:[.,;:)\]]|\Z|\n| and | -|\. ))",
    re.I,
)
NOT_NULLABLE = re.compile(r"\b(?:not|non)[- ]?nullable\b|\b(?:can|may|must)(?:not| not) be `?null\b", re.I)
NULLABLE = re.compile(
    r"(?:\A|[.(\[*_;,] {0,2})nullable\b|(?:\A|[.;(] {0,2}|\b(?:value|field|property|it|this|parameter) )(?:can"
    r"|may|could) (?:also )?be `?null\b|`null` (?:if|when)\b|\Anull (?:if|when)\b|\bor `null`",
    re.I,
)
EXAMPLE = re.compile(
    r"(?:\be\.g\.?,?:? {0,2}|\bfor (?:example|instance)[,:]? {0,2}"
    r"|\bexamples?(?: value)?\*{0,2}:\*{0,2} {0,2}|\bex: {0,2}|\bejemplo: |\bexemple ?: |\bbeispiel: )",
    re.I,
)
#: Numbers that limit a value or the length of a text.
LIMIT = re.compile(
    r"\b(?P<word>min(?:imum)?|max(?:imum)?)\.?(?P<length>[ -]?length"
    r"|[ -]?(?:allowed )?(?:number of )?char(?:acter)?s)?(?:[ -]?value|(?<= )allowed value)?(?: allowed)?"
    r"(?:\*\*)?(?: (?:is|of)|:| :| ?=)?(?:\*\*)? {0,2}`?(?P<number>-?\d[\d,]{0,14}(?:\.\d{1,9})?)`?",
    re.I,
)
UP_TO = re.compile(
    r"\b(?P<word>up to|at most|no more than|at least|not exceed|cannot exceed|longer than"
    r"|less than or equal to|greater than or equal to)"
    r"(?: a maximum of)? `?(?P<number>\d[\d,]{0,14})`?(?P<unit> (?:characters|chars)\b)?",
    re.I,
)
BETWEEN = re.compile(
    r"\b(?:between|from|range(?: is| of|:)?) `?(?P<low>-?\d[\d,]{0,14}(?:\.\d{1,9})?)`? ?(?:and|to|-"
    r"|\u2013) `?(?P<high>-?\d[\d,]{0,14}(?:\.\d{1,9})?)`?"
    r"(?P<unit> (?:characters|chars)\b)?",
    re.I,
)
LENGTH = re.compile(r"\b(?P<low>\d{1,6}) ?(?:-|\u2013|to) ?(?P<high>\d{1,6}) (?:characters|chars)\b", re.I)
PATTERN = re.compile(r"\b(?:pattern|regex|regular expression)(?: is|:| :)? `", re.I)
#: Text that may follow a limiting number.
NO_UNIT = re.compile(
    r"`?(?:\*\*)?(?:[.,;)\]\n](?!\d)|\Z| (?:characters|chars)\b| ?\(inclusive| inclusive\b| \(| and\b)", re.I
)

#: The noun behind a number that counts something.
COUNTED = re.compile(
    r" (?!char|percent|bytes|[kmg]b\b|(?:milli|micro)?seconds|minutes|hours|days)[a-z]{3,24}(?=[.;)\n]|\Z)"
)
#: The start of a description that states the type.
TYPE_START = re.compile(
    r"(?:\*\*|__|`)?(?:an? |the )?(?:optional |required |single |simple |unique |valid |positive |signed "
    r"|unsigned |32-bit |64-bit )?"
    r"(boolean|bool|string|integer|int|unsigned integer|number|float|double|decimal|json object|object"
    r"|json array|array|list|map|dictionary|hash)"
    r"(?:\*\*|__|`)?"
    r"(?P<after>(?: values?| flag)?(?: (?:that|which|indicating|specifying|containing|representing|describing"
    r"|of|to|with|for|identifying|holding|mapping|used|in the form|where)\b)|"
    r" values?\b| flag\b|[.,;:\u2013](?= |\Z)| - |\Z)",
    re.I,
)
#: An identifier of which the kind is named: "The integer ID of the last bee".
ID_START = re.compile(r"(?:the |an? )?(integer|numeric|string) (?:id|identifier)\b", re.I)
LIST_START = re.compile(
    r"(?:an? )?(?:optional |json )?(?:array|list|set(?= of (?:strings|integers|numbers|names|ids|tags|urls))) of ([\w`*\[][^.,;:()\n]{0,60})",
    re.I,
)
MAP_START = re.compile(
    r"(?:an? |adds a )?(?:json )?(?:object|map|mapping|dictionary|hash) (?:mapping|of|that maps|from|whose keys"
    r"|(?:indexed|keyed) by)\b",
    re.I,
)
BOOLEAN_START = re.compile(
    r"(?:whether\b|(?:an? )?(?:flag |boolean )?(?:indicat\w{0,8}|specif\w{0,8}|determin\w{0,8}|controls?"
    r"|denot\w{0,8}|defin\w{0,8}"
    r"|tells?|flag) (?:whether|if)\b"
    r"|if (?:set to )?[`*\"]{0,2}(?:true\b|false\b|1[`*\"]{0,2},? (?:or )?[`*\"]{0,2}true\b)|when (?:set to )?[`*]{0,2}true\b|set (?:this )?to [`*]{0,2}true\b"
    r"|[`*]{0,2}true[`*]{0,2} (?:if|when)\b"
    r"|true or false\b|`true` or `false`|[01]/(?:true|false)\b|\(?(?:true|false)/(?:true|false)\b|boolean \(|indique si\b|indica si\b|是否)",
    re.I,
)
COUNT_START = re.compile(
    r"(?:the |total |maximum |minimum |current ){0,3}number of (?!the\b|your\b|this\b|bytes? per\b)"
    r"|(?:the )?page number\b|(?:the )?total count of\b|(?:maximum|minimum) (?:[\w-]{1,20} ){0,2}(?:results|items|entries|records)\b"
    r"|[^.\n]{1,60}(?<!\bnumber) in (?:bytes|kilobytes|(?:milli|micro|nano)?seconds|minutes|hours|pixels)(?=[.,;(]|\s{0,3}$|\s\()",
    re.I,
)
JSON_START = re.compile(r"(?:an? |the )?json[- ](?:encoded|serialized|stringified)\b", re.I)
COMMA_SEPARATED = re.compile(r"\bcomma[- ](?:separated|delimited)(?: list| string| values)?\b", re.I)
UNIX = re.compile(
    r"\b(?:unix|posix)(?:[- ]epoch)?[- ]?(?:timestamp|time ?stamp|time|epoch|milliseconds|seconds)\b"
    r"|\b(?:milli)?seconds since (?:the )?(?:unix |posix )?epoch\b|\b(?:milli)?seconds since (?:january 1|1970"
    r"|1 january)"
    r"|\bepoch (?:time|seconds|milliseconds|millis|timestamp)\b",
    re.I,
)
DATE_TIME = re.compile(r"\b(?:rfc[- ]?3339|iso[- ]?8601)\b", re.I)
DATE_AND_TIME = re.compile(r"(?:the )?(?:utc )?(?:date and time|date-time|datetime)\b", re.I)
DATE = re.compile(r"\byyyy-mm-dd\b(?![t ]?[`']?t?h)", re.I)
NOUN_FORMATS: Final = (
    (
        "email",
        re.compile(
            r"(?:the |an? |your |valid )?(?:[\w']{1,20} ){0,3}e-?mail address(?= (?:of|for|to"
            r"|that|associated|used|where)\b|[.,;]|\Z)",
            re.I,
        ),
    ),
    (
        "uri",
        re.compile(
            r"(?:the |an? |your )?(?:[\w'-]{1,20} ){0,4}ur[li](?= (?:of|for|to|that|where|which|at"
            r"|pointing|used|from)\b|[.,;]|\Z)",
            re.I,
        ),
    ),
    (
        "uuid",
        re.compile(
            r"(?:the |an? )?(?:[\w'-]{1,20} ){0,3}[ug]uid(?= (?:of|for|that|identifying"
            r"|assigned)\b|[.,;]|\Z)",
            re.I,
        ),
    ),
    (
        "ipv4",
        re.compile(
            r"(?:the |an? )?(?:[\w'-]{1,20} ){0,3}ipv4 address(?= (?:of|for|that|assigned)\b|[.,;]"
            r"|\Z)",
            re.I,
        ),
    ),
    (
        "ipv6",
        re.compile(
            r"(?:the |an? )?(?:[\w'-]{1,20} ){0,3}ipv6 address(?= (?:of|for|that|assigned)\b|[.,;]"
            r"|\Z)",
            re.I,
        ),
    ),
)
BASE64 = re.compile(r"\bbase[- ]?64(?![- ]?url)\b", re.I)
