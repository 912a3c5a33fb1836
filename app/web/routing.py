"""Routes that answer HEAD as they answer GET; the server leaves the body out."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from fastapi import APIRouter, Response

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


class Router(APIRouter):
    """A router whose `get` answers HEAD too. OpenAPI describes GET alone."""

    def get(self, path: str, **described: Any) -> Callable[[Endpoint], Endpoint]:
        """Answer GET and HEAD at a path."""

        def register(endpoint: Endpoint) -> Endpoint:
            hidden = {**described, "methods": ["GET", "HEAD"], "include_in_schema": False}
            self.add_api_route(path, endpoint, **hidden)
            if self.include_in_schema:  # never reached, only described
                self.add_api_route(path, endpoint, methods=["GET"], **described)
            return endpoint

        return register


def headers_alone(media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """Answer HEAD where the body is work: what it would be is said, how long it would be is not."""
    answer = Response(media_type=media_type, headers=headers)
    del answer.headers["Content-Length"]
    return answer
