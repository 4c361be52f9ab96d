"""The words that qualify a type: required, optional, nullable, deprecated, defaults, limits, locations.

Keys are written as `words.types.plain` makes them.
"""

from __future__ import annotations

from typing import Final

from speclift.model.facts import Location

REQUIRED: Final = frozenset(
    """
    required mandatory compulsory requerido requerida obligatorio obligatoria obrigatório obrigatorio
    obrigatória obligatoire requis requise erforderlich verpflichtend pflicht pflichtfeld 必填 必须 必選
    必需 必选 必須 обязательный обязательно obbligatorio obbligatoria richiesto verplicht 필수 必传 是否必填 обязательное isrequired req nonoptional notoptional
    """.split()
)
OPTIONAL: Final = frozenset(
    """
    optional notrequired opcional facultativo facultativa optionnel optionnelle facultatif facultative
    可选 选填 非必填 可選 任意 необязательный опционально opzionale facoltativo optioneel 선택 非必须 非必需 необязательное opt notmandatory omittable
    """.split()
)
NULLABLE: Final = frozenset("nullable maybenull canbenull isnullable nullallowed allowsnull".split())
NOT_NULLABLE: Final = frozenset("notnullable notnull nonnull nonnullable nevernull cannotbenull".split())
DEPRECATED: Final = frozenset("deprecated obsolete obsoleto veraltet obsolète 已弃用 废弃 已废弃".split())
READ_ONLY: Final = frozenset("readonly sololectura lectureseule schreibgeschützt 只读".split())
WRITE_ONLY: Final = frozenset(("writeonly", "只写"))
#: Words that follow `required` where it depends on a condition.
CONDITIONS: Final = frozenset(
    """
    if when unless for only except in with or on by while depending si wenn se cuando quando sauf falls
    depends conditional conditionally as and to
    """.split()
)
DEFAULT: Final = frozenset(
    """
    default defaults defaultvalue pordefecto predeterminado padrão padrao défaut defaut pardéfaut
    pardefaut standardwert voreinstellung 默认 默认值 預設值 поумолчанию 既定値
    """.split()
)
#: Words for the most or the least that a value may be, for a length, and for what is counted.
MOST: Final = frozenset(
    """
    max maximum upto atmost nomorethan notmorethan maxlength maximumlength maxlen maxitems maximumitems
    maxsize maxvalue maximumvalue maxchars maxcharacters maximumof maxof maximumlengthof máximo maximal
    höchstens 最大 最大值 最大长度
    """.split()
)
LEAST_OF: Final = frozenset(
    """
    min minimum atleast nolessthan notlessthan minlength minimumlength minlen minitems minimumitems
    minsize minvalue minimumvalue minchars minimumof minof mínimo mindestens 最小 最小值 最小长度
    """.split()
)
LENGTH: Final = frozenset("length len size longitud länge 长度 lengthof".split())
CHARACTERS: Final = frozenset(
    "characters character chars char symbols letters digits caracteres caractères zeichen 字符".split()
)
ITEMS: Final = frozenset("items item elements entries".split())
#: Words in the place of a default that only describe it.
NO_LITERAL: Final = frozenset(
    """
    null nil none undefined now today empty na n/a n unlimited all current omitted unset see the a an
    value depends varies no not if same as your any latest whatever this that when what to is be
    settings behavior behaviour
    """.split()
)
LOCATIONS: Final[dict[str, Location]] = {
    "query": "query",
    "path": "path",
    "header": "header",
    "cookie": "cookie",
    "body": "body",
    "formdata": "form",
    "form": "form",
    "inquery": "query",
    "inpath": "path",
    "inheader": "header",
    "inbody": "body",
    "querystring": "query",
    "queryparameter": "query",
    "pathparameter": "path",
    "urlparameter": "path",
    "headers": "header",
    "requestbody": "body",
    "queryparam": "query",
    "pathparam": "path",
    "querystringparameter": "query",
}
#: Cells of a yes-or-no column.
YES: Final = REQUIRED | frozenset(
    """
    yes true y x ✓ ✔ ✔️ ☑ ☑️ ✅ ● • 1 t always si sí sim s oui ja j 是 はい да yep √ * + m 예 네 sì evet tak wymagany wymagane zorunlu obligatorisk
    :materialcheck: :octiconscheck16: :fontawesomesolidcheck: :whitecheckmark: :heavycheckmark: :check: [x] wahr vrai verdadero verdadeiro ○
    """.split()
)
NO: Final = OPTIONAL | frozenset(
    """
    no false n o - – — 아니오 ✗ ✘ ❌ ✖ ✖️ × 0 f never não nao non nein 否 不是 нет いいえ nee nie nej hayır :materialclose: :octiconsx16: :fontawesomesolidxmark: :x: [] falsch faux
    falso none nope ☐ :heavymultiplicationx:
    """.split()
)
