"""Addresses that read a prompt: how it is understood, with weights that can be moved, and the films it finds."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, Response

from matinee.engine.api.documents import IntentAnswer, TitleOrPromptAnswer
from matinee.engine.api.parameters import (
    ERRORS,
    MAX_ID,
    Films,
    Limit,
    ModelName,
    PromptText,
    Titles,
    resolve_films,
    weight,
)
from matinee.engine.api.replies import JsonReply, StrictRoute
from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.prompts.prompt import PromptKind
from matinee.engine.rows import film_row, intent_row, recommendation_row

router = APIRouter(route_class=StrictRoute, responses=ERRORS, tags=["prompts"])
WEIGHTS = ("prompt_genre_weight", "prompt_popularity_weight", "prompt_text_weight")
"""Settings of the policy that a request may move."""


@router.get("/intent", response_model=IntentAnswer)
async def intent(
    recommender: Films,
    q: PromptText,
    user_id: Annotated[int | None, Query(ge=0, le=MAX_ID, description="For a user of the training data.")] = None,
    like: Titles = [],  # noqa: B006 - FastAPI copies it
    read_as: Annotated[PromptKind | None, Query(alias="as", description="How to read q; detected by default.")] = None,
    mode: Annotated[
        Literal["open", "soft", "strict"] | None,
        Query(description="How requested genres count: as a preference, first, or only these."),
    ] = None,
    genre_weight: Annotated[float | None, weight("prompt_genre_weight", "How much the inferred genres count")] = None,
    popularity_weight: Annotated[float | None, weight("prompt_popularity_weight", "How much popularity counts")] = None,
    text_weight: Annotated[float | None, weight("prompt_text_weight", "How much the films' texts count")] = None,
    model: ModelName = None,
    limit: Limit = 10,
) -> Response:
    """Understand a mood, and find films for it: for anyone, from liked films, or for a user of the training data."""
    if user_id is not None and like:
        raise HTTPException(400, "Give user_id or like, not both: each names a taste of its own.")
    given = dict(zip(WEIGHTS, (genre_weight, popularity_weight, text_weight), strict=True)) | {"prompt_mode": mode}
    changes: dict[str, Any] = {setting: value for setting, value in given.items() if value is not None}
    chosen = recommender.with_policy(replace(recommender.policy, **changes))
    parsed = chosen.understand(q, read_as)
    if user_id is None:
        found = chosen.recommend(resolve_films(chosen, like), prompt=parsed, model=model, limit=limit)
    else:
        found = chosen.recommend_for_user(user_id, prompt=parsed, model=model, limit=limit)
    note = f"The prompt is read with the lexicon only. {chosen.prompts.problem}" if chosen.prompts.problem else ""
    return JsonReply(
        intent_row(parsed)
        | {
            "recommendations": [recommendation_row(chosen, each) for each in found],
            "weights": {setting: getattr(chosen.policy, setting) for setting in WEIGHTS},
            "note": note,
        }
    )


@router.get("/title-or-prompt", response_model=TitleOrPromptAnswer)
async def title_or_prompt(recommender: Films, text: PromptText, limit: Limit = 10) -> Response:
    """Films similar to the film whose title the text is; for any other text, films for that mood.

    An exact title always means the film here, also one that /intent reads as a mood, such as "Alien".
    """
    parsed = recommender.understand(text)
    film = parsed.title if parsed.kind == "title" or is_exact_title(text, parsed.title) else None
    found = (
        recommender.recommend([], prompt=parsed, limit=limit) if film is None else recommender.similar(film.id, limit)
    )
    return JsonReply(
        {
            "kind": "mood" if film is None else "title",
            "film": None if film is None else film_row(recommender, film),
            "recommendations": [recommendation_row(recommender, each) for each in found],
        }
    )


def is_exact_title(text: str, film: Movie | None) -> bool:
    """Whether a text is one of the titles of a film, letter by letter except for case."""
    typed = text.strip().casefold()
    return film is not None and typed in {title.casefold() for title in (film.title, *film.alternatives)}
