"""What OpenAPI says of an answer is what the answer holds."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.fields import as_dict, described, descriptions, maybe
from app.network.arrays import FloatArray
from app.web.schema import schema_of
from tests.support.addresses import TOO_MUCH, XOR
from tests.support.wire import sent, strict_json


@dataclass
class Inner:
    """Holds one number."""

    number: float = described("a number")


@dataclass
class Outer:
    """Holds all kinds of things.

    And this is not part of the summary.
    """

    count: int = described("how many")
    values: FloatArray = described("numbers", key="from")
    word: Literal["a", "b"] | None = described("one of two words")
    pairs: list[tuple[int, float]] = described("pairs")
    inner: Inner = described("another")
    texts: dict[str, str] = described("texts by name")
    extra: Inner | None = maybe("only sometimes")


def test_a_dataclass_is_described_by_its_fields() -> None:
    schema = schema_of(Outer)
    assert schema["title"] == "Outer"
    assert schema["description"] == "Holds all kinds of things."
    assert list(schema["properties"]) == [
        "count",
        "from",
        "word",
        "pairs",
        "inner",
        "texts",
        "extra",
    ]
    assert schema["required"] == ["count", "from", "word", "pairs", "inner", "texts"]
    properties = schema["properties"]
    assert properties["count"] == {"description": "how many", "type": "integer"}
    assert properties["word"]["anyOf"] == [{"enum": ["a", "b"]}, {"type": "null"}]
    assert properties["pairs"]["items"]["prefixItems"][0] == {"type": "integer"}
    assert properties["inner"]["properties"]["number"]["type"] == ["number", "null"]
    assert properties["texts"]["additionalProperties"] == {"type": "string"}


def test_a_field_that_is_left_out_is_left_out() -> None:
    value = Outer(1, np.zeros(2), "a", [], Inner(0.5), {})
    assert list(as_dict(value)) == ["count", "from", "word", "pairs", "inner", "texts"]
    assert descriptions(Outer)["from"] == "numbers"


def schemas(client: TestClient, path: str, media: str) -> list[dict[str, Any]]:
    described = strict_json(client.get("/openapi.json").content)
    schema = described["paths"][path]["get"]["responses"]["200"]["content"][media]["schema"]
    found: list[dict[str, Any]] = schema.get("oneOf", [schema])
    return found


def assert_described(answer: Any, schema: dict[str, Any]) -> None:
    """Fail where an answer has keys that are not described, or lacks one that must be there."""
    for option in schema.get("anyOf", []):
        if (answer is None) == (option.get("type") == "null"):
            assert_described(answer, option)
    if isinstance(answer, dict) and "properties" in schema:
        assert set(schema["required"]) <= set(answer) <= set(schema["properties"])
        for key, value in answer.items():
            assert schema["properties"][key]["description"]
            assert_described(value, schema["properties"][key])
    if isinstance(answer, list) and answer and schema.get("items"):
        assert_described(answer[0], schema["items"])


@pytest.mark.parametrize("path", ["/api/history", "/api/predict"])
def test_answers_are_as_described(client: TestClient, path: str) -> None:
    (schema,) = schemas(client, path, "application/json")
    assert_described(strict_json(client.get(f"{path}?{XOR}").content), schema)


@pytest.mark.parametrize("query", [f"{XOR}&to=9&row=2&w=h1.b", f"{XOR}&to=9", f"{TOO_MUCH}&row=1"])
def test_events_are_as_described(client: TestClient, query: str) -> None:
    described = dict(
        zip(
            ("frame", "replay", "end"),
            schemas(client, "/api/stream", "text/event-stream"),
            strict=True,
        )
    )
    answer = client.get(f"/api/stream?{query}&speed=max")
    events = sent(answer.content)
    assert {event.name for event in events} == {"frame", "end"}
    for event in events:
        assert_described(event.data, described[event.name])


@pytest.mark.parametrize("path", ["/api/history", "/api/predict", "/api/stream"])
@pytest.mark.parametrize("status", ["422", "503"])
def test_refusals_are_described(client: TestClient, path: str, status: str) -> None:
    described = strict_json(client.get("/openapi.json").content)
    refusal = described["paths"][path]["get"]["responses"][status]
    assert refusal["content"]["application/json"]["schema"]["properties"]["detail"]
    assert ("Retry-After" in refusal.get("headers", {})) == (status == "503")
