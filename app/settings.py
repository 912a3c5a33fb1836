"""Settings from the environment, `PLAYGROUND_…`, with bounds."""

import os
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

PREFIX = "PLAYGROUND_"


class Settings(BaseModel):
    """What whoever runs the server may set; frozen. The environment says what is not given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    max_streams: int = Field(default=500, ge=1, le=10_000)
    """Streams open at once in this process; one more gets 503."""

    max_answers: int = Field(default=6, ge=1, le=1_000)
    """Dear answers computed at once in this process; one more gets 503."""

    checkpoint_runs: int = Field(default=256, ge=0, le=10_000)
    """Runs of which checkpoints are kept; with 0 every resume computes from the start."""

    @model_validator(mode="before")
    @classmethod
    def _with_environment(cls, given: dict[str, Any]) -> dict[str, Any]:
        named = {name: os.environ.get(PREFIX + name.upper()) for name in cls.model_fields}
        return {name: text for name, text in named.items() if text is not None} | given
