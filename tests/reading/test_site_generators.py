"""What pages of the site generators in the README put around an operation is neither lost nor read as its text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from speclift.openapi.building.document import build_document
from speclift.pipeline.recovery import recover
from speclift.settings import Settings

TABLE = """| Parameter | In | Type | Description |
| --- | --- | --- | --- |
| colour | query | string | Only kites of this colour. |
"""
SAMPLE = """```json
{"id": 7, "colour": "red"}
```
"""
HEAD = "## List kites\n\n`GET /kites`\n\n"


def indented(text: str) -> str:
    return "".join(f"    {line}" for line in text.splitlines(keepends=True))


PAGES = {
    "DocFX": {
        "kites.md": f"---\ntitle: Kites\n---\n# Kites\n\n{HEAD}> [!NOTE]\n> The oldest first.\n\n"
        f"### Query parameters\n\n[!INCLUDE [parameters](includes/kites.md)]\n\n### Response\n\n{SAMPLE}",
        "includes/kites.md": TABLE,
    },
    "Docusaurus": {
        "kites.mdx": "---\nid: kites\n---\nimport Tabs from '@theme/Tabs';\nimport TabItem from '@theme/TabItem';\n\n"
        f"# Kites\n\n{HEAD}:::note\n\nThe oldest first.\n\n:::\n\n### Query parameters\n\n{TABLE}\n### Response\n\n"
        f'<Tabs>\n<TabItem value="200" label="200">\n\n{SAMPLE}\n</TabItem>\n</Tabs>\n',
    },
    "GitBook": {
        "kites.md": f'# Kites\n\n{HEAD}{{% hint style="info" %}}\nThe oldest first.\n{{% endhint %}}\n\n'
        f"### Query parameters\n\n{TABLE}\n### Response\n\n"
        f'{{% tabs %}}\n{{% tab title="200" %}}\n{SAMPLE}{{% endtab %}}\n{{% endtabs %}}\n',
    },
    "Hugo": {
        "kites.md": f'+++\ntitle = "Kites"\n+++\n# Kites\n\n{HEAD}'
        "{{< hint info >}}\nThe oldest first.\n{{< /hint >}}\n\n"
        f"### Query parameters\n\n{TABLE}\n### Response\n\n"
        f'{{{{< tabs >}}}}\n{{{{% tab "200" %}}}}\n\n{SAMPLE}\n{{{{% /tab %}}}}\n{{{{< /tabs >}}}}\n',
    },
    "Jekyll": {
        "kites.md": f"---\nlayout: page\n---\n# Kites\n{{: .no_toc }}\n\n{HEAD}The oldest first.\n{{: .note }}\n\n"
        f"### Query parameters\n\n{TABLE}\n### Response\n\n"
        '{% highlight json %}\n{"id": 7, "colour": "red"}\n{% endhighlight %}\n',
    },
    "MkDocs": {
        "kites.md": f"# Kites\n\n{HEAD}!!! note\n    The oldest first.\n\n"
        f"### Query parameters\n\n{TABLE}\n### Response\n\n"
        f'=== "200"\n\n{indented(SAMPLE)}',
    },
    "Slate": {
        "kites.md": "---\ntitle: Kites\nlanguage_tabs:\n  - shell\n---\n# Kites\n\n"
        "## List kites\n\nThe oldest first.\n\n> The response:\n\n"
        f"{SAMPLE}\n### HTTP Request\n\n`GET /kites`\n\n"
        f"### Query Parameters\n\n{TABLE}",
    },
    "VuePress": {
        "kites.md": f"---\nsidebar: auto\n---\n# Kites\n\n[[toc]]\n\n{HEAD}::: tip\nThe oldest first.\n:::\n\n"
        f"### Query parameters\n\n{TABLE}\n### Response\n\n"
        f":::: code-group\n::: code-group-item 200\n{SAMPLE}:::\n::::\n",
    },
}


#: What only the generators read.
MARKS = ("{%", "{{", ":::", "!!!", "===", "import ", "<Tab", "[[toc]]")


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_of_each_site_generator_are_read(name: str, tmp_path: Path) -> None:
    for file, text in PAGES[name].items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")
    api = recover([str(tmp_path)], Settings()).api
    assert api.findings == ()
    document = build_document(api, Settings())
    assert [*document["paths"]] == ["/kites"]
    called = document["paths"]["/kites"]["get"]
    assert [(one["name"], one["in"]) for one in called["parameters"]] == [("colour", "query")]
    media = called["responses"]["200"]["content"]["application/json"]
    schema = media["schema"]
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    assert {"id", "colour"} <= set(schema["properties"])
    text = json.dumps(document)
    assert "The oldest first." in text
    assert not [mark for mark in MARKS if mark in text]


def test_the_readme_names_these_generators() -> None:
    readme = " ".join((Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8").split())
    names = ", ".join([*PAGES][:-1])
    assert f"reads the markdown of {names} and {[*PAGES][-1]}" in readme
