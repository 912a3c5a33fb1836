"""Reads HTML as a browser would, as far as the tests need it: elements, texts, and the form."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from httpx import Response
from starlette.testclient import TestClient

from tests.support.wire import strict_json

VOID = {"input", "meta", "link", "br", "hr", "img"}
FORM_PATH = "/fragments/setup"


class Element:
    """An element with its attributes and everything inside it."""

    def __init__(self, tag: str, attributes: dict[str, str], parent: "Element | None") -> None:
        self.tag, self.attributes, self.parent = tag, attributes, parent
        self.children: list[Element] = []
        self.texts: list[str] = []

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def all(self, tag: str = "", **attributes: str) -> list["Element"]:
        """Find elements inside by tag and attributes, as `class_` or `data_x`."""
        wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
        return [
            element
            for element in self.walk()
            if tag in ("", element.tag)
            and all(element.attributes.get(key) == value for key, value in wanted.items())
        ]

    def one(self, tag: str = "", **attributes: str) -> "Element":
        """Find the only such element."""
        (element,) = self.all(tag, **attributes)
        return element

    def walk(self) -> Iterator["Element"]:
        """Give every element inside."""
        for child in self.children:
            yield child
            yield from child.walk()

    @property
    def text(self) -> str:
        """All text inside, with single spaces."""
        parts = [*self.texts, *(child.text for child in self.children)]
        return " ".join(" ".join(parts).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.at = self.root = Element("", {}, None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice: {tag} {names}"
        element = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.at.tag, f"</{tag}> closes <{self.at.tag}>"
        assert self.at.parent
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.texts.append(data)


def read_html(text: str) -> Element:
    """Read a document or a fragment; fails where elements are not closed in order."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.at is reader.root, f"<{reader.at.tag}> stays open"
    return reader.root


class Form:
    """The form on the left, as it came from the server, to be filled in and sent again."""

    def __init__(self, response: Response) -> None:
        self.status = response.status_code
        self.page = read_html(response.text)
        self.form = self.page.one("form", id="setup")
        self.run: dict[str, Any] = strict_json(self.form["data-run"])

    @property
    def restart(self) -> bool:
        """Whether the page has to start the run anew."""
        return self.form["data-restart"] == "true"

    def value(self, name: str) -> str:
        """Give the value of the only field of this name."""
        (value,) = [value for field, value in self.fields() if field == name]
        return value

    def cells(self) -> list[list[str]]:
        """Give the table of data."""
        width, cells = int(self.value("n_columns")), self.values("cell")
        return [cells[at : at + width] for at in range(0, len(cells), width)]

    def values(self, name: str) -> list[str]:
        """Give the values of all fields of this name."""
        return [value for field, value in self.fields() if field == name]

    def fields(self) -> list[tuple[str, str]]:
        """Give every name and value, as a browser sends them."""
        found = []
        for element in self.form.walk():
            name = element.attributes.get("name")
            if name is None or element.tag == "button":
                continue
            if element.tag == "select":
                chosen = element.all("option", selected="") or element.all("option")
                found.append((name, chosen[0]["value"]))
            elif element.tag == "textarea":
                found.append((name, "".join(element.texts)))
            else:
                found.append((name, element.attributes.get("value", "")))
        return found

    def under(self, name: str) -> str:
        """Give what is written in the field of a name, its label, messages and hints."""
        (element,) = self.form.all(id=f"field-{name}")
        assert element.parent
        return element.parent.text

    def problems(self) -> list[str]:
        """Give every message that says what is wrong."""
        return [element.text for element in self.form.all("p", class_="problem")]

    def send(
        self,
        client: TestClient,
        edit: str = "",
        state: str = "fresh",
        at: int = 0,
        /,
        **typed: str | list[str],
    ) -> "Form":
        """Send the form as the page does, with some fields typed over; a list fills in many."""
        kept = [(name, value) for name, value in self.fields() if name not in typed]
        for name, value in typed.items():
            kept += [(name, each) for each in (value if isinstance(value, list) else [value])]
        context = {"edit": edit, "run": self.run["address"], "state": state, "at": str(at)}
        return Form(post(client, [*kept, *context.items()]))


def post(client: TestClient, fields: list[tuple[str, str]]) -> Response:
    """Send a form's fields as a browser and htmx do."""
    headers = {"HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded"}
    response: Response = client.post(FORM_PATH, content=urlencode(fields), headers=headers)
    return response


def opened(client: TestClient, address: str = "") -> Form:
    """Open the page and give its form."""
    return Form(client.get(f"/?{address}"))
