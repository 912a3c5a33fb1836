"""Values as bytes."""

from math import inf, nan

import numpy as np
import pytest

from app.web.wire import event, json_bytes, json_response
from tests.support.wire import sent, strict_json


def test_what_is_not_finite_is_null() -> None:
    values = [nan, inf, -inf, np.float64(nan), np.array([1.0, nan, inf]), [np.array([-inf])]]
    assert strict_json(json_bytes(values)) == [None, None, None, None, [1, None, None], [[None]]]


@pytest.mark.parametrize("number", [0.1, 1 / 3, 1e-310, 5e-324, 1.7976931348623157e308, -0.0])
def test_numbers_are_written_to_the_last_bit(number: float) -> None:
    assert strict_json(json_bytes(np.array([number])))[0].hex() == number.hex()


def test_event_has_a_name_and_may_have_an_id() -> None:
    assert event("frame", {"a": "x\ny"}, 7) == b'id: 7\nevent: frame\ndata: {"a":"x\\ny"}\n\n'
    (told,) = sent(event("replay", [1]))
    assert told == ("replay", None, [1])


def test_response_is_json() -> None:
    response = json_response({"a": [1.5]}, 422, {"X": "y"})
    assert (response.status_code, response.body) == (422, b'{"a":[1.5]}')
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x"] == "y"
