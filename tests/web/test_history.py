"""`/api/history`: a block of a run as lists."""

from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.experiment import OPTIONS
from app.lessons import LESSONS
from app.limits import MAX_WORK
from app.live.past import history_work
from app.main import create_app
from tests.support.addresses import ROWS, TOO_MUCH, experiment
from tests.support.textbook import textbook_loss, textbook_training
from tests.support.wire import problems, strict_json

ONE_WEIGHT = LESSONS["one-weight"].query


def history(client: TestClient, query: str) -> dict[str, Any]:
    response = client.get(f"/api/history?{query}")
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = strict_json(response.content)
    return answer


def refusal(client: TestClient, query: str) -> dict[str, str]:
    response = client.get(f"/api/history?{query}")
    assert response.status_code == 422
    (problem,) = problems(response)
    return problem


def test_answer_has_exactly_the_parts_of_the_contract(client: TestClient) -> None:
    answer = history(client, "inputs=5&goals=42&weights=1&to=2")
    assert list(answer) == [
        "experiment",
        "updates_per_epoch",
        "parameters",
        "steps",
        "losses",
        "test_losses",
        "weights",
        "predictions",
        "status",
        "diverged_at",
    ]
    assert answer["updates_per_epoch"] == 1
    assert answer["parameters"] == ["o1.x1"]
    assert answer["steps"] == [0, 1, 2]
    assert answer["test_losses"] is None
    assert answer["status"] == "running"
    assert answer["diverged_at"] is None


def test_experiment_is_told_as_it_was_set(client: TestClient) -> None:
    query = f"{ROWS}&names=a,b,c&hidden=2,3&activation=tanh&bias=1&batch=full&changes=5:alpha=0.5"
    told = history(client, f"{query}&to=0")["experiment"]
    assert list(told) == list(OPTIONS)
    assert told["inputs"] == [[0, 1], [1, 0], [1, 1], [2, 1], [3, 5]]
    assert told["names"] == "a,b,c"
    assert told["hidden"] == [2, 3]
    assert told["activation"] == ["tanh", "tanh"]
    assert told["bias"] is True
    assert told["weights"] == "uniform"
    assert told["batch"] == "full"
    assert told["changes"] == [[5, "alpha", 0.5]]


def test_one_weight_goes_as_the_article_says_to_the_digit(client: TestClient) -> None:
    answer = history(client, f"{ONE_WEIGHT}&to=4")
    assert answer["losses"] == [
        1369.0,
        770.0625,
        433.16015625,
        243.6525878906251,
        137.05458068847665,
    ]
    assert answer["weights"][:3] == [[1.0], [2.85], [4.2375]]
    assert answer["predictions"] == [[5 * answer["weights"][-1][0]]]


def test_numbers_are_those_of_a_textbook(client: TestClient) -> None:
    query = f"{ROWS}&hidden=3&activation=sigmoid&bias=1&batch=2&order=shuffled&seed=7"
    e = experiment(query)
    answer = history(client, f"{query}&to=20")
    states = textbook_training(e, e.start().tolist(), 20)
    assert np.allclose(answer["weights"][1:], states, rtol=1e-12, atol=0)
    expected = [textbook_loss(e, state) for state in states]
    assert np.allclose(answer["losses"][1:], expected, rtol=1e-12, atol=0)
    assert answer["updates_per_epoch"] == 3
    assert len(answer["predictions"]) == 5


def test_weights_have_one_number_a_parameter(client: TestClient) -> None:
    answer = history(client, f"{ROWS}&hidden=4&bias=1&to=3")
    assert len(answer["parameters"]) == 17
    assert {len(weights) for weights in answer["weights"]} == {17}


@pytest.mark.parametrize(
    ("block", "steps"),
    [
        ("", range(51)),
        ("from=10", range(10, 51)),
        ("to=3", range(4)),
        ("from=0&to=0", [0]),
        ("every=20", [0, 20, 40]),
        ("from=5&to=30&every=10", [5, 15, 25]),
        ("from=5&every=1000", [5]),
        ("from=50", [50]),
        ("to=999", range(51)),
        ("from=51", []),
        ("from=700&to=800", []),
        ("from=&to=&every=", range(51)),
    ],
)
def test_from_to_and_every_count_updates(client: TestClient, block: str, steps: list[int]) -> None:
    answer = history(client, f"inputs=1;2&goals=1;2&epochs=25&{block}")
    assert answer["steps"] == list(steps)
    assert len(answer["losses"]) == len(answer["weights"]) == len(steps)


def test_points_are_those_of_the_whole_run(client: TestClient) -> None:
    whole = history(client, f"{ROWS}&hidden=3&to=200")
    part = history(client, f"{ROWS}&hidden=3&from=31&to=200&every=13")
    assert part["losses"] == whole["losses"][31::13]
    assert part["weights"] == whole["weights"][31::13]


def test_answer_needs_nothing_that_was_computed_before(client: TestClient) -> None:
    query = f"{ROWS}&hidden=3&order=shuffled&from=500&to=520"
    history(client, f"{ROWS}&hidden=3&order=shuffled&to=510")
    with TestClient(create_app()) as fresh:
        assert history(fresh, query) == history(client, query)


def test_without_to_it_ends_with_the_run_or_after_a_thousand_updates(client: TestClient) -> None:
    assert history(client, "alpha=0.01&epochs=30")["steps"][-1] == 30
    assert history(client, "alpha=0.01&epochs=3000")["steps"][-1] == 1000
    assert history(client, "alpha=0.01&epochs=3000&from=1200")["steps"] == [1200]


@pytest.mark.parametrize(
    ("query", "status", "last"),
    [
        ("alpha=0.01&epochs=30", "finished", 30),
        ("alpha=0.01&epochs=30&every=7", "finished", 28),
        ("alpha=0.01&epochs=30&to=29", "running", 29),
        (f"{ONE_WEIGHT}", "learned", 20),
        (f"{ONE_WEIGHT}&to=19", "running", 19),
        (f"{ONE_WEIGHT}&every=8", "learned", 16),
        (f"{ONE_WEIGHT}&from=25", "learned", None),
    ],
)
def test_status_says_how_the_run_stands_at_to(
    client: TestClient, query: str, status: str, last: int | None
) -> None:
    answer = history(client, query)
    assert answer["status"] == status
    assert answer["steps"][-1:] == [last] * (last is not None)


def test_diverged_run_ends_at_its_last_finite_update(client: TestClient) -> None:
    answer = history(client, TOO_MUCH)
    assert answer["status"] == "diverged"
    assert answer["diverged_at"] == answer["steps"][-1] + 1 == len(answer["steps"])
    assert np.isfinite(answer["losses"]).all()
    assert np.isfinite(answer["weights"]).all()
    assert np.isfinite(answer["predictions"]).all()


def test_start_that_is_not_finite_is_told_as_null(client: TestClient) -> None:
    answer = history(client, "inputs=1e200&goals=1&weights=1e200")
    assert answer["status"] == "diverged"
    assert answer["diverged_at"] == 0
    assert answer["steps"] == [0]
    assert answer["losses"] == [None]
    assert answer["weights"] == [[1e200]]
    assert answer["predictions"] == [[None]]


@pytest.mark.parametrize(
    ("query", "key", "words"),
    [
        ("alpha=0.01&epochs=20000&to=10000", "to", "10001 points, at most 10000"),
        (f"{ROWS}&hidden=32,32&to=600", "to", "numbers, at most 500000"),
        (
            "inputs=1;2&goals=1;2&epochs=999999&from=1999000&to=1999900&until=1e-99",
            "from",
            "an answer can compute no more of this run",
        ),
        (
            f"{ROWS}&derivative=numerical&hidden=8&epochs=999999&to=4999990&every=999",
            "to",
            "an answer can compute no more of this run",
        ),
        ("from=5&to=4", "to", "at least from, 5"),
        ("every=0", "every", "a whole number from 1"),
        ("every=-1", "every", "a whole number from 1"),
        ("from=-1", "from", "a whole number from 0"),
        ("from=1.5", "from", "a whole number from 0"),
        ("to=abc", "to", "a whole number from 0"),
        ("to=1e3", "to", "a whole number from 0"),
    ],
)
def test_too_much_or_too_odd_a_stretch_is_refused(
    client: TestClient, query: str, key: str, words: str
) -> None:
    problem = refusal(client, query)
    assert problem["key"] == key
    assert words in problem["allowed"]


@pytest.mark.parametrize("stretch", ["from=0&every=1000", "from=4999990", "from=7&every=999"])
def test_who_asks_too_far_is_told_how_far_an_answer_reaches(
    client: TestClient, stretch: str
) -> None:
    query = f"{ROWS}&hidden=8&derivative=numerical&epochs=999999"
    allowed = refusal(client, f"{query}&{stretch}&to=4999991")["allowed"]
    most, e = int(allowed.split()[2].rstrip(":")), experiment(query)
    asked = dict(pair.split("=") for pair in stretch.split("&"))
    start, every = int(asked["from"]), int(asked.get("every", 1))
    assert history_work(e, range(start, most + 1, every)) <= MAX_WORK
    assert history_work(e, range(start, most + 2, every)) > MAX_WORK


def test_as_many_points_as_are_allowed_are_given(client: TestClient) -> None:
    answer = history(client, "inputs=1&goals=2&epochs=20000&from=1&to=20000&every=2")
    assert len(answer["steps"]) == 10_000


def test_answer_does_not_depend_on_who_asked_with_the_other_sign_of_zero() -> None:
    def last(*weights: str) -> bytes:
        with TestClient(create_app()) as client:
            queries = [f"weights={weight}&goals=-42&alpha=0&from=1&to=1" for weight in weights]
            answers = [client.get(f"/api/history?{query}") for query in queries]
            return bytes(answers[-1].content)

    assert last("0", "-0") == last("-0") == last("0") == last("-0", "0")


def test_a_way_that_is_too_long_is_refused_at_its_beginning(client: TestClient) -> None:
    query = "inputs=1,2&goals=1&hidden=32,32&activation=tanh&epochs=1000000&from=990000"
    (problem,) = problems(client.get(f"/api/history?{query}"))
    assert problem["key"] == "from"
    assert "at most" in problem["allowed"]
