"""What happens to a request before it reaches a route: its host, origin, token and size are checked."""

import hmac
from collections.abc import Iterable

from fastapi import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matinee.engine.api.replies import refuse
from matinee.engine.web.request_guard import RequestGuard

MAX_BODY = 256 * 1024
"""Bytes of a body; a session of a thousand answers has about 20 kB."""
MAX_QUERY = 16 * 1024
"""Bytes of a query string."""
TOO_LONG = f"The body is longer than {MAX_BODY:,} bytes; send less."


def header_values(scope: Scope, name: bytes) -> list[str]:
    """All values of a header."""
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


class AddressCheck:
    """Refuses requests for other hosts, and those of pages of other sites (DNS rebinding, cross-site requests)."""

    def __init__(self, app: ASGIApp, guard: RequestGuard) -> None:
        self._app, self._guard = app, guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an accepted request on."""
        if scope["type"] == "http":
            reason = self._guard.refusal(header_values(scope, b"host"), header_values(scope, b"origin"))
            if reason:
                return await refuse(scope, receive, send, 403, reason)
        return await self._app(scope, receive, send)


class TokenCheck:
    """Refuses requests without the token."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app, self._expected = app, token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an accepted request on."""
        if scope["type"] == "http" and not self._presents_token(header_values(scope, b"authorization")):
            return await refuse(
                scope, receive, send, 401, "This API needs its token, in the header 'Authorization: Bearer TOKEN'."
            )
        return await self._app(scope, receive, send)

    def _presents_token(self, values: Iterable[str]) -> bool:
        for value in values:
            scheme, _, token = value.partition(" ")
            if scheme.lower() == "bearer" and hmac.compare_digest(token.strip().encode("latin-1"), self._expected):
                return True
        return False


class SizeCheck:
    """Refuses long queries and long bodies, also those that do not say how long they are."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an accepted request on."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        if len(scope["query_string"]) > MAX_QUERY:
            return await refuse(scope, receive, send, 414, f"The query is longer than {MAX_QUERY:,} bytes; send less.")
        if any(
            not value.isdecimal() or int(value[:20]) > MAX_BODY for value in header_values(scope, b"content-length")
        ):
            return await refuse(scope, receive, send, 413, TOO_LONG)
        received = 0

        async def receive_some() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY:
                raise HTTPException(413, TOO_LONG)  # where the body is read, which answers it
            return message

        return await self._app(scope, receive_some, send)
