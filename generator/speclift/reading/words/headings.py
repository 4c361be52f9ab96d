"""What the words of headings and labels mean in any reference.

A heading has a role where all of its words are of this vocabulary (`Optional query parameters`), or where it starts
with a word that says what follows (`Example 2: …`).  Every other heading is a name: of an operation, a type or a topic.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from speclift.reading.words import languages

#: The meaning of a word of a heading. A `filler` means nothing by itself but belongs to the vocabulary.
WordClass: TypeAlias = Literal[
    "request", "response", "sample", "error", "fields", "query", "path", "header", "cookie", "body", "form",
    "status", "line", "security", "narrative", "returns", "filler",
]  # fmt: skip

WORDS: dict[WordClass, frozenset[str]] = {
    "request": frozenset("request requests input inputs call calls invocation req".split()),
    "response": frozenset(
        "response responses output outputs result results reply answer success successful returned resp".split()
    ),
    "returns": frozenset("return returns".split()),
    "sample": frozenset("example examples sample samples snippet snippets demo curl usage representation".split()),
    "error": frozenset("error errors failure failures fail exception exceptions unsuccessful".split()),
    "fields": frozenset(
        "parameter parameters param params parms element elements argument arguments arg args attribute attributes field fields property "
        "properties enumerated enum enums enumeration enumerations values option options variable variables member members relationships relationship keys".split()
    ),
    "query": frozenset("query querystring search".split()),
    "path": frozenset("path uri url route urls".split()),
    "header": frozenset("header headers".split()),
    "cookie": frozenset("cookie cookies".split()),
    "body": frozenset("body json payload data content entity bodies raw".split()),
    "form": frozenset("form formdata multipart urlencoded form-data x-www-form-urlencoded".split()),
    "status": frozenset("status statuses code codes".split()),
    "line": frozenset("endpoint endpoints method methods verb verbs syntax resource address".split()),
    "security": frozenset(
        "authorization authentication auth permission permissions scope scopes security prerequisites prereq prereqs privileges "
        "oauth authorizations bearer".split()
    ),
    "narrative": frozenset(
        "description notes note remarks changelog change history limitations caveats overview summary introduction "
        "related links see also tips warning important log about rate limits limit availability".split()
    ),
    "filler": frozenset(
        "http https api rest optional required mandatory additional common the a an of for string strings table "
        "list available supported accepted expected default type types schema structure format object definition details "
        "and or in with using to by as message messages possible valid all information info this on operation application "
        "model view spec specification".split()
    ),
}

CLASS_OF: dict[str, WordClass] = {word: kind for kind, words in WORDS.items() for word in words}

#: Words for fields that only requests have.
PARAMETERS = frozenset("parameter parameters param params parms argument arguments arg args".split())

#: Words of other languages, and what they are in English.
TRANSLATED: dict[str, str] = {
    **{word: english for english, words in languages.HEADINGS.items() for word in words},
    **dict.fromkeys(("parámetros", "parâmetros", "paramètres", "parameter", "parametri"), "parameters"),
    **dict.fromkeys(("parámetro", "parâmetro", "paramètre", "argumentos"), "parameter"),
    **dict.fromkeys(("petición", "solicitud", "requisição", "requête", "anfrage", "richiesta"), "request"),
    **dict.fromkeys(("respuesta", "resposta", "réponse", "antwort", "risposta", "respuestas", "respostas"), "response"),
    **dict.fromkeys(("ejemplo", "exemplo", "exemple", "beispiel", "esempio", "ejemplos", "exemplos"), "example"),
    **dict.fromkeys(("cuerpo", "corpo", "corps", "körper", "rumpf"), "body"),
    **dict.fromkeys(("cabeceras", "encabezados", "cabeçalhos", "en-têtes", "kopfzeilen", "cabecera"), "headers"),
    **dict.fromkeys(("consulta", "requête-chaîne", "abfrage", "abfrageparameter"), "query"),
    **dict.fromkeys(("ruta", "caminho", "chemin", "pfad"), "path"),
    **dict.fromkeys(("errores", "erros", "erreurs", "fehler"), "errors"),
    **dict.fromkeys(("propiedades", "propriedades", "propriétés", "eigenschaften", "felder", "campos", "champs"), "properties"),
    **dict.fromkeys(("estado", "statut", "códigos", "código"), "status"),
    **dict.fromkeys(("rückgabe", "retorno", "devuelve", "renvoie"), "returns"),
    **dict.fromkeys(("anfragekörper", "anfrage-body", "requestbody"), "request body"),
    **dict.fromkeys(("anfrageparameter", "abfrage-parameter"), "request parameters"),
    **dict.fromkeys(("pfadparameter", "pfad-parameter"), "path parameters"),
    **dict.fromkeys(("antwortkörper", "antwort-body", "responsebody"), "response body"),
    **dict.fromkeys(("antwortfelder", "antwortparameter"), "response parameters"),
    **dict.fromkeys(("beispielanfrage", "anfragebeispiel"), "request example"),
    **dict.fromkeys(("beispielantwort", "antwortbeispiel"), "response example"),
    **dict.fromkeys(("statuscodes", "statuscode", "statuskodes", "antwortcodes"), "status"),
    **dict.fromkeys(("exitosa", "exitoso", "éxito", "sucesso", "succès", "erfolg"), "success"),
    **dict.fromkeys(("fallida", "fallo", "erro", "erreur", "error", "errore"), "error"),
    **dict.fromkeys(("richiesta", "richieste"), "request"),
    **dict.fromkeys(("della", "dello", "di", "il"), "of"),
    **dict.fromkeys(("de", "da", "do", "la", "le", "el", "los", "las", "del", "der", "die", "das", "des", "du", "y", "e", "et", "und"), "of"),
}  # fmt: skip

#: The same for languages that are written without spaces: the longest text first.
TRANSLATED_TEXTS: tuple[tuple[str, str], ...] = (
    *languages.TEXTS,
    ("基本信息", " endpoint "), ("简要描述", " description "), ("描述", " description "), ("备注", " notes "), ("数据", " data "),
    ("请求方式", " method "), ("请求方法", " method "), ("说明", " description "), ("成功", " success "), ("失败", " error "),
    ("错误码", " error codes "), ("错误", " error "), ("正文", " body "), ("请求参数", " request parameters "), ("返回参数", " response parameters "), ("响应参数", " response parameters "),
    ("路径参数", " path parameters "), ("查询参数", " query parameters "), ("请求体", " request body "),
    ("请求头", " request headers "), ("请求示例", " request example "), ("返回示例", " response example "),
    ("响应示例", " response example "), ("返回结果", " response "), ("返回值", " response "), ("错误码", " error codes "),
    ("状态码", " status codes "), ("请求", " request "), ("响应", " response "), ("返回", " response "),
    ("参数", " parameters "), ("示例", " example "), ("接口", " endpoint "), ("字段", " fields "), ("属性", " properties "),
    ("リクエストボディ", " request body "), ("レスポンスボディ", " response body "), ("ステータスコード", " status codes "),
    ("ステータス", " status "), ("リクエスト", " request "), ("レスポンス", " response "), ("クエリ", " query "), ("パス", " path "),
    ("パラメーター", " parameters "), ("パラメータ", " parameters "), ("ヘッダー", " headers "), ("ヘッダ", " headers "),
    ("ボディ", " body "), ("エラー", " errors "), ("コード", " codes "), ("サンプル", " example "), ("例", " example "),
    ("응답", " response "), ("요청", " request "), ("매개변수", " parameters "), ("파라미터", " parameters "),
    ("쿼리", " query "), ("본문", " body "), ("헤더", " headers "), ("예시", " example "), ("상태", " status "), ("코드", " codes "),
    ("запроса", " request "), ("запросов", " request "), ("запрос", " request "), ("ответа", " response "),
    ("ответов", " response "), ("ответ", " response "), ("параметров", " parameters "), ("параметры", " parameters "),
    ("примеры", " example "), ("пример", " example "), ("заголовки", " headers "), ("тело", " body "), ("пути", " path "),
    ("коды", " codes "), ("ошибок", " errors "), ("ошибки", " errors "), ("ошибка", " errors "), ("поля", " fields "),
)  # fmt: skip

#: The last word of a heading that names a type: `Group object`, `message resource type`.
TYPE_SUFFIXES = (
    "object", "objects", "resource", "model", "schema", "entity", "structure", "type", "properties", "attributes",
    "fields", "representation", "definition",
)  # fmt: skip

#: Headings below which every heading names a type, whatever its words are: `Error`, `Result`.
TYPE_GROUPS = frozenset(
    (
        "models",
        "schemas",
        "definitions",
        "data structures",
        "data types",
        "objects",
        "components",
        "data models",
        "types",
    )
)

#: First words of headings that name an operation: `List scopes` is not a list of scopes.
VERBS = frozenset(
    "list get create update delete remove add set read search find fetch retrieve show enable disable check verify".split()
)

#: Whole headings above a request line, although their words say nothing about it.
LINE_TITLES = frozenset((
    "definition", "signature", "http", "http definition", "operation", "http method and path", "the api is",
    "the endpoint is", "the url is", "the request is", "the call is", "api format", "url format", "request format",
    "api specification", "specification", "api definition", "http api", "definition & example request",
    "definition and example request",
))  # fmt: skip

#: Labels of a method or a path.
METHOD_LABELS = frozenset((
    "method", "http method", "request method", "preferred http method", "http request method", "allowed method", "supported method",
    "allowed methods", "supported methods", "http operations supported", "supported http operations", "http verbs", "call type", "verb", "http verb", "methods", "type of request", "request type",
    "metoda", "metoda http", "yöntem", "http yöntemi", "metod", "http-metod", "método", "método http", "méthode", "méthode http", "methode", "http-methode", "metodo", "метод", "http-метод",
    "请求方式", "请求方法", "方法", "http请求方式", "メソッド", "httpメソッド", "메서드", "메소드",
))  # fmt: skip
PATH_LABELS = frozenset((
    "url", "uri", "path", "endpoint", "route", "method url", "call url", "full url", "target url", "request endpoint", "resource path",
    "http url", "url endpoint", "base path", "endpoint path", "request url", "request uri", "request path", "api endpoint", "address",
    "http path", "resource", "resource url", "resource uri", "endpoint url", "url path", "api url", "url structure",
    "ścieżka", "adres", "yol", "sökväg", "ruta", "caminho", "chemin", "pfad", "percorso", "адрес", "путь", "请求url", "请求地址", "请求路径", "接口地址", "接口路径",
    "路径", "地址", "接口url", "エンドポイント", "パス", "リクエストurl", "엔드포인트", "경로",
))  # fmt: skip

#: First words of headings that say what an operation does.
OPERATION_VERBS = VERBS | frozenset(
    """retrieve create make add new post put patch send upload download start stop restart cancel close open move copy
    rename change edit modify replace set submit publish approve reject accept invite assign unassign attach detach
    lock unlock archive unarchive restore log sign login logout register query count export import run execute trigger
    generate validate convert view display return obtain load save store insert upsert destroy purge clear reset revoke
    renew refresh rotate activate deactivate subscribe unsubscribe follow unfollow like unlike vote rate comment merge
    join leave pause resume schedule book pay refund charge capture authorize authorise issue use who what ping turn
    record report track push scan sync test poll watch stream
    listar obtener crear actualizar eliminar borrar buscar agregar consultar criar obter atualizar excluir adicionar
    lister obtenir créer supprimer ajouter rechercher auflisten abrufen anlegen erstellen löschen ändern suchen""".split()
)
