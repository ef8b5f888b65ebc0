"""Selects the film to show: what the models read, what the policy ranks, and the suggestion that results."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.variety import Variety
from matinee.engine.models.base import Model
from matinee.engine.models.kinship import Kinship
from matinee.engine.models.profile import Answer, Profile
from matinee.engine.session.state import SessionState
from matinee.engine.session.suggestion import Suggestion, describe_kinship, top_evidence
from matinee.policy import Candidates, Ranking
from matinee.policy.array_types import BoolArray, FloatArray, IntArray
from matinee.policy.prompt_signals import PromptSignals
from matinee.policy.terms import zscore

DEPTH = 50
"""This many top films are searched for one that exceeds no limit, then all."""
TASTE_ANSWERS = (Answer.LIKE, Answer.DISLIKE, Answer.SKIP)
"""Answers that models may use; films with any other answer are only excluded from the suggestions."""


def build_profile(
    catalogue: Catalogue,
    favourites: tuple[int, ...],
    answers: Sequence[tuple[int, Answer]],
    prompt_vector: FloatArray | None,
    others: Sequence[int] = (),
) -> Profile:
    """Convert the answers of a person to the profile that models read.

    Args:
        catalogue: all films.
        favourites: catalogue rows of the favourites.
        answers: (movie id, answer), in order.
        prompt_vector: (384,) sentence vector of the active prompt; None without one.
        others: catalogue rows of films that must not be suggested for another reason.
    """
    answered = [(catalogue.row(movie), answer) for movie, answer in answers]
    return Profile(
        favourites,
        tuple((row, answer) for row, answer in answered if answer in TASTE_ANSWERS),
        prompt_vector,
        (*(row for row, answer in answered if answer not in TASTE_ANSWERS), *others),
    )


def build_candidates(
    catalogue: Catalogue,
    model: Model,
    profile: Profile,
    state: SessionState,
    *,
    affinity: FloatArray,
    signals: PromptSignals | None,
    limit_to: BoolArray | None,
    kinship: Callable[[str], FloatArray] | None = None,
) -> Candidates:
    """Collect the arrays that the policy ranks by.

    Args:
        catalogue: all films.
        model: the model that scores them.
        profile: what the model reads.
        state: the session state, for the requested genre and the watchlist.
        affinity: (n_movies,) genre affinity with the favourites, in [0, 1].
        signals: signals of the active prompt; None without one.
        limit_to: (n_movies,) the only films that may be shown; None for all.
        kinship: kind of feature → (n_movies,) what each film has in common with the liked films; None without.
    """
    known, seen = model.known, profile.seen
    if state.watchlist_only:  # also the films that the model does not know: the user chose them
        watchlist = [catalogue.row(movie) for movie in state.open_watchlist]
        known, seen = catalogue.mask_seen(watchlist), tuple({*seen} - {*watchlist})
    known = known & catalogue.shown
    if limit_to is not None:
        known = known & limit_to
    requested = requested_films(catalogue, state)
    if requested is not None and state.requested_genre is not None and state.requested_genre.strict:
        known = known & requested
    return Candidates(
        model_scores=model.scores(profile),
        known=known,
        seen=catalogue.mask_seen(seen),
        affinity=affinity,
        popularity=catalogue.rating_counts,
        requested=requested,
        prompt=signals,
        kinship=kinship,
    )


def requested_films(catalogue: Catalogue, state: SessionState) -> BoolArray | None:
    """(n_movies,) True for films of the genre that a session asks for; None if it asks for none."""
    request = state.requested_genre
    return None if request is None or request.genre is None else catalogue.genres[:, catalogue.genre(request.genre)]


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


def select_suggestion(
    catalogue: Catalogue,
    model: Model,
    personal: Sequence[PersonalRanking],
    *,
    ranking: Ranking,
    shown: Sequence[int],
    variety: Variety,
    same_director: bool,
    genre_due: bool = False,
    kinship: Kinship | None = None,
) -> Suggestion | None:
    """Select the best film of a ranking and explain it.

    A film whose series or director was shown too often recently gives way to the next one, unless all films left are
    of that kind.

    Args:
        catalogue: all films.
        model: the model that scored the candidates.
        personal: the ranking for each person.
        ranking: the ranking to select from.
        shown: catalogue rows of the films shown so far, in order.
        variety: the limits of series and directors.
        same_director: allow any number of films of a director, because the user asked for films like one.
        genre_due: select a film of the requested genre as long as one is eligible.
        kinship: compares films by their features; None without kinship terms.

    Returns:
        The suggestion, or None if no film is eligible.
    """
    due = personal[0].candidates.requested if genre_due else None  # the same for each person
    row = choose_row(ranking if due is None else ranking.prefer(due), shown, variety, same_director)
    if row is None:
        return None
    views = tuple(explain(catalogue, model, each, row, kinship) for each in personal)
    return views[0] if len(views) == 1 else merge_views(views, ranking, row)


def explain(
    catalogue: Catalogue, model: Model, personal: PersonalRanking, row: int, kinship: Kinship | None
) -> Suggestion:
    """Explain a film of a personal ranking; the arguments are those of ``select_suggestion``, and its row."""
    profile, candidates, terms = personal.profile, personal.candidates, personal.ranking.explain(row)
    return Suggestion(
        movie=catalogue.movie(row),
        score=float(personal.ranking.scores[row]),
        terms=terms,
        reasons=top_evidence(catalogue, model.contributions(profile, row)),
        fit=float(zscore(candidates.model_scores, model.known)[row]),
        affinity=float(candidates.affinity[row]),
        kin=() if kinship is None else describe_kinship(catalogue, kinship, profile, row, terms),
    )


def merge_views(views: tuple[Suggestion, ...], ranking: Ranking, row: int) -> Suggestion:
    """A film suggested to two people, from what it is for each; what it shares with liked films stays in ``views``."""
    return Suggestion(
        movie=views[0].movie,
        score=float(ranking.scores[row]),
        terms=ranking.explain(row),
        reasons=tuple(reason for view in views for reason in view.reasons),
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
        shown, variety, same_director: as for ``select_suggestion``.
        count: how many rows to return at most.
    """
    rows = [] if first is None else [first]
    left = order
    while len(rows) < count and len(left := left[~np.isin(left, rows)]):
        row = variety.first_allowed([*shown, *rows], left, same_director=same_director)
        rows.append(int(left[0]) if row is None else row)
    return rows
