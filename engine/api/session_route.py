"""The session over HTTP: favourites, events and seed in, the next suggestion out; the server remembers nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, cast

from fastapi import APIRouter, Body, HTTPException, Response
from pydantic import BaseModel, ConfigDict, Field, JsonValue, StrictFloat, StrictInt, StrictStr, WithJsonSchema

from matinee.engine.api.documents import SessionAnswer
from matinee.engine.api.parameters import ERRORS, MAX_ID, MAX_NAME, Films
from matinee.engine.api.replies import JsonReply, StrictRoute
from matinee.engine.api.step_schema import STEP
from matinee.engine.errors import SessionError
from matinee.engine.models.profile import MAX_FAVOURITES
from matinee.engine.recommender import Recommender
from matinee.engine.rows import intent_row, movie_row, suggestion_row
from matinee.engine.session.events import History
from matinee.engine.session.session import Session
from matinee.engine.storage.codec import SessionDecodeError, SessionHeader, decode_fields
from matinee.policy import Policy, PolicyError, validate_setting

router = APIRouter(route_class=StrictRoute, responses=ERRORS, tags=["session"])
MAX_EVENTS, MAX_SETTINGS = 2_000, 100
Step = Annotated[dict[str, Any], WithJsonSchema({"$ref": f"#/components/schemas/{STEP}"})]
EXAMPLE: dict[str, JsonValue] = {
    "favourites": [318, 858, 296, 2959],
    "events": [{"like": 2571}, {"dislike": 1}, {"prompt": {"text": "90s crime, no horror"}}],
    "seed": 0,
}


class SessionBody(BaseModel):
    """A session up to now."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    favourites: Annotated[
        list[Annotated[StrictInt, Field(ge=0, le=MAX_ID)]],
        Field(min_length=1, max_length=MAX_FAVOURITES, description="Ids of one to ten different films."),
    ]
    events: Annotated[
        list[Step],
        Field(max_length=MAX_EVENTS, description="What happened since, in order, as in the file of a saved session."),
    ] = []
    seed: Annotated[StrictInt, Field(ge=0, le=MAX_ID, description="Seed of the random numbers.")] = 0
    model: Annotated[
        StrictStr | None, Field(max_length=MAX_NAME, description="Name of the initial model; /health lists them.")
    ] = None
    policy: Annotated[
        dict[Annotated[str, Field(max_length=MAX_NAME)], StrictInt | StrictFloat | StrictStr],
        Field(max_length=MAX_SETTINGS, description="Settings of the policy that differ from the server's."),
    ] = {}


@router.post("/session/next", response_model=SessionAnswer)
async def next_film(recommender: Films, body: Annotated[SessionBody, Body()]) -> Response:
    """The next film of a session: send the favourites and all events so far, and append the answer to the events.

    The same request gets the same film from every worker that serves the same bundle, so a client can undo by dropping
    an event or by sending {"undo": true}.
    """
    session = recommender.session(
        body.favourites,
        model=body.model,
        seed=body.seed,
        history=decode_history(body.events),
        policy=apply_settings(recommender.policy, body.policy),
    )
    return JsonReply(session_row(recommender, session))


def session_row(recommender: Recommender, session: Session) -> dict[str, Any]:
    """The state of a session that a client needs to show."""
    suggestion, intent = session.next(), session.intent
    return {
        "suggestion": None if suggestion is None else suggestion_row(recommender, suggestion),
        "widen": session.widening_needed() if suggestion is None else None,
        "model": session.model.name,
        "prompt": None if intent is None else intent_row(intent),
        "watchlist": list(map(movie_row, recommender.catalogue.movies(session.watchlist))),
        "bundle": recommender.bundle.version,
    }


def decode_history(events: Sequence[dict[str, Any]]) -> History:
    """Decode the events of a request. Raises SessionError."""
    history = History()
    for number, fields in enumerate(events):
        try:
            step = decode_fields(fields)
        except SessionDecodeError as error:
            raise SessionError(f"events.{number} cannot be read: {error}.") from error
        if isinstance(step, SessionHeader):
            raise SessionError(f"events.{number} cannot be read: it is the start of a session, not an event.")
        history = history.apply(step)
    return history


def apply_settings(policy: Policy, settings: Mapping[str, float | str]) -> Policy:
    """Replace settings of a policy. Raises HTTPException for an unknown one, or a value that it does not take."""
    try:
        for name, value in settings.items():
            validate_setting(name, value)
    except PolicyError as error:
        raise HTTPException(400, str(error)) from error
    return replace(policy, **cast(dict[str, Any], settings)) if settings else policy
