"""The liked films that account for a suggestion."""

from collections.abc import Iterable

import numpy as np

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.models.kin_evidence import kin_contributions, likeness
from matinee.engine.session.ranking import PersonalRanking, RankingContext
from matinee.engine.session.suggestion import Evidence
from matinee.policy.array_types import FloatArray
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
    liked, shares = personal.profile.liked, score_shares(context, personal, row)
    if shares.sum() < MIN_TOTAL * model_deviation(personal):
        return ()
    alike = np.zeros(len(liked)) if context.kinship is None else likeness(context.kinship, row, liked)
    weights = np.where(shares > 0, shares * (NOTHING_IN_COMMON + alike), 0.0)
    best = np.argsort(-weights, kind="stable")[:MAX_FILMS]
    named = best[(weights[best] > 0) & (weights[best] >= MIN_SHARE * weights[best].max(initial=0.0))]
    return tuple(Evidence(context.catalogue.movie(liked[place]), float(weights[place])) for place in named.tolist())


def merge_evidence(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The evidence of two people for one film, the best first; a film that both liked counts for both, once."""
    weights: dict[Movie, float] = {}
    for each in evidence:
        weights[each.movie] = weights.get(each.movie, 0.0) + each.weight
    return tuple(Evidence(movie, weight) for movie, weight in sorted(weights.items(), key=lambda pair: -pair[1]))


def score_shares(context: RankingContext, personal: PersonalRanking, row: int) -> FloatArray:
    """What each liked film adds to the score of a film: by the model, and by what both have in common.

    Args:
        context, personal, row: as for ``select_evidence``.

    Returns:
        (n_liked,) part of the score of each favourite and liked film.
    """
    profile, candidates = personal.profile, personal.candidates
    deviation = float(candidates.model_scores[personal.ranking.eligible].std())
    unit = model_deviation(personal) / deviation if deviation > 0 else 0.0
    modelled = context.model.contributions(profile, row)
    shares = np.array([unit * modelled.get(film, 0.0) for film in profile.liked], dtype=np.float64)
    if context.kinship is not None:
        weights = term_weights(context.policy, prompted=candidates.is_prompted)
        of_kinds = {kind: weights[f"kin_{kind}"] for kind in KINDS_OF_KINSHIP}
        shares += kin_contributions(context.kinship, of_kinds, profile, row)
    return shares


def model_deviation(personal: PersonalRanking) -> float:
    """Standard deviation of what the model adds to the scores of the eligible films."""
    added = personal.ranking.contributions.get("model")
    return 0.0 if added is None else float(added[personal.ranking.eligible].std())
