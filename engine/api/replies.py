"""Answers of the API: JSON documents, and errors as one sentence."""

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec
from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from matinee.engine.errors import (
    BundleError,
    GenreNotFoundError,
    MatineeError,
    ModelNotFoundError,
    MovieNotFoundError,
    UserNotFoundError,
)

NOT_FOUND = (MovieNotFoundError, ModelNotFoundError, UserNotFoundError, GenreNotFoundError)
SENTENCES = {
    404: "There is nothing at this address; /docs lists what there is.",
    405: "This address does not take this method; /docs lists what there is.",
}
"""Status → what is said instead of the framework's words."""


class FilmNotFoundError(MovieNotFoundError):
    """A text that names no film.

    Attributes:
        near: rows of films that may be meant.
    """

    def __init__(self, message: str, near: Sequence[dict[str, Any]]) -> None:
        super().__init__(message)
        self.near = near


class JsonReply(Response):
    """A JSON document; ``msgspec`` writes it in a tenth of the time that pydantic takes to check and write it."""

    media_type = "application/json"

    def render(self, content: object) -> bytes:
        """Encode a document of dictionaries, lists, texts and numbers."""
        return msgspec.json.encode(content)


class StrictRequest(Request):
    """A request whose body must be JSON by the standard: no NaN, no half of a character."""

    async def json(self) -> object:
        """Decode the body. Raises HTTPException."""
        try:
            return msgspec.json.decode(await self.body())
        except (ValueError, RecursionError) as error:
            raise HTTPException(400, f"The body is not valid JSON ({error}).") from error


class StrictRoute(APIRoute):
    """A route that reads its request as a ``StrictRequest``, and computes the answer when it is its turn.

    Requests are answered in the order in which they are complete: between two of them the event loop takes in what has
    arrived meanwhile. Without the lock ``app.state.turn``, all that have arrived are computed before the sockets are
    read again, so one that just missed them would wait for two such batches.
    """

    def get_route_handler(self) -> Any:
        """Return the handler of requests."""
        handle = super().get_route_handler()

        async def handle_strictly(request: Request) -> Response:
            strict = StrictRequest(request.scope, request.receive)
            await arrive(strict)  # a slow client does not hold up the others
            async with request.app.state.turn:
                await asyncio.sleep(0)  # the others queue up for their turn
                return await handle(strict)

        return handle_strictly


async def arrive(request: Request) -> None:
    """Wait for the body of a request. Raises HTTPException if the client leaves."""
    try:
        await request.body()
    except ClientDisconnect as error:
        raise HTTPException(400, "The client left before the body had arrived.") from error


def refusal(status: int, sentence: str, **more: Any) -> JsonReply:
    """A refusal: {"error": a sentence}."""
    return JsonReply({"error": " ".join(sentence.split()), **more}, status)


async def refuse(scope: Scope, receive: Receive, send: Send, status: int, sentence: str) -> None:
    """Refuse a request before it reaches a route."""
    reply = refusal(status, sentence)
    if status == 401:
        reply.headers["WWW-Authenticate"] = "Bearer"
    await reply(scope, receive, send)


def status_of(error: MatineeError) -> int:
    """The HTTP status for an error: 404 for an unknown name, 500 for a damaged bundle, 400 for other input."""
    if isinstance(error, NOT_FOUND):
        return 404
    return 500 if isinstance(error, BundleError) else 400


def describe_validation(error: RequestValidationError) -> str:
    """Describe the first thing that is wrong with the parameters or the body."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:]) or "The body"
    message = first["msg"]
    return f"{where}: {message[:1].lower()}{message[1:]}."


def add_error_handlers(app: FastAPI) -> None:
    """Answer every error with one sentence."""

    @app.exception_handler(MatineeError)
    async def answer_known(_request: Request, error: MatineeError) -> Response:
        more = {"near": error.near} if isinstance(error, FilmNotFoundError) else {}
        return refusal(status_of(error), str(error), **more)

    @app.exception_handler(RequestValidationError)
    async def answer_invalid(_request: Request, error: RequestValidationError) -> Response:
        return refusal(422, describe_validation(error))

    @app.exception_handler(StarletteHTTPException)
    async def answer_http(_request: Request, error: StarletteHTTPException) -> Response:
        reply = refusal(error.status_code, SENTENCES.get(error.status_code, str(error.detail)))
        reply.headers.update(error.headers or {})
        return reply

    @app.exception_handler(Exception)
    async def answer_unexpected(_request: Request, _error: Exception) -> Response:
        return refusal(500, "Matinee could not answer because of an error of its own; the server's log shows it.")
