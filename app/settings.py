"""Settings from the environment, `PLAYGROUND_…`, with bounds."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What whoever runs the server may set; frozen."""

    model_config = SettingsConfigDict(env_prefix="PLAYGROUND_", frozen=True)

    max_streams: int = Field(default=500, ge=1, le=10_000)
    """Streams open at once in this process; one more gets 503."""

    max_answers: int = Field(default=6, ge=1, le=1_000)
    """Dear answers computed at once in this process; one more gets 503."""

    checkpoint_runs: int = Field(default=256, ge=0, le=10_000)
    """Runs of which checkpoints are kept; with 0 every resume computes from the start."""
