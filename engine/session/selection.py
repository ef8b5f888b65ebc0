"""Selects the film to show from the rankings of a session, and the films that come after it."""

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

import numpy as np

from matinee.engine.catalogue.variety import Variety
from matinee.engine.session.evidence import merge_evidence, select_evidence
from matinee.engine.session.genre_requests import is_requested_genre_due, requested_films, shown_rows
from matinee.engine.session.ranking import PersonalRanking, RankingContext, join_rankings
from matinee.engine.session.suggestion import Suggestion, describe_kinship
from matinee.policy import Ranking
from matinee.policy.array_types import IntArray
from matinee.policy.personal_fit import personal_fit, share_of_better_peers
from matinee.policy.terms import zscore

DEPTH = 50
"""This many top films are searched for one that exceeds no limit, then all."""


def select_suggestion(
    context: RankingContext, personal: Sequence[PersonalRanking], variety: Variety, *, same_director: bool
) -> Suggestion | None:
    """Select the best film of a session and explain it.

    A film whose series or director was shown too often recently gives way to the next one, unless all films left are
    of that kind.

    Args:
        context: what films were ranked by; while films of a requested genre are too few, one of them is selected.
        personal: the ranking for each person.
        variety: the limits of series and directors.
        same_director: allow any number of films of a director, because the user asked for films like one.

    Returns:
        The suggestion, or None if no film is eligible.
    """
    catalogue, state = context.catalogue, context.state
    ranking = join_rankings(personal, context.policy)
    due = requested_films(catalogue, state) if is_requested_genre_due(catalogue, state) else None
    shown = shown_rows(catalogue, state)
    row = choose_row(ranking if due is None else ranking.prefer(due), shown, variety, same_director)
    if row is None:
        return None
    if len(personal) == 1:
        return explain(context, personal[0], row)
    return merge_views(tuple(explain_to_one(context, each, row) for each in personal), ranking, row)


def explain(context: RankingContext, personal: PersonalRanking, row: int) -> Suggestion:
    """Explain a film of a personal ranking, given by its catalogue row."""
    catalogue, kinship = context.catalogue, context.kinship
    profile, candidates, terms = personal.profile, personal.candidates, personal.ranking.explain(row)
    return Suggestion(
        movie=catalogue.movie(row),
        score=float(personal.ranking.scores[row]),
        terms=terms,
        reasons=select_evidence(context, personal, row),
        fit=float(zscore(candidates.model_scores, context.model.known)[row]),
        affinity=float(candidates.affinity[row]),
        kin=() if kinship is None else describe_kinship(catalogue, kinship, profile, row, terms),
    )


def explain_to_one(context: RankingContext, personal: PersonalRanking, row: int) -> Suggestion:
    """Explain a film to one of two people, and say how many films fit them better."""
    films = context.model.known & context.catalogue.shown
    fit = personal_fit(personal.candidates, context.policy, films)
    share = share_of_better_peers(fit, context.catalogue.rating_counts, row, films)
    return replace(explain(context, personal, row), better_peers=share)


def merge_views(views: tuple[Suggestion, ...], ranking: Ranking, row: int) -> Suggestion:
    """A film suggested to two people, from what it is for each; what it shares with liked films stays in ``views``."""
    return Suggestion(
        movie=views[0].movie,
        score=float(ranking.scores[row]),
        terms=ranking.explain(row),
        reasons=merge_evidence(reason for view in views for reason in view.reasons),
        fit=fmean(view.fit for view in views),
        affinity=fmean(view.affinity for view in views),
        views=views,
    )


def choose_row(ranking: Ranking, shown: Sequence[int], variety: Variety, same_director: bool) -> int | None:
    """The best eligible film within the limits, or the best of all if none is; None without eligible films."""
    best = ranking.top(DEPTH)
    if not len(best):
        return None
    row = variety.first_allowed(shown, best, same_director=same_director)
    if row is None and len(best) == DEPTH:
        row = variety.first_allowed(shown, ranking.top(len(ranking.eligible)), same_director=same_director)
    return int(best[0]) if row is None else row


def choose_rows(
    order: IntArray, first: int | None, shown: Sequence[int], variety: Variety, *, same_director: bool, count: int
) -> list[int]:
    """The films that come next if their order stays as it is, within the limits as far as possible.

    Args:
        order: (n,) rows of the films to choose from, best first.
        first: row of the film to show now; None if there is none.
        shown: catalogue rows of the films shown so far, in order.
        variety, same_director: as for ``select_suggestion``.
        count: how many rows to return at most.
    """
    rows = [] if first is None else [first]
    left = order
    while len(rows) < count and len(left := left[~np.isin(left, rows)]):
        row = variety.first_allowed([*shown, *rows], left, same_director=same_director)
        rows.append(int(left[0]) if row is None else row)
    return rows
