"""What holds for every test: properties are tried on the same examples each time, and not timed."""

import app  # noqa: F401, I001 - before all else: it keeps NumPy to one thread

from collections.abc import Iterator

import pytest
from hypothesis import settings
from starlette.testclient import TestClient

from app.main import create_app

settings.register_profile("playground", deadline=None, derandomize=True, max_examples=50)
settings.load_profile("playground")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put browser tests last: once Playwright has run, `asyncio.run` fails in the same process."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    """One application for all tests: its answers are functions of the address alone."""
    with TestClient(create_app()) as opened:
        yield opened
