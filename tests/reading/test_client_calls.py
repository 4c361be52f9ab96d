"""Requests that the programs in samples send. They are read from the text; no program is run."""

from __future__ import annotations

import orjson
import pytest

from speclift.model.facts import MessageSample
from speclift.model.schema import Place
from speclift.reading.samples.client_calls import client_requests

AJAX = """
$.ajax({
  url: "/api/owls/" + id + "/rings",
  type: "POST",
  data: { ring: 7 },
});
"""
WITH_VARIABLES = """
import requests

url = "https://api.example.org/owls"
payload = {"name": "Hoot", "wild": True, "tags": ["a", "b"], "nest": None}
headers = {"Authorization": "Bearer " + token}

response = requests.post(url, json=payload, headers=headers)
"""
AXIOS = """
const config = 1;
axios({ method: 'put', url: 'https://api.example.org/owls/7', data: { size: 3 } }).then(done);
"""


def only_request(text: str) -> MessageSample:
    (found,) = client_requests(text, Place("page.md", 10))
    return found


@pytest.mark.parametrize(
    ("text", "method", "target", "body"),
    [
        ("requests.get('https://api.example.org/owls')", "GET", "https://api.example.org/owls", None),
        (
            WITH_VARIABLES,
            "POST",
            "https://api.example.org/owls",
            {"name": "Hoot", "wild": True, "tags": ["a", "b"], "nest": None},
        ),
        (
            "requests.request('PATCH', f'{base}/owls/{owl_id}', data=json.dumps({'size': 3}))",
            "PATCH",
            "{base}/owls/{owl_id}",
            {"size": 3},
        ),
        (
            "fetch(`https://a.example/owls/${owl.id}`, {method: 'PUT', body: JSON.stringify({size: 3, at: {x: 1}})})",
            "PUT",
            "https://a.example/owls/{owl.id}",
            {"size": 3, "at": {"x": 1}},
        ),
        ("await fetch('/owls')", "GET", "/owls", None),
        ("axios.post('/owls', {size: 3}, {headers: {a: 'b'}})", "POST", "/owls", {"size": 3}),
        ("axios.get('/owls', { params: { page: 2, sort: 'size' } })", "GET", "/owls?page=2&sort=size", None),
        (AXIOS, "PUT", "https://api.example.org/owls/7", {"size": 3}),
        (AJAX, "POST", "/api/owls/{id}/rings", {"ring": 7}),
    ],
)
def test_a_call_gives_its_method_target_and_body(text: str, method: str, target: str, body: object) -> None:
    found = only_request(text)
    assert (found.method, found.target) == (method, target)
    assert (orjson.loads(found.json) if found.json else None) == body


def test_a_call_gives_its_line_and_headers() -> None:
    found = only_request("import requests\n\nrequests.get('https://a.example/b', headers={'X-Key': 'k'})")
    assert found.place == Place("page.md", 12)
    assert found.headers == (("X-Key", "k"),)


@pytest.mark.parametrize(
    "text",
    ["requests.get(url)", "client.get('owl')", "fetch('/owls'", "print('GET /owls')", "session.get(key, {})", ""],
)
def test_a_call_without_a_url_gives_no_request(text: str) -> None:
    assert client_requests(text, Place("page.md", 1)) == ()
