"""If the settings ask for it, numbers are decimals, so that money is added up without rounding errors."""

from __future__ import annotations

import decimal
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from speclift.client.templates import Templates
from speclift.errors import SettingsError
from speclift.model.client_settings import ClientSettings
from speclift.pipeline.client import client_files
from speclift.settings_files import load_settings
from tests.client.echo import Server, document, operation
from tests.client.schemas import NUMBER, TEXT, object_schema, read, ref
from tests.client.type_faults import type_faults
from tests.client.wire import importing

PRICE = {"type": "number"}
BILL = object_schema(
    "total",
    total=PRICE,
    count=NUMBER,
    parts={"type": "array", "items": PRICE},
    rates={"type": "object", "additionalProperties": {**PRICE, "format": "double"}},
    either={"anyOf": [PRICE, TEXT]},
    tax={"type": ["number", "null"]},
)
BODY = {"required": True, "content": {"application/json": {"schema": ref("Bill")}}}
DOCUMENT = document(
    {
        "/bill": {
            "get": operation("get_bill", ref("Bill"), parameters=[{"name": "most", "in": "query", "schema": PRICE}]),
            "put": operation("put_bill", requestBody=BODY),
        }
    },
    schemas={"Bill": BILL},
)
VALUE = {
    "total": 0.1,
    "count": 3,
    "parts": [1, 2.5],
    "rates": {"a": 19.99},
    "either": 1.5,
    "tax": None,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("decimals")


@pytest.fixture(scope="module")
def package(folder: Path) -> Iterator[ModuleType]:
    file = folder / "speclift.toml"
    file.write_text('[client]\nnumbers = "decimal"\n')
    files = client_files(DOCUMENT, "billed_kites", Templates(), load_settings(str(file)).client)
    with importing(files, folder, "billed_kites") as module:
        yield module


def test_numbers_are_parsed_exactly_and_written_back_unchanged(package: ModuleType, server: Server) -> None:
    bill = read(package, server, "bill", VALUE, strict=True)
    assert bill.total + bill.total + bill.total == decimal.Decimal("0.3")
    assert all(isinstance(part, decimal.Decimal) for part in bill.parts)
    assert (bill.rates["a"], bill.either) == (decimal.Decimal("19.99"), decimal.Decimal("1.5"))
    assert (type(bill.count), bill.tax) == (int, None)
    assert bill.to_wire() == VALUE
    server.respond_with(b"", 204)
    with package.Client(server.url) as client:
        client.kites.put_bill(bill)
        assert json.loads(server.last.body) == VALUE
        client.kites.put_bill(total=decimal.Decimal("1.10"), parts=[decimal.Decimal(2)])
        assert server.last.body == b'{"total":1.1,"parts":[2]}'


def test_a_decimal_number_in_a_query_keeps_its_digits(package: ModuleType, server: Server) -> None:
    server.respond_with(VALUE)
    with package.Client(server.url) as client:
        client.kites.get_bill(most=decimal.Decimal("1.10"))
    assert server.last.query == "most=1.10"


def test_type_checkers_see_decimal_numbers(package: ModuleType, folder: Path) -> None:
    (folder / "use.py").write_text(
        "from decimal import Decimal\n"
        "from billed_kites.models import Bill\n\n\n"
        "def total(bill: Bill) -> Decimal:\n"
        "    return bill.total + sum(bill.parts or [], Decimal())\n"
    )
    assert type_faults(folder, "use.py", "billed_kites") == []


def test_numbers_are_floats_by_default(tmp_path: Path, server: Server) -> None:
    files = client_files(DOCUMENT, "plain_bills", Templates(), ClientSettings())
    with importing(files, tmp_path, "plain_bills") as module:
        assert type(read(module, server, "bill", VALUE).total) is float


def test_an_unknown_kind_of_numbers_is_refused(tmp_path: Path) -> None:
    file: Any = tmp_path / "speclift.toml"
    file.write_text('[client]\nnumbers = "money"\n')
    with pytest.raises(SettingsError, match="money"):
        load_settings(str(file))
