"""Addresses about what answers: its health, and the genres of its films."""

from importlib.metadata import version

from fastapi import APIRouter, Response

from matinee.engine.api.documents import GenreList, Health
from matinee.engine.api.parameters import ERRORS, Films
from matinee.engine.api.replies import JsonReply, StrictRoute

router = APIRouter(route_class=StrictRoute, responses=ERRORS, tags=["catalogue"])
VERSION = version("matinee")


@router.get("/health", response_model=Health)
async def health(recommender: Films) -> Response:
    """Whether the API answers, and from which bundle; the first model is the default."""
    bundle = recommender.bundle
    return JsonReply(
        {
            "status": "ok",
            "version": VERSION,
            "bundle": bundle.version,
            "dataset": bundle.dataset.name,
            "films": len(recommender.catalogue),
            "users": bundle.catalogue.n_users,
            "models": recommender.model_names,
        }
    )


@router.get("/genres", response_model=GenreList)
async def genres(recommender: Films) -> Response:
    """The genres of the catalogue, and how many films carry each."""
    counts = recommender.catalogue.genres.sum(axis=0).tolist()
    rows = zip(recommender.catalogue.genre_names, counts, strict=True)
    return JsonReply({"genres": [{"name": name, "films": count} for name, count in rows]})
