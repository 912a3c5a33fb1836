"""The application as a whole."""

from starlette.testclient import TestClient

from app.main import create_app
from app.web.state import State


def test_applications_share_nothing() -> None:
    one, other = create_app(), create_app()
    assert State.of(one) is not State.of(other)
    assert State.of(one).checkpoints is not State.of(other).checkpoints


def test_browser_finds_an_icon(client: TestClient) -> None:
    response = client.get("/favicon.ico")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/svg+xml"
