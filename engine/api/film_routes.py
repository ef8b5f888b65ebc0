"""Addresses about films: search, similar films, and recommendations from liked films or for a genre."""

from fastapi import APIRouter, HTTPException, Response

from matinee.engine.api.documents import ColdStartAnswer, Match, SimilarAnswer
from matinee.engine.api.parameters import (
    ERRORS,
    Films,
    GenreName,
    Ids,
    Limit,
    MaybePrompt,
    ModelName,
    Strict,
    Title,
    Titles,
    resolve_film,
    resolve_films,
)
from matinee.engine.api.replies import JsonReply, StrictRoute
from matinee.engine.rows import film_row, match_row, movie_row, recommendation_row

router = APIRouter(route_class=StrictRoute, responses=ERRORS, tags=["films"])


@router.get("/search", response_model=list[Match])
async def search(recommender: Films, q: Title, limit: Limit = 8) -> Response:
    """Find films by title or person, even with typos; `matinee search` says the same."""
    return JsonReply([match_row(recommender, match) for match in recommender.search(q, limit)])


@router.get("/similar", response_model=SimilarAnswer)
async def similar(recommender: Films, film: Title, model: ModelName = None, limit: Limit = 10) -> Response:
    """Films similar to a film; the model item_item compares by Pearson's correlation of ratings alone."""
    movie_id = resolve_film(recommender, film)
    movie = recommender.catalogue.movie(recommender.catalogue.row(movie_id))
    found = recommender.similar(movie_id, limit, model=model)
    return JsonReply(
        {
            "film": film_row(recommender, movie),
            "recommendations": [recommendation_row(recommender, each) for each in found],
        }
    )


@router.get("/recommendations", response_model=ColdStartAnswer)
async def recommend(
    recommender: Films,
    like: Titles = [],  # noqa: B006 - FastAPI copies it
    dislike: Titles = [],  # noqa: B006
    seen: Ids = [],  # noqa: B006
    prompt: MaybePrompt = None,
    genre: GenreName = None,
    strict: Strict = False,
    model: ModelName = None,
    limit: Limit = 10,
) -> Response:
    """Recommend films to somebody new: from films they like, for a prompt, for a genre, or for all of them.

    Without likes and prompt, a genre is strict, since it is all that is known.
    """
    if not (like or prompt or genre):
        raise HTTPException(400, "Give at least one of like, prompt and genre.")
    if strict and genre is None:
        raise HTTPException(400, "strict needs genre.")
    likes, dislikes = resolve_films(recommender, like), resolve_films(recommender, dislike)
    catalogue = recommender.catalogue
    both = catalogue.first_in_both(likes, dislikes)
    if both is not None:
        raise HTTPException(400, f"{both.label} is both liked and disliked; leave out one of them.")
    found = recommender.recommend(
        likes,
        dislikes,
        seen=seen,
        genre=genre,
        strict=strict or not (likes or prompt),
        prompt=prompt,
        model=model,
        limit=limit,
    )
    return JsonReply(
        {
            "likes": list(map(movie_row, catalogue.movies(likes))),
            "dislikes": list(map(movie_row, catalogue.movies(dislikes))),
            "recommendations": [recommendation_row(recommender, each) for each in found],
        }
    )
