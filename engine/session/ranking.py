"""Ranks the catalogue for each person of a session."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.models.base import Model
from matinee.engine.models.kinship import Kinship, kin_terms
from matinee.engine.models.profile import Profile
from matinee.engine.session.genre_requests import requested_films
from matinee.engine.session.state import SessionState
from matinee.policy import Candidates, Policy, Ranking, rank
from matinee.policy.array_types import BoolArray, FloatArray
from matinee.policy.filters import MAX_WIDENING
from matinee.policy.pair import joint_ranking
from matinee.policy.prompt_signals import PromptSignals, askable_films


@dataclass(frozen=True, eq=False)
class RankingContext:
    """What a session ranks films by, the same for everybody in it.

    Attributes:
        catalogue: all films.
        model: the model that scores them.
        policy: weights and filters.
        state: the session state, for the requested genre and the watchlist.
        seed: seed of the random numbers.
        signals: signals of the active prompt; None without one.
        limit_to: (n_movies,) the only films that may be shown; None for all.
        kinship: compares films by their features; None without kinship terms.
    """

    catalogue: Catalogue
    model: Model
    policy: Policy
    state: SessionState
    seed: int
    signals: PromptSignals | None
    limit_to: BoolArray | None
    kinship: Kinship | None


@dataclass(frozen=True, eq=False)
class PersonalRanking:
    """The catalogue as it is ranked for one person.

    Attributes:
        profile: what the model read.
        candidates: what was ranked.
        ranking: the result.
    """

    profile: Profile
    candidates: Candidates
    ranking: Ranking


def rank_each(
    context: RankingContext, people: Sequence[tuple[Profile, FloatArray]], widened: int
) -> list[PersonalRanking]:
    """Rank the catalogue for each person.

    Args:
        context: what films are ranked by.
        people: profile and (n_movies,) genre affinity with the favourites, in [0, 1], of each.
        widened: how many steps the genre filter is relaxed.
    """
    rankings = []
    for profile, affinity in people:
        # one generator per choice: after an undo, or once a prompt is cleared, the same choice draws the same numbers
        generator = np.random.default_rng([context.seed, context.state.choice_count])
        candidates = build_candidates(context, profile, affinity)
        rankings.append(PersonalRanking(profile, candidates, rank(candidates, context.policy, generator, widened)))
    return rankings


def join_rankings(personal: Sequence[PersonalRanking], policy: Policy) -> Ranking:
    """The ranking for everybody together, from that for each."""
    return joint_ranking([each.ranking for each in personal], policy.pair_least_misery)


def widening_needed(context: RankingContext, people: Sequence[tuple[Profile, FloatArray]]) -> int | None:
    """How many more steps the genre filter must be relaxed for a film to pass; None if that cannot help.

    The arguments are those of ``rank_each``.
    """
    widened = context.state.widened
    for steps in range(1, MAX_WIDENING - widened + 1):
        if join_rankings(rank_each(context, people, widened + steps), context.policy).eligible.any():
            return steps
    return None


def build_candidates(context: RankingContext, profile: Profile, affinity: FloatArray) -> Candidates:
    """Collect the arrays that the policy ranks by.

    Args:
        context: what films are ranked by.
        profile: what the model reads.
        affinity: (n_movies,) genre affinity with the favourites, in [0, 1].
    """
    catalogue, state = context.catalogue, context.state
    known, seen = askable_films(context.model.known, context.signals), profile.seen
    if state.watchlist_only:  # also the films that the model does not know: the user chose them
        watchlist = [catalogue.row(movie) for movie in state.open_watchlist]
        known, seen = catalogue.mask_seen(watchlist), tuple({*seen} - {*watchlist})
    known = known & catalogue.shown
    if context.limit_to is not None:
        known = known & context.limit_to
    requested = requested_films(catalogue, state)
    if requested is not None and state.requested_genre is not None and state.requested_genre.strict:
        known = known & requested
    return Candidates(
        model_scores=context.model.scores(profile),
        known=known,
        seen=catalogue.mask_seen(seen),
        affinity=affinity,
        popularity=catalogue.rating_counts,
        requested=requested,
        prompt=context.signals,
        kinship=None if context.kinship is None else kin_terms(context.kinship, profile, context.policy),
    )
