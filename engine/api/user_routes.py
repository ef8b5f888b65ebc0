"""Addresses about users of the training data: their ids, their profiles, and recommendations for them."""

from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, HTTPException, Path, Query, Response

from matinee.engine.api.documents import UserAnswer, UserList, UserProfile
from matinee.engine.api.parameters import (
    ERRORS,
    MAX_ID,
    Films,
    GenreName,
    Limit,
    MaybePrompt,
    ModelName,
    Strict,
)
from matinee.engine.api.replies import JsonReply, StrictRoute
from matinee.engine.recommender import Recommender
from matinee.engine.rows import movie_row, recommendation_row, rounded

router = APIRouter(prefix="/users", route_class=StrictRoute, responses=ERRORS, tags=["users"])
MAX_USERS = 10_000
"""User ids in one answer."""
SHOWN = 10
"""Films in each list of a profile."""
UserId = Annotated[int, Path(ge=0, le=MAX_ID, description="Id of a user of the training data; /users lists them.")]


@router.get("", response_model=UserList)
async def users(
    recommender: Films,
    limit: Annotated[int, Query(ge=1, le=MAX_USERS, description="Largest number of ids.")] = 1000,
    offset: Annotated[int, Query(ge=0, le=MAX_ID, description="How many ids to leave out before them.")] = 0,
) -> Response:
    """Ids of the users of the training data, who can be recommended to by id."""
    ids = recommender.bundle.users.ids
    return JsonReply({"count": len(ids), "user_ids": ids[offset : offset + limit].tolist()})


@router.get("/{user_id}", response_model=UserProfile)
async def profile(recommender: Films, user_id: UserId) -> Response:
    """What the bundle knows of a user.

    A bundle keeps which films a user rated and which of them they liked, but neither stars nor dates. Top rated are
    therefore the liked films that most other people like; recent favourites are the liked films released last.
    """
    return JsonReply(profile_row(recommender, user_id))


@router.get("/{user_id}/recommendations", response_model=UserAnswer)
async def recommend(
    recommender: Films,
    user_id: UserId,
    prompt: MaybePrompt = None,
    genre: GenreName = None,
    strict: Strict = False,
    model: ModelName = None,
    limit: Limit = 10,
) -> Response:
    """The profile of a user and films that they have not rated; a blend uses its factor model."""
    if strict and genre is None:
        raise HTTPException(400, "strict needs genre.")
    found = recommender.recommend_for_user(user_id, genre=genre, strict=strict, prompt=prompt, model=model, limit=limit)
    rows = [recommendation_row(recommender, each) for each in found]
    return JsonReply(profile_row(recommender, user_id) | {"recommendations": rows})


def profile_row(recommender: Recommender, user_id: int) -> dict[str, Any]:
    """A user of the training data. Raises UserNotFoundError."""
    catalogue, known = recommender.catalogue, recommender.bundle.users
    index = known.index(user_id)
    seen, liked = known.seen_rows(index), known.liked_rows(index)
    likes = catalogue.like_counts[liked]
    weights = dict(zip(catalogue.genre_names, known.genre_weights[index].tolist(), strict=True))
    ordered = sorted(((name, value) for name, value in weights.items() if value), key=lambda pair: -pair[1])

    def films(order: np.ndarray) -> list[dict[str, Any]]:
        return [movie_row(catalogue.movie(int(row))) for row in liked[order[:SHOWN]]]

    return {
        "user_id": user_id,
        "rated": len(seen),
        "liked": len(liked),
        "genre_weights": rounded(dict(ordered)),
        "top_rated": films(np.argsort(-likes, kind="stable")),
        "recent_favourites": films(np.lexsort((-likes, -catalogue.years[liked]))),
    }
