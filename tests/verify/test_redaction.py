"""No text of a verification has a credential, even if a server or a document repeats it."""

from __future__ import annotations

from urllib.parse import quote

import msgspec

from speclift.fuzz.coverage import Coverage
from speclift.fuzz.exchange import Request
from speclift.fuzz.secrets.credentials import REDACTED, Redactor
from speclift.verify.records import Disagreement, Verification
from speclift.verify.redaction import redacted

TOKEN = "q+7/Zt&w=k<9>'x~%41"
#: Fields with words of speclift, or with names that the user gave to the documents and the server.
WITHOUT_SECRETS = {"fact", "why", "docs_place", "published_place", "stopped", "url"}


def test_no_text_of_a_verification_has_a_credential() -> None:
    request = Request(
        "GET", f"http://localhost/a/{quote(TOKEN, safe='')}?k={quote(TOKEN)}", {"X": TOKEN}, TOKEN.encode()
    )
    row = Disagreement("type", "", (), "", "", "", "server", "", request=request)
    texts = {field.name: TOKEN for field in msgspec.structs.fields(Disagreement) if field.type is str}
    assert texts.keys() - WITHOUT_SECRETS == {"where", "docs", "published", "server"}
    row = msgspec.structs.replace(row, **{name: text for name, text in texts.items() if name not in WITHOUT_SECRETS})
    result = Verification(
        "docs", "spec.yaml", "http://localhost", 1, (row,), Coverage(), 1, notes=(TOKEN,), shortfall=TOKEN
    )
    shown = redacted(result, Redactor({"X-Key": TOKEN}))
    output = msgspec.json.encode(shown).decode() + repr(shown)
    assert output.count(REDACTED) > 10
    for spelled in (TOKEN, quote(TOKEN, safe=""), quote(TOKEN)):
        assert spelled not in output
