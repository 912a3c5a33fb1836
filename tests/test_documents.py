"""What the documents say is there, and what is there is in the documents."""

import re
import struct
from collections.abc import Iterable
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Mount, Route

from app import __version__
from app.experiment import OPTIONS
from app.glossary import GLOSSARY
from app.lessons import LESSONS
from app.main import create_app
from app.network.activations import ACTIVATIONS
from app.network.initializers import INITIALIZERS
from app.settings import Settings
from app.web import api, assets, documentation, fragments, keys, pages
from app.web.stream import EVENTS
from scripts.reference import MADE, SECTIONS, written

ROOT = Path(__file__).parent.parent
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("benchmarks/*.md"))]
README, ARCHITECTURE = ROOT / "README.md", ROOT / "ARCHITECTURE.md"
SCREENSHOT = ROOT / "docs" / "screenshot.png"
ALL_TEXT = "\n".join(document.read_text() for document in DOCUMENTS)
ROUTERS = (pages.router, assets.router, fragments.router, api.router, documentation.router)


def named(path: Path) -> str:
    """Name a file by where it stands in the project."""
    return path.relative_to(ROOT).as_posix()


def code_of(document: Path) -> set[str]:
    """Give every piece of text that stands between backquotes."""
    return set(re.findall(r"`([^`\n]+)`", document.read_text()))


def paths(routes: Iterable[BaseRoute]) -> set[str]:
    """Give the paths of routes; a mounted folder's once."""
    return {
        f"{route.path}/…" if isinstance(route, Mount) else route.path
        for route in routes
        if isinstance(route, APIRoute | Mount | Route)
    }


ALL_PATHS = sorted(
    paths(create_app().routes) | {path for router in ROUTERS for path in paths(router.routes)}
)
ALL_KEYS = sorted({*OPTIONS, *keys.PAGE, *keys.STREAM, *keys.PREDICT, *keys.HISTORY})
MODULES = sorted(path for path in (ROOT / "app").rglob("*.py") if path.name != "__init__.py")


@pytest.mark.parametrize(
    "line",
    [
        "make run",
        "make test",
        "docker build -t playground . && docker run -p 8000:8000 playground",
    ],
)
def test_readme_says_how_to_start(line: str) -> None:
    assert re.search(rf"^{re.escape(line)}\b", README.read_text(), re.MULTILINE)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_in_the_readme_with_its_default(name: str) -> None:
    default = Settings.model_fields[name].default
    row = f"| `PLAYGROUND_{name.upper()}` | {default:,} |"
    assert row in README.read_text()


@pytest.mark.parametrize("path", ALL_PATHS)
def test_every_route_is_in_a_document(path: str) -> None:
    assert f"`{path}`" in ALL_TEXT


def test_routes_are_found() -> None:
    assert {"/", "/api/stream", "/fragments/setup", "/docs", "/static/…"} <= set(ALL_PATHS)


@pytest.mark.parametrize("name", EVENTS)
def test_every_stream_event_is_in_a_document(name: str) -> None:
    assert f"`event: {name}`" in ALL_TEXT


def test_every_event_that_is_written_is_known() -> None:
    written = re.findall(r'\bevent\("(\w+)"', (ROOT / "app/web/stream.py").read_text())
    assert set(written) == set(EVENTS) == {"frame", "replay", "end"}


@pytest.mark.parametrize("name", ALL_KEYS)
def test_every_key_of_an_address_is_in_the_architecture(name: str) -> None:
    assert name in code_of(ARCHITECTURE)


@pytest.mark.parametrize("name", [*ACTIVATIONS, *INITIALIZERS])
def test_every_activation_and_start_is_in_the_architecture(name: str) -> None:
    assert name in code_of(ARCHITECTURE)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_every_module_is_on_the_map(path: Path) -> None:
    assert {path.stem, named(path)} & code_of(ARCHITECTURE)


def test_lessons_that_the_readme_opens_exist() -> None:
    opened = set(re.findall(r"/\?lesson=([\w-]+)", README.read_text()))
    assert opened
    assert opened <= set(LESSONS)


def test_changelog_begins_with_this_version() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert re.fullmatch(rf"\[{re.escape(__version__)}\] - \d{{4}}-\d\d-\d\d", headings[0])


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_links_between_documents_resolve(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text())
    missing = [target for target in targets if not (document.parent / target).exists()]
    assert not missing


def test_screenshot_is_a_small_png_of_the_whole_page() -> None:
    picture = SCREENSHOT.read_bytes()
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", picture[16:24]) == (1440, 900)
    assert len(picture) < 200_000


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_document_names_no_other_host_and_no_path_of_a_machine(document: Path) -> None:
    text = document.read_text()
    hosts = {host for host in re.findall(r"\w+://([\w.-]+)", text) if host != "127.0.0.1"}
    assert not hosts
    assert not re.search(r"(?<![\w.])/(?:work|home|root|Users|tmp|usr|var|opt)/", text)


PROMISE = re.compile(r"same bits|to the bit|bit for bit|bit-identical|function of the address")
CONDITION = "same build on processors of one family"


def test_the_same_bits_are_promised_with_their_condition() -> None:
    promised = []
    texts = [document.read_text() for document in DOCUMENTS]
    texts += [file.read_text() for file in sorted((ROOT / "templates").rglob("*.html"))]
    texts += [*GLOSSARY.values(), create_app().description]
    for part in re.split(r"\n(?=- |\d+\. |\||\n|#)", "\n\n".join(texts)):
        said = " ".join(part.split()).replace("same build, on", "same build on")
        if PROMISE.search(said):
            promised.append(said)
            assert CONDITION in said
    assert len(promised) >= 4


def test_lists_of_the_architecture_are_those_of_the_code() -> None:
    text = ARCHITECTURE.read_text()
    assert text == written(text), "run: python -m scripts.reference"
    assert set(re.findall(r"<!-- made of (\w+) -->", text)) == set(SECTIONS)


def test_what_is_written_by_hand_in_the_architecture_is_short() -> None:
    by_hand = MADE.sub("", ARCHITECTURE.read_text())
    assert len(by_hand.splitlines()) < 240


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_files_that_a_document_names_exist(document: Path) -> None:
    named_files = re.findall(
        r"`((?:app|static|templates|scripts|benchmarks)/[\w/.-]+)`", document.read_text()
    )
    missing = [name for name in named_files if not (ROOT / name).exists()]
    assert set(missing) <= {"app/datasets.py", "app/export/"}  # what is still to come
