"""Words of references in languages other than English: heads of columns, and headings.

Keys of `COLUMNS` are what a column holds.  `HEADINGS` has single words, `TEXTS` those of languages that are written
without spaces between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from speclift.model.form import Column

COLUMNS: dict[Column, tuple[str, ...]] = {
    "name": (
        "nombre del parámetro", "nombre del campo", "nombre del atributo", "atributo", "clave", "cabecera", "encabezado", "argumento",
        "nome do parâmetro", "nome do campo", "chave", "cabeçalho",
        "nom du paramètre", "nom du champ", "attribut", "clé", "en-tête", "propriétés", "paramètres", "champs",
        "parametername", "bezeichnung", "schlüssel", "kopfzeile", "parameter-name", "feldbezeichnung", "attributname",
        "parametro", "nome parametro", "intestazione", "chiave", "proprietà",
        "naam", "veld", "veldnaam", "eigenschap", "sleutel",
        "nazwa", "pole", "parametr", "atrybut", "klucz", "nagłówek", "parametrar", "attribut", "nyckel", "özellik", "anahtar", "název", "namn", "fält", "navn", "felt", "ad", "alan", "parametre",
        "参数名字", "键", "变量", "变量名", "属性名", "字段名称", "头部", "请求头", "參數", "參數名稱", "欄位", "名稱",
        "パラメーター", "パラメータ名", "パラメーター名", "フィールド", "フィールド名", "プロパティ", "プロパティ名", "項目", "項目名", "ヘッダー",
        "필드", "필드명", "매개변수", "파라미터명", "변수명", "속성", "헤더", "키", "항목",
        "название", "название параметра", "имя параметра", "имя поля", "атрибут", "ключ", "заголовок", "свойство", "аргумент", "параметры",
    ),
    "type": (
        "tipo de datos", "tipo di dato", "type de données", "datatyp", "typ danych", "tür", "tip", "veri tipi", "veri türü", "тип данных", "тип значения",
        "データ型", "データタイプ", "형식", "자료형", "데이터 타입", "資料型別", "型別", "類型", "字段类型",
    ),
    "location": (
        "ubicación del parámetro", "localização", "emplacement", "ort", "übergabe", "posizione", "locatie", "参数类别", "传参方式",
        "请求类型", "場所", "위치", "расположение", "где",
    ),
    "required": (
        "requerida", "obligatoria", "obrigatória", "requise", "notwendig", "pflichtfeld", "pflichtangabe", "obbligatorio",
        "obbligatoria", "richiesto", "verplicht", "vereist", "wymagany", "wymagane", "povinné", "obligatorisk", "krävs", "påkrevd", "påkrævet",
        "zorunlu", "gerekli", "zorunlu mu", "必须", "必需", "必传", "是否必传", "是否必需", "是否必要", "是否可选", "必要", "必填项", "必須/任意", "必須か",
        "필수 여부", "필수여부", "필수값", "обязателен", "обязательность", "обязательное", "обязательно", "обяз.",
    ),
    "optional": ("可选", "任意", "選填", "선택", "опционально"),
    "default": (
        "valor por omisión", "predeterminado", "valor predeterminado", "valeur par défaut", "par défaut", "voreinstellung",
        "predefinito", "valore predefinito", "standaard", "standaardwaarde", "domyślnie", "wartość domyślna", "standardvärde",
        "varsayılan", "缺省值", "缺省", "預設值", "预设值", "デフォルト値", "既定値", "初期値", "기본", "디폴트", "по умолчанию", "значение по умолчанию",
    ),
    "description": (
        "descripcion", "significado", "detalle", "detalles", "explicación", "descriçao", "detalhes", "explicação",
        "signification", "détails", "explication", "remarque", "remarques", "bemerkung", "bemerkungen", "erklärung", "erläuterung",
        "hinweis", "hinweise", "inhalt", "descrizione", "significato", "dettagli", "note", "omschrijving", "beschrijving", "betekenis",
        "opis", "znaczenie", "popis", "význam", "beskrivning", "beskrivelse", "betydelse", "açıklama", "anlamı",
        "含义", "参数描述", "字段说明", "参数含义", "解释", "意义", "描述信息", "說明", "描述說明", "注释",
        "概要", "意味", "内容", "備考", "비고", "의미", "내용", "значение", "пояснение", "комментарий", "назначение", "смысл", "примечание",
    ),
    "example": (
        "ejemplos", "exemplos", "exemples", "beispiele", "beispielwert", "esempio", "esempi", "voorbeeld", "przykład", "exempel",
        "örnek", "例子", "样例", "举例", "範例", "示例数据", "サンプル", "値の例", "예", "예제", "예시값", "примеры", "пример значения",
    ),
    "values": (
        "valores posibles", "valores permitidos", "valores possíveis", "valeurs possibles", "valeurs autorisées", "mögliche werte",
        "erlaubte werte", "zulässige werte", "wertebereich", "valori possibili", "valori ammessi", "mogelijke waarden", "枚举值",
        "可选项", "允许值", "取り得る値", "設定値", "허용값", "허용 값", "가능한 값", "возможные значения", "допустимые значения",
    ),
    "status": (
        "código de estado", "código de status", "código http", "estado", "estatus", "code de statut", "code http", "statut",
        "http-status", "http-code", "http-statuscode", "statuskode", "codice", "codice di stato", "stato", "statuscode http", "kod",
        "响应码", "返回码", "错误码", "http状态码", "狀態碼", "コード", "ステータス", "httpステータス", "코드", "상태 코드", "상태코드", "응답 코드", "상태",
        "код", "код ответа", "код состояния", "статус", "http-код",
    ),
    "method": ("metodo", "método http", "méthode http", "http-methode", "请求类型方式", "httpメソッド", "메서드", "метод"),
    "path": ("percorso", "pad", "接口", "接口地址", "接口路径", "路由", "경로", "엔드포인트", "путь", "адрес", "маршрут"),
    "nullable": ("nulo", "可为空", "是否可空", "null許容"),
}  # fmt: skip

HEADINGS: dict[str, tuple[str, ...]] = {
    "overview": (
        "übersicht", "überblick", "zusammenfassung", "aperçu", "résumé", "présentation", "resumen", "resumo", "panoramica", "overzicht",
        "обзор", "описание", "beschreibung", "descripción", "descrição", "descrizione", "beschrijving",
    ),
    "path": ("percorso", "adresse", "пути", "путь", "ścieżki", "ścieżka", "yol", "sökväg"),
    "path parameters": ("sökvägsparametrar", "padparameters", "url-parameter", "url-parameters", "pfadvariablen"),
    "query": ("queryparameter", "queryparameters", "query-parameter", "query-parameters", "frågeparametrar", "zapytania", "sorgu"),
    "parameters": ("параметр", "параметрами", "argumente", "parametre", "parametry", "parametrar", "parametreler", "parametreleri", "parametrów"),
    "headers": (
        "nagłówki", "nagłówek", "başlıklar", "başlıkları",
        "intestazioni", "intestazione", "header-felder", "http-header", "kopfzeile", "cabeçalho", "encabezado", "en-tête", "entêtes",
        "заголовок", "заголовков",
    ),
    "body": ("treść", "ciało", "gövde", "gövdesi", "тела", "requestbody", "anfragetext", "nutzlast", "hauptteil"),
    "request body": ("verzoektekst", "anfrageinhalt", "aanvraagtekst"),
    "request": ("verzoek", "aanvraag", "requête", "requêtes", "peticiones", "anfragen", "aufruf", "llamada", "appel", "pedido", "zapytanie", "żądanie", "żądania", "istek", "begäran", "anrop", "forespørsel", "forespørgsel"),
    "response": ("antwoord", "antwoorden", "antworten", "risposte", "réponses", "rückgabewert", "rückgabewerte", "ergebnis", "odpowiedź", "odpowiedzi", "svar", "yanıt", "yanıtı", "cevap"),
    "response example": ("exempelsvar", "voorbeeldantwoord", "antwort-beispiel"),
    "request example": ("exempelanrop", "exempelbegäran", "voorbeeldverzoek", "anfrage-beispiel"),
    "example": ("voorbeeld", "voorbeelden", "beispiele", "esempi", "exemples", "примера", "przykład", "przykłady", "exempel", "örnek", "örneği"),
    "fields": ("pola", "fält", "alanlar", "velden", "campi", "полей", "attribute", "attribut", "attributs", "atributos", "attributi", "felder"),
    "status": (
        "stato", "codici", "codice", "статус", "статусы", "kody", "durum", "kodları", "statuskoder", "состояния", "состояний", "antwortcode", "status-codes", "http-statuscodes",
        "estados", "statuts",
    ),
    "errors": ("błędy", "błędów", "hatalar", "fel", "felkoder", "errori", "fehlercodes", "fehlermeldungen", "foutcodes", "fouten", "ошибках"),
    "authentication": (
        "authentifizierung", "autorisierung", "berechtigungen", "autenticación", "autenticação", "authentification", "autenticazione",
        "autorización", "autorização", "autorisation", "berechtigung", "аутентификация", "авторизация", "authenticatie",
    ),
    "of": ("del", "dell", "degli", "dei", "van", "het", "een", "d'un", "d'une", "im", "in", "для", "в"),
    "notes": ("hinweise", "hinweis", "anmerkungen", "remarques", "notas", "observações", "примечания", "opmerkingen"),
}  # fmt: skip

TEXTS: tuple[tuple[str, str], ...] = (
    ("概述", " overview "), ("简介", " overview "), ("注意事项", " notes "), ("备注", " notes "), ("認証", " authentication "),
    ("认证", " authentication "), ("鉴权", " authentication "), ("权限", " permissions "), ("概要", " overview "),
    ("請求參數", " request parameters "), ("回應", " response "), ("請求", " request "), ("參數", " parameters "), ("範例", " example "),
    ("フィールド", " fields "), ("プロパティ", " properties "), ("属性", " properties "), ("パラメーター", " parameters "),
    ("戻り値", " response "), ("説明", " description "), ("注意", " notes "), ("備考", " notes "), ("成功時", " success "),
    ("개요", " overview "), ("필드", " fields "), ("경로", " path "), ("인증", " authentication "), ("설명", " description "),
    ("예제", " example "), ("성공", " success "), ("오류", " errors "), ("에러", " errors "), ("속성", " properties "), ("참고", " notes "),
)  # fmt: skip
