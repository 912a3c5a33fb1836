"""The Jinja environment: escaping on; a name that is missing fails instead of showing nothing."""

from pathlib import Path

from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.glossary import GLOSSARY
from app.insight.wording import counted, short
from app.web.wire import json_bytes

PACKAGE = Path(__file__).parent.parent


def folder(name: str) -> Path:
    """Find `templates` or `static`: beside the package in a checkout, inside it when installed."""
    beside = PACKAGE.parent / name
    return beside if beside.is_dir() else PACKAGE / name


environment = Environment(
    loader=FileSystemLoader(folder("templates")),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
environment.policies["json.dumps_function"] = lambda value, **_: json_bytes(value).decode()
environment.filters.update(counted=counted, short=short)
environment.globals["glossary"] = GLOSSARY
templates = Jinja2Templates(env=environment)
