"""The liked films that account for a suggestion."""

from collections.abc import Iterable

import numpy as np

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.models.kin_evidence import kin_contributions, likeness
from matinee.engine.session.ranking import PersonalRanking, RankingContext
from matinee.engine.session.suggestion import Evidence
from matinee.policy.terms import KINDS_OF_KINSHIP, term_weights

MAX_FILMS = 3
MIN_SHARE = 0.15
"""Part of the first film's weight below which a film is not named."""
MIN_TOTAL = 0.25
"""Least that the liked films must add to a score together to account for it, in ``model_deviation``."""
NOTHING_IN_COMMON = 0.03
"""Likeness of a film that shares no known feature with the suggestion; those by the same director have about 0.5."""


def select_evidence(context: RankingContext, personal: PersonalRanking, row: int) -> tuple[Evidence, ...]:
    """Select the liked films that account best for a film of a personal ranking, the best first.

    Only films that raise its score are named, and none if all together hardly do. Those that have much in common with
    it come first: models add up many small parts, and of two films with similar parts a person understands the one
    that is alike.

    Args:
        context: what the film was ranked by.
        personal: the ranking.
        row: catalogue row of the film.
    """
    shares = score_shares(context, personal, row)
    if sum(shares.values()) < MIN_TOTAL * model_deviation(personal):
        return ()
    films = [film for film, share in shares.items() if share > 0]
    alike = np.zeros(len(films)) if context.kinship is None else likeness(context.kinship, row, films)
    weights = [shares[film] * (NOTHING_IN_COMMON + each) for film, each in zip(films, alike.tolist(), strict=True)]
    ordered = sorted(zip(weights, films, strict=True), key=lambda pair: -pair[0])[:MAX_FILMS]
    named = [(film, weight) for weight, film in ordered if weight >= MIN_SHARE * ordered[0][0]]
    return tuple(Evidence(context.catalogue.movie(film), weight) for film, weight in named)


def merge_evidence(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The evidence of two people for one film, the best first; a film that both liked counts for both, once."""
    weights: dict[Movie, float] = {}
    for each in evidence:
        weights[each.movie] = weights.get(each.movie, 0.0) + each.weight
    return tuple(Evidence(movie, weight) for movie, weight in sorted(weights.items(), key=lambda pair: -pair[1]))


def score_shares(context: RankingContext, personal: PersonalRanking, row: int) -> dict[int, float]:
    """What each liked film adds to the score of a film: by the model, and by what both have in common.

    Args:
        context, personal, row: as for ``select_evidence``.

    Returns:
        Catalogue row of a favourite or liked film → its part of the score.
    """
    profile, candidates = personal.profile, personal.candidates
    weights = term_weights(context.policy, prompted=candidates.is_prompted)
    deviation = float(candidates.model_scores[personal.ranking.eligible].std())
    unit = model_deviation(personal) / deviation if deviation > 0 else 0.0
    modelled = context.model.contributions(profile, row)
    liked = profile.favourites + profile.likes
    total = np.array([unit * modelled.get(film, 0.0) for film in liked], dtype=np.float64)
    if context.kinship is not None:
        for kind in KINDS_OF_KINSHIP:
            total += weights[f"kin_{kind}"] * kin_contributions(context.kinship, kind, profile, row)
    return dict(zip(liked, total.tolist(), strict=True))


def model_deviation(personal: PersonalRanking) -> float:
    """Standard deviation of what the model adds to the scores of the eligible films."""
    added = personal.ranking.contributions.get("model")
    return 0.0 if added is None else float(added[personal.ranking.eligible].std())
