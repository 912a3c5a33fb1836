"""Health, predictions, and the stream as it goes over the wire."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import Response
from starlette.testclient import TestClient

from app import __version__
from app.lessons import LESSONS
from app.main import create_app
from app.settings import Settings
from app.web.state import State
from tests.support.addresses import ROWS, TOO_MUCH, experiment
from tests.support.asgi import Message, answer_of, ask
from tests.support.wire import events, frames, problems, sent, strict_json

PERCEPTRON = LESSONS["perceptron"].query
BY_HAND = LESSONS["feedforward"].query
SLOW = "weights=1&alpha=0.0001&speed=1"
RUNS = {
    "given order": f"{ROWS}&hidden=3&alpha=0.02",
    "shuffled": f"{ROWS}&hidden=3&alpha=0.02&order=shuffled",
    "shuffled, in batches": f"{ROWS}&hidden=3,2&activation=tanh&batch=2&order=shuffled&bias=1",
    "full batches": f"{ROWS}&hidden=4&activation=sigmoid&batch=full&reduce=sum&alpha=0.01",
    "changes of alpha": f"{ROWS}&order=shuffled&alpha=0.01&changes=0:alpha=0.02;13:alpha=0.001",
    "changes of weights": f"{ROWS}&hidden=2&alpha=0.01&changes=0:h1.x1=1;13:o1.h2=-1;25:h2.x2=0.5",
    "nudging": f"{ROWS}&hidden=2&derivative=numerical&alpha=0.01",
}


@pytest.fixture
def single() -> Iterator[tuple[FastAPI, TestClient]]:
    """A server that takes one stream at a time."""
    app = create_app(Settings(max_streams=1))
    with TestClient(app) as opened:
        yield app, opened


def predict(client: TestClient, query: str) -> dict[str, Any]:
    response = client.get(f"/api/predict?{query}")
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = strict_json(response.content)
    return answer


def stream(client: TestClient, query: str, last: int | None = None) -> Response:
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    response: Response = client.get(f"/api/stream?{query}", headers=headers)
    assert response.status_code == 200, response.text
    return response


# Health.


def test_health_tells_the_version(client: TestClient) -> None:
    response = client.get("/health")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "version": __version__}


# Predictions.


def test_prediction_shows_every_layer(client: TestClient) -> None:
    answer = predict(client, BY_HAND)
    assert answer["step"] == 0
    inputs, hidden, outputs = answer["activations"]
    assert inputs == [2, 3]
    assert hidden == pytest.approx([0.9526, 0.9526], abs=5e-5)
    assert answer["prediction"] == outputs == pytest.approx([0.7216], abs=5e-5)


def test_perceptron_predicts_what_the_article_says(client: TestClient) -> None:
    answer = predict(client, f"{PERCEPTRON}&step=10000&input=1,0,0")
    assert answer["step"] == 10_000
    assert round(answer["prediction"][0], 8) == 0.99993704


def test_prediction_is_for_any_input_and_by_default_for_the_first_row(client: TestClient) -> None:
    assert predict(client, ROWS)["activations"][0] == [0, 1]
    assert predict(client, f"{ROWS}&input=-1.5, 2e3")["activations"][0] == [-1.5, 2000]


def test_prediction_after_the_end_is_the_one_at_the_end(client: TestClient) -> None:
    ended = predict(client, f"{PERCEPTRON}&step=99999")
    assert ended == predict(client, f"{PERCEPTRON}&step=10000")
    assert predict(client, f"{LESSONS['one-weight'].query}&step=500")["step"] == 20


def test_prediction_that_is_not_finite_is_null(client: TestClient) -> None:
    answer = predict(client, "weights=1e300&input=1e300")
    assert answer["prediction"] == [None]


@pytest.mark.parametrize(
    ("query", "key", "words"),
    [
        ("input=1", "input", "2 finite numbers divided by commas"),
        ("input=1,2,3", "input", "2 finite numbers divided by commas"),
        ("input=1,x", "input", "2 finite numbers divided by commas"),
        ("input=1,nan", "input", "2 finite numbers divided by commas"),
        ("input=1,inf", "input", "2 finite numbers divided by commas"),
        ("input=", "input", "2 finite numbers divided by commas"),
        ("step=-1", "step", "a whole number from 0"),
        ("step=x", "step", "a whole number from 0"),
        ("epochs=900000&step=4500000", "step", "an answer can compute no more of this run"),
        ("derivative=numerical&epochs=400000&step=1000000", "step", "at most "),
        ("row=1", "row", "inputs, goals"),
        ("to=1", "to", "input"),
    ],
)
def test_prediction_refuses(client: TestClient, query: str, key: str, words: str) -> None:
    response = client.get(f"/api/predict?{ROWS}&{query}")
    assert response.status_code == 422
    (problem,) = problems(response)
    assert problem["key"] == key
    assert words in problem["allowed"]


# The stream.


def test_stream_tells_proxies_and_browsers_to_hold_nothing_back(client: TestClient) -> None:
    response = stream(client, "to=0")
    assert response.headers["Content-Type"].startswith("text/event-stream")
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["X-Accel-Buffering"] == "no"


def test_every_frame_has_its_update_as_id_and_the_end_comes_last(client: TestClient) -> None:
    told = sent(stream(client, f"{ROWS}&alpha=0.01&to=40&speed=100").content)
    *shown, end = told
    assert len(shown) > 1
    assert {event.name for event in shown} == {"frame"}
    assert [event.id for event in shown] == [event.data["step"] for event in shown]
    assert [event.id for event in shown] == sorted({event.data["step"] for event in shown})
    assert end.name == "end"
    assert (end.id, end.data["step"], end.data["status"]) == (40, 40, "paused")


@pytest.mark.parametrize(
    ("lesson", "typed", "answer"),
    [
        ("heights", "-7,-3", 0.951),  # Emily
        ("heights", "20,2", 0.039),  # Frank
        ("perceptron", "1,0,0", 0.9999370428352157),
        ("identity", "2", 2.0),
        ("identity-alpha", "1", 0.9998984400433316),
    ],
)
def test_a_frame_answers_an_input_as_the_articles_do(
    client: TestClient, lesson: str, typed: str, answer: float
) -> None:
    e = LESSONS[lesson].experiment
    query = f"{LESSONS[lesson].query}&from={e.updates}&to={e.updates}"
    (last,) = frames(stream(client, f"{query}&try={typed}").content)
    tolerance = 5e-4 if lesson == "heights" else 1e-12
    assert last["tried"]["prediction"] == pytest.approx([answer], abs=tolerance)
    assert last["tried"]["activations"][0] == [float(cell) for cell in typed.split(",")]
    assert last["tried"]["activations"][-1] == last["tried"]["prediction"]
    (plain,) = frames(stream(client, query).content)
    assert "tried" not in plain
    assert plain["weights"] == last["weights"]


def test_frame_has_the_parts_of_the_contract(client: TestClient) -> None:
    first, last = frames(stream(client, f"{ROWS}&alpha=0.01&to=7&speed=max").content)
    for frame in (first, last):
        assert list(frame) == [
            "step",
            "epoch",
            "loss",
            "test_loss",
            "alpha",
            "weights",
            "predictions",
            "deltas",
            "row_errors",
            "right",
            "losses",
            "trail",
            "notice",
        ]
        assert frame["test_loss"] is None
        assert frame["alpha"] == 0.01
        assert len(frame["weights"]) == 2
        assert [len(row) for row in frame["predictions"]] == [1] * 5
        assert frame["losses"][-1] == [frame["step"], frame["loss"]]
        assert frame["trail"][-1] == [frame["step"], frame["weights"]]
    assert (first["step"], first["epoch"]) == (0, 0)
    assert (last["step"], last["epoch"]) == (7, 1)
    assert [step for step, _ in last["losses"]] == list(range(1, 8))


def test_frame_shows_the_row_and_the_weight_that_were_asked_for(client: TestClient) -> None:
    query = f"{ROWS}&hidden=2&bias=1&row=4&w=h1.b&to=0"
    (frame,) = frames(stream(client, query).content)
    assert frame["row"]["index"] == 3
    assert frame["row"]["activations"][0] == [2, 1]
    assert [len(layer) for layer in frame["row"]["activations"]] == [2, 2, 1]
    assert len(frame["row"]["gradient"]) == 9
    shown = frame["slice"]
    assert shown["parameter"] == "h1.b"
    assert shown["value"] == frame["weights"][2]
    assert shown["weights"][0] < shown["value"] < shown["weights"][-1]
    assert len(shown["weights"]) == len(shown["losses"]) == len(shown["batch_losses"]) == 61
    assert shown["rows"] == [1]
    assert frame["sum"][-1]["exact"].endswith(f" = {shown['landing']['weight']}".replace("-", "−"))
    assert shown["landing"]["weight"] == pytest.approx(shown["value"] + shown["step"])


def test_slice_keeps_the_window_it_had_while_all_is_in_it(client: TestClient) -> None:
    query = "weights=1&alpha=0.01&rule=delta&w=o1.x1&to=3&speed=max"
    for window, expected in (("-10,20", [-10, 20]), ("0,5", [-2, 18]), ("1e9,1.1e9", [-2, 18])):
        for frame in frames(stream(client, f"{query}&window={window}").content):
            ends = [frame["slice"]["weights"][0], frame["slice"]["weights"][-1]]
            assert ends == expected


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
@pytest.mark.parametrize("by_header", [False, True], ids=["from", "Last-Event-ID"])
def test_resumed_stream_is_bit_identical_with_one_never_interrupted(
    client: TestClient, run: str, by_header: bool
) -> None:
    query = f"{run}&to=40&speed=max"
    whole = frames(stream(client, query).content)
    way = {step: weights for frame in whole for step, weights in frame["trail"]}
    losses = [pair for frame in whole for pair in frame["losses"]]
    assert [step for step, _ in losses] == list(range(41))
    for k in (1, 13, 25, 39):
        before = stream(client, f"{run}&to={k}&speed=max").content
        with TestClient(create_app(Settings(checkpoint_runs=0))) as fresh:
            if by_header:
                after = stream(fresh, query, last=k).content
            else:
                after = stream(fresh, f"{query}&from={k}").content
        parts = frames(before) + frames(after)[not by_header :]
        assert [pair for frame in parts for pair in frame["losses"]] == losses
        assert parts[-1]["weights"] == whole[-1]["weights"]
        assert parts[-1]["predictions"] == whole[-1]["predictions"]
        for frame in frames(after):
            assert frame["weights"] == way[frame["step"]]
            assert all(weights == way[step] for step, weights in frame["trail"])


def test_resumed_by_from_it_shows_where_it_stands_first(client: TestClient) -> None:
    shown = sent(stream(client, f"{ROWS}&from=5&to=6&speed=max").content)
    assert [event.id for event in shown] == [5, 6, 6]
    again = sent(stream(client, f"{ROWS}&from=2&to=6&speed=max", last=5).content)
    assert [event.id for event in again] == [6, 6]


@pytest.mark.parametrize("given", ["what", "-5", "5.0", "1e1", "", " ", "5,6"])
def test_id_that_no_frame_has_counts_as_none(client: TestClient, given: str) -> None:
    headers = {"Last-Event-ID": given}
    response = client.get(f"/api/stream?{ROWS}&alpha=0.01&from=3&to=3", headers=headers)
    assert [(event.name, event.id) for event in sent(response.content)] == [
        ("frame", 3),
        ("end", 3),
    ]


def test_id_with_digits_of_another_kind_counts_as_none() -> None:
    answer = ask(create_app(), "/api/stream", b"to=0", headers=[(b"last-event-id", b"\xb2")])
    assert [event.name for event in sent(answer.body)] == ["frame", "end"]


@pytest.mark.parametrize("last", ["30", "31", "0030", "9" * 15, "9" * 16, "9" * 400, "9" * 5000])
def test_stream_resumed_at_its_end_or_beyond_only_ends(client: TestClient, last: str) -> None:
    query = "alpha=0.01&epochs=30&speed=max"
    response = client.get(f"/api/stream?{query}", headers={"Last-Event-ID": last})
    (end,) = sent(response.content)
    assert (end.name, end.data["status"], end.data["step"]) == ("end", "finished", 30)


def test_stream_resumed_after_the_end_shows_the_end(client: TestClient) -> None:
    frame, end = sent(stream(client, f"{LESSONS['one-weight'].query}&from=500").content)
    assert (frame.name, frame.id) == ("frame", 20)
    assert (end.data["status"], end.data["step"]) == ("learned", 20)


def test_stream_to_a_place_before_its_start_shows_where_it_stands(client: TestClient) -> None:
    frame, end = sent(stream(client, f"{ROWS}&alpha=0.01&from=7&to=3").content)
    assert (frame.id, end.data["status"]) == (7, "paused")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("alpha=0.01&epochs=30", "finished"),
        (LESSONS["one-weight"].query, "learned"),
        (TOO_MUCH, "diverged"),
        ("alpha=0.01&to=3", "paused"),
    ],
)
def test_end_says_how_and_why(client: TestClient, query: str, status: str) -> None:
    end = sent(stream(client, f"{query}&speed=max").content)[-1].data
    assert end["status"] == status
    assert end["sentence"].startswith(status.capitalize())
    assert (end["advice"] is None) == (end["beyond"] is None) == (status != "diverged")
    assert (end["diverged_at"] is None) == (status != "diverged")


def test_diverged_end_shows_the_first_state_that_is_not_finite(client: TestClient) -> None:
    *_, last, end = sent(stream(client, f"{TOO_MUCH}&row=1&speed=max").content)
    assert end.data["diverged_at"] == last.data["step"] + 1 == end.data["step"] + 1
    assert last.data["loss"] is not None
    beyond = end.data["beyond"]
    assert list(beyond) == ["step", "epoch", "loss", "weights", "predictions", "row", "words"]
    assert beyond["step"] == end.data["diverged_at"]
    assert beyond["loss"] is None
    assert beyond["words"] == {"loss": "∞"}
    assert beyond["row"]["index"] == 0
    assert end.data["advice"] == {"alpha": 0.02}


def test_diverged_weights_are_named_with_what_they_became(client: TestClient) -> None:
    query = "inputs=1e153,0&goals=0&weights=1,2&alpha=1e6&speed=max"
    beyond = sent(stream(client, query).content)[-1].data["beyond"]
    assert beyond["weights"] == [None, 2]
    assert beyond["predictions"] == [[None]]
    assert beyond["words"] == {"o1.x1": "−∞", "loss": "∞"}


def test_start_that_is_not_finite_is_a_result(client: TestClient) -> None:
    frame, end = sent(stream(client, "inputs=1e200&goals=1&weights=1e200").content)
    assert frame.data["loss"] is None
    assert frame.data["losses"] == [[0, None]]
    assert (end.data["status"], end.data["diverged_at"]) == ("diverged", 0)


def test_pause_before_an_overflow_already_tells_it(client: TestClient) -> None:
    diverged = sent(stream(client, f"{TOO_MUCH}&speed=max").content)[-1].data
    end = sent(stream(client, f"{TOO_MUCH}&to={diverged['step']}&speed=max").content)[-1].data
    assert end == diverged


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("from=1001", "from"),
        ("from=x", "from"),
        ("to=-1", "to"),
        ("speed=0", "speed"),
        ("speed=0.5", "speed"),
        ("speed=1e7", "speed"),
        ("speed=fast", "speed"),
        ("speed=nan", "speed"),
        ("speed=20&speed=20", "speed"),
        ("row=0", "row"),
        ("row=2", "row"),
        ("w=h1.x1", "w"),
        ("w=x1", "w"),
        ("window=1,inf", "window"),
        ("window=2,1", "window"),
        ("window=1", "window"),
        ("try=x", "try"),
        ("try=1,2", "try"),
        ("try=1e400", "try"),
        ("try=0,5", "try"),
        ("try=1&try=2", "try"),
        ("at=5", "at"),
    ],
)
def test_stream_refuses(client: TestClient, query: str, key: str) -> None:
    response = client.get(f"/api/stream?{query}")
    assert response.status_code == 422
    (problem,) = problems(response)
    assert problem["key"] == key


def test_one_listener_too_many_is_told_to_come_back(
    single: tuple[FastAPI, TestClient],
) -> None:
    app, client = single
    state = State.of(app)
    with client.stream("GET", f"/api/stream?{SLOW}") as first:
        assert next(events(first.iter_lines())).name == "frame"
        assert state.house.taken == 1
        busy = client.get("/api/stream?to=0")
        assert busy.status_code == 503
        assert busy.headers["Retry-After"] == "5"
        (problem,) = problems(busy)
        assert "busy" in problem["message"]
        assert state.house.taken == 1
    assert state.house.taken == 0
    stream(client, "to=0")


def test_a_listener_who_leaves_gives_the_place_back() -> None:
    app = create_app()

    async def listen_and_leave() -> None:
        left = asyncio.Event()

        async def receive() -> Message:
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.body":
                assert State.of(app).house.taken == 1
                left.set()

        await answer_of(app, "/api/stream", SLOW.encode(), receive=receive, send=send)
        assert State.of(app).house.taken == 0

    asyncio.run(listen_and_leave())
    kept = State.of(app).checkpoints.nearest(experiment(SLOW.removesuffix("&speed=1")), 1)
    assert kept is not None


def test_a_rush_is_let_in_up_to_the_last_place_and_no_further() -> None:
    app = create_app(Settings(max_streams=20))

    async def rush() -> list[int]:
        told: list[int] = []
        everyone = asyncio.Event()

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                told.append(message["status"])
                if len(told) == 200:
                    everyone.set()

        async def receive() -> Message:
            await everyone.wait()
            return {"type": "http.disconnect"}

        asks = (
            answer_of(app, "/api/stream", SLOW.encode(), receive=receive, send=send)
            for _ in range(200)
        )
        await asyncio.gather(*asks)
        return told

    told = asyncio.run(rush())
    assert told.count(200) == 20
    assert told.count(503) == 180
    assert State.of(app).house.taken == 0


def test_a_full_house_still_gives_a_glance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.live.house.FULL", 0.0)
    with TestClient(create_app()) as client:
        busy = client.get(f"/api/stream?{SLOW}")
        assert (busy.status_code, busy.headers["Retry-After"]) == (503, "5")
        glance = stream(client, "from=3&to=4&speed=max")
        assert sent(glance.content)[-1].name == "end"


def test_refused_and_ended_streams_are_not_counted(single: tuple[FastAPI, TestClient]) -> None:
    app, client = single
    for query in ("to=0", "rulle=1", "alpha=0.01&epochs=9&speed=max", "row=99"):
        client.get(f"/api/stream?{query}")
        assert State.of(app).house.taken == 0
