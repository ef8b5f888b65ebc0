"""What commands with ``--json`` and the API say about films, suggestions and prompts, as JSON objects."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie
    from matinee.engine.prompts.intent import Intent
    from matinee.engine.recommendation import Match, Recommendation
    from matinee.engine.recommender import Recommender
    from matinee.engine.session.suggestion import Suggestion


def movie_row(movie: "Movie") -> dict[str, Any]:
    """A film."""
    return {"movie_id": movie.id, "title": movie.title, "year": movie.year, "genres": list(movie.genres)}


def film_row(recommender: "Recommender", movie: "Movie") -> dict[str, Any]:
    """A film with its directors."""
    return movie_row(movie) | {"directors": list(recommender.facts(movie.id).directors)}


def match_row(recommender: "Recommender", match: "Match") -> dict[str, Any]:
    """A film found: with the person for whom it is listed, and whether its title is only near."""
    person = {} if match.person is None else {"person": match.person}
    near = {"near": True} if match.is_near else {}
    return film_row(recommender, match.movie) | {"score": round(match.score, 4)} | person | near


def recommendation_row(recommender: "Recommender", film: "Recommendation | Suggestion") -> dict[str, Any]:
    """A recommended film; the terms add up to the score, both rounded to four decimals."""
    return film_row(recommender, film.movie) | {"score": round(film.score, 4), "terms": rounded(film.terms)}


def suggestion_row(recommender: "Recommender", suggestion: "Suggestion") -> dict[str, Any]:
    """The film a session suggests, with the evidence for it."""
    return recommendation_row(recommender, suggestion) | {
        "fit": round(suggestion.fit, 4),
        "affinity": round(suggestion.affinity, 4),
        "reasons": [movie_row(each.movie) | {"weight": round(each.weight, 4)} for each in suggestion.reasons],
        "kin": [
            {"kind": kin.kind, "name": kin.name, "films": list(map(movie_row, kin.movies)), "liked": kin.liked}
            for kin in suggestion.kin
        ],
    }


def intent_row(parsed: "Intent") -> dict[str, Any]:
    """A parsed prompt."""
    return {
        "kind": parsed.kind,
        "parts": [{"kind": part.kind, "label": part.label} for part in parsed.parts],
        "affects": rounded(parsed.affects),
        "genre_weights": rounded(parsed.genre_weights),
        "avoid_genres": list(parsed.avoid_genres),
        "years": None if parsed.years is None else list(parsed.years),
        "like": [movie_row(movie) for movie in parsed.like],
        "not_understood": [{"text": part.label, "why": part.why} for part in parsed.not_understood],
    }


def rounded(numbers: Mapping[str, float]) -> dict[str, float]:
    """Round numbers to four decimals."""
    return {name: round(number, 4) for name, number in numbers.items()}
