"""Settings come from the environment, within bounds."""

import pytest
from pydantic import ValidationError

from app.settings import Settings


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_is_read_from_the_environment(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"PLAYGROUND_{name.upper()}", "7")
    assert getattr(Settings(), name) == 7


@pytest.mark.parametrize("name", Settings.model_fields)
@pytest.mark.parametrize("value", ["-1", "10001", "many", ""])
def test_a_setting_out_of_its_bounds_is_refused(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"PLAYGROUND_{name.upper()}", value)
    with pytest.raises(ValidationError, match=name):
        Settings()


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().max_streams = 1
