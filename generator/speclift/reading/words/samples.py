"""The words of samples: words for a value, for omitted parts, and for the language of a code block."""

from __future__ import annotations

from typing import Any

#: Bare words that are a value: JSON's own and those of Python, Ruby, JavaScript and Go.
LITERALS: dict[str, Any] = {
    "true": True,
    "false": False,
    "null": None,
    "none": None,
    "nil": None,
    "undefined": None,
    "nan": None,
    "inf": None,
    "infinity": None,
    "yes": True,
    "no": False,
}

#: Bare words that name a type where a value is expected, and its JSON Schema type, empty for any.  Words that name a
#: string, and all others, stand for themselves.
TYPE_WORDS: dict[str, str] = {
    **dict.fromkeys(("int", "integer", "int8", "int16", "int32", "int64", "uint", "uint32", "uint64"), "integer"),
    **dict.fromkeys(("long", "short", "bigint"), "integer"),
    **dict.fromkeys(("number", "float", "double", "decimal", "float32", "float64", "numeric", "real"), "number"),
    **dict.fromkeys(("boolean", "bool"), "boolean"),
    **dict.fromkeys(("object", "map", "dict", "hash", "json", "struct"), "object"),
    **dict.fromkeys(("array", "list"), "array"),
    **dict.fromkeys(("any", "mixed", "value"), ""),
}

#: Calls whose result is a string, even if the value in the parentheses is a number.
STRING_CALLS = frozenset(
    {"isodate", "objectid", "date", "timestamp", "uuid", "binary", "bindata", "datetime", "symbol"}
)

#: Words of a comment or of text after an ellipsis that mean that members are not shown.
OMISSION_WORDS = frozenset(
    {
        *("additional", "abbreviated", "and", "continued", "cut", "elided", "etc", "further", "more", "omitted"),
        *("other", "others", "removed", "remaining", "rest", "several", "shortened", "skipped", "snip", "snipped"),
        *("truncated", "trimmed"),
    }
)

#: Languages of code blocks that hold an HTTP message, a body or shell commands.
HTTP_LANGUAGES = frozenset({"http", "https", "msgraph-interactive", "rest", "request", "response"})
JSON_LANGUAGES = frozenset({"json", "json5", "jsonc", "jsonl", "hjson", "javascript", "javacript", "js", "ndjson"})
SHELL_LANGUAGES = frozenset(
    {
        *(
            "bash",
            "bat",
            "batch",
            "cmd",
            "command",
            "command-line",
            "commandline",
            "console",
            "curl",
            "fish",
            "powershell",
        ),
        *("ps1", "pwsh", "sh", "shell", "shell-session", "shellsession", "terminal", "text", "txt", "zsh"),
    }
)

#: Languages of code blocks that hold only programs.
OTHER_LANGUAGES = frozenset(
    {
        *(
            "c",
            "c#",
            "c++",
            "clj",
            "clojure",
            "coffee",
            "coffeescript",
            "cpp",
            "cs",
            "csharp",
            "css",
            "d",
            "dart",
            "diff",
        ),
        *(
            "elixir",
            "elm",
            "erb",
            "erlang",
            "ex",
            "f#",
            "fsharp",
            "go",
            "golang",
            "graphql",
            "groovy",
            "haskell",
            "hcl",
        ),
        *("hs", "html", "ini", "java", "jsx", "julia", "kotlin", "kt", "liquid", "lua", "mermaid", "node", "nodejs"),
        *("obj-c", "objc", "objective-c", "objectivec", "ocaml", "perl", "php", "pl", "plantuml", "proto", "protobuf"),
        *(
            "py",
            "python",
            "python2",
            "python3",
            "r",
            "rb",
            "rs",
            "ruby",
            "rust",
            "sass",
            "scala",
            "scss",
            "sql",
            "swift",
        ),
        *("terraform", "tf", "toml", "ts", "tsx", "typescript", "vb", "vbnet", "vue"),
    }
)

#: Names of headers, in lower case, that tell a message without a start line from other text with colons.
HEADER_FIELDS = frozenset(
    {
        *("accept", "accept-encoding", "accept-language", "allow", "authorization", "cache-control", "connection"),
        *(
            "content-disposition",
            "content-encoding",
            "content-length",
            "content-type",
            "cookie",
            "date",
            "etag",
            "expires",
        ),
        *("host", "if-match", "if-modified-since", "if-none-match", "last-modified", "link", "location", "origin"),
        *("retry-after", "server", "set-cookie", "transfer-encoding", "user-agent", "vary", "www-authenticate"),
    }
)

#: Schemes of the Authorization header, with their registered names (RFC 9110, section 11).
AUTHENTICATION_SCHEMES = {"basic": "Basic", "bearer": "Bearer", "digest": "Digest"}

#: Words that make a name that of a credential, alone or in pairs; names are split at hyphens and capitals.
CREDENTIAL_WORDS = frozenset(
    {"apikey", "apitoken", "apisecret", "authtoken", "secret", "token", "password", "accesskey", "sessionid"}
)
CREDENTIAL_PAIRS = frozenset(
    {
        *(("api", "key"), ("access", "key"), ("api", "secret"), ("auth", "key"), ("client", "key"), ("app", "key")),
        *(("application", "key"), ("subscription", "key"), ("session", "id"), ("account", "key"), ("admin", "key")),
    }
)
#: Words that make a name something else, even beside those of a credential.
NO_CREDENTIAL_WORDS = frozenset(
    {
        *("csrf", "xsrf", "page", "next", "continuation", "sync", "skip", "delta", "upload", "refresh", "idempotency"),
        *(
            "device",
            "reset",
            "push",
            "wrap",
            "limit",
            "count",
            "expires",
            "ttl",
            "type",
            "cancel",
            "new",
            "old",
            "file",
        ),
    }
)
#: Names of query parameters, without hyphens and underscores, that are credentials; others with such words rarely are.
QUERY_CREDENTIALS = frozenset(
    {
        *("accesskey", "accesstoken", "apikey", "apisecret", "apitoken", "appkey", "auth", "authtoken", "privatetoken"),
        *("subscriptionkey",),
    }
)
