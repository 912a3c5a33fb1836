"""The words of the page: one source for its help and its hints."""

import pytest
from starlette.testclient import TestClient

from app.experiment import OPTIONS
from app.glossary import GLOSSARY
from tests.support.markup import Form, opened, read_html

WORDS = "activation alpha batch delta epoch gradient loss seed update"


def test_glossary_has_the_words_that_a_newcomer_meets() -> None:
    assert " ".join(GLOSSARY) == WORDS


@pytest.mark.parametrize("word", GLOSSARY)
def test_each_word_is_told_in_a_sentence(word: str) -> None:
    sentence = GLOSSARY[word]
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert 30 <= len(sentence) <= 120


def test_help_tells_all_of_them(client: TestClient) -> None:
    (words,) = read_html(client.get("/fragments/dialogs").text).all("dl", class_="keys words")
    told = {entry.all("dt")[0].text: entry.all("dd")[0].text for entry in words.all("div")}
    assert told == GLOSSARY


def title(form: Form, name: str) -> str:
    """Give the hint of a control."""
    return form.form.one(id=f"field-{name}")["title"]


def test_controls_say_the_same(client: TestClient) -> None:
    form = opened(client, "hidden=2")
    for name in ("activation", "alpha", "batch", "seed"):
        assert title(form, name) == GLOSSARY[name]
    assert title(form, "speed") == GLOSSARY["update"]
    assert title(form, "epochs") == f"Where the run stops by itself. Epoch: {GLOSSARY['epoch']}"
    assert title(form, "rule").lower() == f"{OPTIONS['rule'].help}.".lower()
    unhinted = [
        e["id"]
        for e in form.form.walk()
        if e.attributes.get("id", "").startswith("field-") and not e.attributes.get("title")
    ]
    assert unhinted == ["field-lesson", "field-block"]  # whose labels say it all
