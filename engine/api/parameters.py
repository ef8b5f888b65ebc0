"""Parameters of the API: what each means, and its limits."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import Depends, Query, Request

from matinee.engine.api.documents import ErrorAnswer
from matinee.engine.api.replies import FilmNotFoundError
from matinee.engine.errors import MovieNotFoundError
from matinee.engine.recommender import Recommender
from matinee.engine.rows import match_row
from matinee.policy.schema import BOUNDS

MAX_FILMS, MAX_NAMED, MAX_NEAR = 100, 100, 3
"""Films in an answer; films named in a request; films proposed for an unknown title."""
MAX_TITLE, MAX_PROMPT, MAX_NAME = 200, 500, 100
"""Characters."""
MAX_ID = 2**53
"""JavaScript's numbers are exact up to here."""
ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorAnswer, "description": "What was asked for is not possible."},
    401: {"model": ErrorAnswer, "description": "The token is missing or wrong."},
    403: {"model": ErrorAnswer, "description": "The Host or Origin header names another site."},
    404: {"model": ErrorAnswer, "description": "A film, user, genre or model is unknown; near films are listed."},
    413: {"model": ErrorAnswer, "description": "The body is too long."},
    414: {"model": ErrorAnswer, "description": "The query is too long."},
    422: {"model": ErrorAnswer, "description": "A parameter or the body has the wrong shape."},
}
"""Refusals that every address may answer with."""


def weight(setting: str, meaning: str) -> Any:
    """A weight of the policy that a request may set."""
    low, high = BOUNDS[setting]
    return Query(ge=low, le=high, allow_inf_nan=False, description=f"{meaning}; the policy's {setting} by default.")


async def get_recommender(request: Request) -> Recommender:
    """The recommender that the app was made with; not computed in a thread, since starting one takes longer."""
    recommender: Recommender = request.app.state.recommender
    return recommender


Films = Annotated[Recommender, Depends(get_recommender)]
Limit = Annotated[int, Query(ge=1, le=MAX_FILMS, description="Largest number of films.")]
Title = Annotated[str, Query(min_length=1, max_length=MAX_TITLE, description="A title, possibly misspelled, or an id.")]
Titles = Annotated[
    list[Annotated[str, Query(min_length=1, max_length=MAX_TITLE)]],
    Query(max_length=MAX_NAMED, description="Titles or ids; repeat the parameter for each film."),
]
Ids = Annotated[
    list[Annotated[int, Query(ge=0, le=MAX_ID)]],
    Query(max_length=MAX_NAMED, description="Ids of other films not to recommend; repeat the parameter for each."),
]
PROMPT = Query(min_length=1, max_length=MAX_PROMPT, description="A mood in plain words, or the title of a film.")
PromptText = Annotated[str, PROMPT]
MaybePrompt = Annotated[str | None, PROMPT]
GenreName = Annotated[
    str | None, Query(max_length=MAX_NAME, description="Prefer films of this genre; /genres lists them.")
]
Strict = Annotated[bool, Query(description="With genre: only films of this genre.")]
ModelName = Annotated[str | None, Query(max_length=MAX_NAME, description="Name of a model; /health lists them.")]


def resolve_film(recommender: Recommender, text: str) -> int:
    """The id of the film that a text names. Raises FilmNotFoundError with films that may be meant."""
    try:
        return recommender.find(text).id
    except MovieNotFoundError as error:
        near = [match_row(recommender, match) for match in recommender.search(text, MAX_NEAR)]
        keys = ("movie_id", "title", "year", "genres", "directors")
        raise FilmNotFoundError(str(error), [{key: row[key] for key in keys} for row in near]) from error


def resolve_films(recommender: Recommender, texts: Iterable[str]) -> list[int]:
    """The ids of the films that texts name, each once. Raises FilmNotFoundError."""
    return list(dict.fromkeys(resolve_film(recommender, text) for text in texts))
