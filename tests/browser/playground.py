"""What a person does on the page, in words."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

LONG = 20_000  # ms


class Playground:
    """The page, by the names that are fixed for programs."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def open(self, query: str = "") -> None:
        """Open the page and wait for its first picture."""
        self.page.goto(f"{self.url}/{query}")
        expect(self.loss).not_to_have_text("–")

    @property
    def status(self) -> Locator:
        """The status chip."""
        return self.page.get_by_test_id("status")

    @property
    def epoch(self) -> Locator:
        """The epoch in the bar."""
        return self.page.get_by_test_id("epoch")

    @property
    def loss(self) -> Locator:
        """The loss in the bar."""
        return self.page.get_by_test_id("loss")

    @property
    def alpha(self) -> Locator:
        """The field of the learning rate."""
        return self.page.get_by_label("Alpha (learning rate)")

    @property
    def hidden(self) -> Locator:
        """The field of the hidden size."""
        return self.page.get_by_label("Hidden size")

    def press(self, name: str) -> None:
        """Press a button by its whole name."""
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def fill(self, field: Locator, text: str) -> None:
        """Type into a field and leave it; wait for the server's answer."""
        with self.page.expect_response(lambda answer: "/fragments/setup" in answer.url):
            field.fill(text)
            field.press("Enter")
        self.settle()

    def settle(self) -> None:
        """Wait until no request of the form is on its way."""
        expect(self.page.locator("#setup")).not_to_have_class(re.compile("htmx-request"))

    def choose(self, lesson: str, speed: str | None = None) -> None:
        """Choose a lesson by its name in addresses."""
        with self.page.expect_response(lambda answer: "/fragments/setup" in answer.url):
            self.page.get_by_label("Lesson").select_option(lesson)
        expect(self.page).to_have_url(re.compile(f"lesson={lesson}"))
        if speed:
            self.page.get_by_label("Updates/s").select_option(speed)

    def key(self, name: str) -> str:
        """Give a key's value in the page's address."""
        return parse_qs(urlsplit(self.page.url).query).get(name, [""])[0]

    def wait_for_update(self, at_least: int) -> None:
        """Wait until the address has come to an update."""
        self.page.wait_for_url(
            lambda url: int(parse_qs(urlsplit(url).query).get("at", ["0"])[0]) >= at_least,
            timeout=LONG,
        )

    def weights(self) -> dict[str, str]:
        """Read every parameter from the table behind the network."""
        button = self.page.locator("#network-table-button")
        button.click()
        fields = self.page.locator("#network-table input.parameter")
        expect(fields.first).not_to_have_value("")
        found = {
            field.get_attribute("data-name") or "": field.input_value() for field in fields.all()
        }
        button.click()
        return found
