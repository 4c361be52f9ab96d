"""The words that references print for types and formats, in several languages.

Keys are written as `plain` makes them: lower case, without spaces, hyphens and underscores.
"""

from __future__ import annotations

from typing import Final


def plain(word: str) -> str:
    """A word or phrase as a key of these tables: `Date-Time` becomes `datetime`."""
    return word.lower().replace("-", "").replace("_", "").replace(" ", "")


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


#: The meaning of a word or phrase: a JSON Schema type and a format.
PRIMITIVES: Final[dict[str, tuple[str, str]]] = {
    # Strings
    **dict.fromkeys(
        _words(
            """
        string str text varchar nvarchar char character characters longtext mediumtext tinytext clob
        charsequence stringvalue textstring plaintext utf8string snowflake snowflakeid objectid id ip
        ipaddress cidr token jwt markdown html xml enum enumeration enumstring stringenum slug regex regexp
        hexstring hex color rawstring textplain bstr symbol keyword unicode csv csvstring
        commaseparatedstring commadelimitedstring commaseparatedlist commadelimitedlist commaseparatedvalues
        timestring durationstring durationformatstring duration goduration phonenumber phone language locale
        timezone currency countrycode jsonstring jsonencodedstring stringifiedjson cadena texto
        cadenadetexto cadenadecaracteres caracteres cadeia cadeiadecaracteres chaîne chaine
        chaînedecaractères chainedecaracteres texte zeichenkette zeichenfolge 字符串 字符 文本 字串 文字列
        ciągznaków metin dize строка stringa tekst tekstwaarde testo napis sträng 문자열 文字列型 テキスト 字符型 字元 текст строковый
        """
        ),
        ("string", ""),
    ),
    **dict.fromkeys(_words("uuid guid uuidstring uuidv4 uuid4 uniqueidentifier"), ("string", "uuid")),
    **dict.fromkeys(_words("url uri uristring urlstring href anyuri weburl"), ("string", "uri")),
    **dict.fromkeys(("email", "emailaddress", "emailstring"), ("string", "email")),
    **dict.fromkeys(("hostname", "fqdn"), ("string", "hostname")),
    **dict.fromkeys(("ipv4", "ipv4address"), ("string", "ipv4")),
    **dict.fromkeys(("ipv6", "ipv6address"), ("string", "ipv6")),
    **dict.fromkeys(("password", "passwordstring"), ("string", "password")),
    **dict.fromkeys(
        _words(
            """
        base64 base64string base64encodedstring base64encoded base64encodedbinary byte bytes bytestring
        bytearray base64data base64encodeddata base64bytes
        """
        ),
        ("string", "byte"),
    ),
    **dict.fromkeys(
        _words(
            """
        binary file blob binaryfile multipartfile inputstream fileupload uploadedfile octetstream
        applicationoctetstream binarydata filestream archivo fichier datei arquivo 文件 файл ファイル
        """
        ),
        ("string", "binary"),
    ),
    **dict.fromkeys(
        _words(
            """
        datetime datetimeoffset timestamp timestamptz datetimestring iso8601 iso8601string iso8601datetime
        iso8601timestamp iso8601datetimestring iso8601datestring iso8601date iso8601formatteddate
        iso8601dateandtime isodatetime isotimestamp isostring isodate isodatestring rfc3339 rfc3339datetime
        rfc3339timestamp rfc3339string rfc3339date datetimeutc utcdatetime utctimestamp dateandtime
        zoneddatetime offsetdatetime instant localdatetime timestampstring datetimez datetime2 dateortime
        timestamps fechayhora fechahora datahora dateheure zeitstempel 日期时间 时间 时间戳 日時
        iso8601datetimeutc iso8601timestring iso8601time iso8601utc utciso8601 zulutime
        """
        ),
        ("string", "date-time"),
    ),
    **dict.fromkeys(
        _words("date datestring localdate fulldate dateonly fecha datum 日期 日付 дата"),
        ("string", "date"),
    ),
    **dict.fromkeys(_words("time timeofday localtime timeonly hora heure uhrzeit"), ("string", "time")),
    **dict.fromkeys(_words("iso8601duration timespan period isoduration"), ("string", "duration")),
    # Integers
    **dict.fromkeys(
        _words(
            """
        integer int whole wholenumber integernumber integervalue short smallint tinyint mediumint int16 int8
        biginteger uint uint8 uint16 unsignedint unsignedinteger serial ordinal seconds milliseconds ms timeinseconds timeinmilliseconds durationinseconds
        bitfield bitmask sbyte fixnum ushort year entero númeroentero numeroentero inteiro númerointeiro
        numerointeiro entier nombreentier ganzzahl 整数 整型 整形 целоечисло целое intero numerointero geheelgetal getalgeheel heltal liczbacałkowita tamsayı 정수 整数型 整數 целочисленный
        """
        ),
        ("integer", ""),
    ),
    **dict.fromkeys(_words("int32 integer32 32bitinteger signed32bitinteger signed32bits i32"), ("integer", "int32")),
    **dict.fromkeys(
        _words(
            """
        int64 long bigint longinteger integer64 64bitinteger signed64bitinteger signed64bits longint i64
        bigserial unixtimestamp unixtime epoch epochtime epochtimestamp epochseconds epochmillis
        epochmilliseconds unixepoch unixtimestampinseconds unixtimestampinmilliseconds unixmilliseconds
        unixmillis unixseconds timestampinseconds timestampinmilliseconds timestampms unixepochtime
        unixepochtimestamp posixtime posixtimestamp millisecondtimestamp 长整型 长整数
        """
        ),
        ("integer", "int64"),
    ),
    **dict.fromkeys(("uint32", "u32", "unsigned32bitinteger"), ("integer", "uint32")),
    **dict.fromkeys(_words("uint64 u64 ulong unsigned64bitinteger"), ("integer", "uint64")),
    # Numbers
    **dict.fromkeys(
        _words(
            """
        number decimal bigdecimal numeric real numericvalue decimalnumber money percentage floatingpoint
        floatingpointnumber numbervalue número numero nombre zahl númerodecimal numerodecimal kommazahl 数字
        数值 小数 数値 число getal liczba sayı tal numeriek 숫자 실수 数値型 數字 дробноечисло
        """
        ),
        ("number", ""),
    ),
    **dict.fromkeys(_words("float float32 single f32 浮点数 浮点型 flotante flottant"), ("number", "float")),
    **dict.fromkeys(_words("double float64 f64 doubleprecision"), ("number", "double")),
    # Booleans
    **dict.fromkeys(
        _words(
            """
        boolean bool booleanvalue booleanstring trueorfalse truefalse flag logical bit booleano lógico
        logico booléen booleen wahrheitswert boolesch 布尔 布尔值 布尔型 布尔类型 真偽値 wartośćlogiczna logiczny mantıksal boolesk логический булево 불리언 불린 ブール ブール値 ブーリアン 真偽 布林 布尔类型值 логическоезначение
        """
        ),
        ("boolean", ""),
    ),
    # Objects
    **dict.fromkeys(
        _words(
            """
        object obj json jsonobject hash dict jsonb struct structure jsonhal jsonhalobject hashtable hashes
        plainobject nestedobject objectvalue jsonschema jsonschemaobject jsondocument jsondata jsonbody
        applicationjson anyjsonobject anyobject arbitraryjson freeformobject multipartformdata complex
        complextype jsonpayload stdclass jsonnode jobject objeto objet objekt 对象 オブジェクト объект oggetto obiekt nesne 객체 物件
        """
        ),
        ("object", ""),
    ),
    **dict.fromkeys(_words("null nil none undefined nulo nul nulltype"), ("null", "")),
}

#: Words that always mean a type, even in a code span beside others or as the label of a link.
CORE: Final = frozenset(
    _words(
        """
        string str integer int int32 int64 long number float double decimal boolean bool object array uuid
        guid datetime datetimeoffset null strings integers numbers booleans objects arrays uint bigint
        float32 float64 uint32 uint64 byte varchar cadena entero chaîne entier 字符串 整数 布尔 对象 数组
        """
    )
)
#: Names that mean something else with this spelling, or in the namespace before the dot.
SPELLED: Final[dict[str, tuple[str, str]]] = {
    "Duration": ("string", "duration"),
    "Edm.Duration": ("string", "duration"),
    "Edm.Byte": ("integer", "uint8"),
    "Edm.SByte": ("integer", "int8"),
    "Edm.Int16": ("integer", "int16"),
    "Edm.Binary": ("string", "base64url"),
    "Edm.Stream": ("string", "base64url"),
    "Edm.Date": ("string", "date"),
    "Stream": ("string", "base64url"),
    "Int16": ("integer", "int16"),
    "Edm.Decimal": ("number", "decimal"),
    "Edm.GeographyPoint": ("object", ""),
    "Edm.GeometryPoint": ("object", ""),
    "time.Time": ("string", "date-time"),
    "time.Duration": ("integer", "int64"),
}
#: Namespaces of primitive types, to be left out before a name is looked up.
NAMESPACES: Final = frozenset(
    _words(
        """
        edm system java.lang java.util java.time java.math java.net xs xsd google.protobuf datetime typing
        kotlin scala collections org.joda.time sql.null std schema
        """
    )
)
#: Anything at all.
ANYTHING: Final = frozenset(
    _words(
        """
        any mixed anything anytype anyvalue variant dynamic anyjson jsonvalue interface varies variable
        multiple various untyped cualquiera unknown * inline allof oneof anyof not
        """
    )
)
#: How Swagger 2.0 separates the items of a list in a parameter.
COLLECTION_FORMATS: Final = frozenset(("csv", "ssv", "tsv", "pipes", "multi"))

LISTS: Final = frozenset(
    _words(
        """
        array list set collection slice vector sequence arraylist vec ilist ienumerable icollection iterable
        hashset linkedlist tuple arr jsonarray readonlyarray ireadonlylist seq frozenset linkedhashset
        repeated multiset observablecollection lista arreglo matriz vetor colección coleção conjunto arranjo
        liste tableau feld 数组 列表 集合 数组类型 配列 リスト массив список lijst elenco matrice 배열 목록 陣列 一覧 tablica dizi
        """
    )
)
MAPS: Final = frozenset(
    _words(
        """
        map dictionary mapping hashmap treemap linkedhashmap idictionary record associativearray keyvaluemap
        keyvaluepairs keyvaluepair keyvalue keyvalueobject keyvalues keyvaluestore concurrentmap
        keyvaluedictionary jsonmap jsondictionary kvmap kvpairs objectmap namevaluepairs diccionario mapa
        dicionário dictionnaire wörterbuch 字典 映射 键值对 словарь
        """
    )
)
#: Words that may follow the name of a type and add nothing to it.
NOUNS: Final = frozenset(
    _words(
        """
        object objects resource resources entity entities type types instance instances model models record
        records struct structs structure structures schema representation representations value values items
        elements entries class dto payload objeto objetos objet objets objekt objekte 对象 enumeration enum
        """
    )
)
#: Wrappers that say that a value may be null.
NULLABLE_OF: Final = frozenset(_words("nullable optional maybe option nullableof"))
UNION_OF: Final = frozenset(_words("union oneof anyof either"))
ENUMERATIONS: Final = frozenset(
    _words(
        """
        enum enumeration literal oneof enumvalues possiblevalues allowedvalues validvalues enumstring
        stringenum values constant const choice choices anyof acceptedvalues options enumerado énumération
        aufzählung 枚举
        """
    )
)
ARTICLES: Final = frozenset(
    _words(
        """
        a an the un una une um uma ein eine some single valid signed json encoded utf8 alphanumeric
        urlencoded plain raw nested ordered unordered sorted unique nonempty empty new short simple
        caseinsensitive escaped standard embedded random untyped jsonencoded serialized inline full partial
        opaque formatted readonly hexadecimal
        """
    )
)
#: Words after the link to a type: for a string that names it, or an identifier of any type.
NAMES_OF: Final = frozenset(_words("name names title titles slug slugs"))
IDS_OF: Final = frozenset(_words("id ids identifier identifiers key keys"))
#: Endings that make a word a list, in scripts without spaces.
LIST_ENDINGS: Final = ("数组", "列表", "集合", "配列")
#: Adjectives before a number and the least value that they mean.
LEAST: Final[dict[str, int]] = {"positive": 1, "nonnegative": 0, "unsigned": 0, "natural": 0}
OF: Final = frozenset(_words("of de von des d di"))
OR: Final = frozenset(_words("or o ou oder 或 либо или"))
AND: Final = frozenset(_words("and y e et und 和 и"))

#: Formats that occur only after a type, by the text in the brackets: `string (date)`.
FORMATS: Final[dict[str, str]] = {
    "yyyymmdd": "date",
    "csv": "",
    "multi": "",
    "ssv": "",
    "tsv": "",
    "pipes": "",
    "json": "",
    "decimal": "decimal",
    "urireference": "uri-reference",
    "uritemplate": "uri-template",
    "iri": "iri",
    "jsonpointer": "json-pointer",
    "regex": "regex",
    "idnemail": "idn-email",
    "ipv4": "ipv4",
    "ipv6": "ipv6",
    "hostname": "hostname",
    "password": "password",
    "duration": "duration",
    "time": "time",
    "uint8": "uint8",
    "int8": "int8",
    "uint16": "uint16",
    "int16": "int16",
    "base64url": "base64url",
    "date": "date",
    "binary": "binary",
    "byte": "byte",
}

#: Words that may follow a word for a time or text that is itself a type.
TYPE_TAILS: Final = frozenset(
    _words("in with format formatted string representation since as encoded following per utc")
)

#: Words that no name of a type has, and cells that say something other than a type.
PROSE: Final = frozenset(
    _words(
        """
        the of a an is are was to for in this that if when with by and be see from which whether will can
        must on as at it same e.g i.e eg ie etc
        """
    )
)
NO_TYPES: Final = frozenset(_words("na yes no true false todo tbd"))
