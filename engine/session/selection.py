"""Selects the film to show: what the models read, what the policy ranks, and the suggestion that results."""

from collections.abc import Sequence

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.series import first_allowed
from matinee.engine.models.base import Model
from matinee.engine.models.profile import Answer, Profile
from matinee.engine.session.state import SessionState
from matinee.engine.session.suggestion import Suggestion, top_evidence
from matinee.engine.session.taste_profile import fit_zscore
from matinee.policy import Candidates, Ranking
from matinee.policy.array_types import BoolArray, FloatArray
from matinee.policy.prompt_signals import PromptSignals

SERIES_DEPTH = 50
"""While a prompt is active, this many top films are searched for one whose series was not shown recently."""
TASTE_ANSWERS = (Answer.LIKE, Answer.DISLIKE, Answer.SKIP)
"""Answers that models may use; films with any other answer are only excluded from the suggestions."""


def build_profile(
    catalogue: Catalogue, favourites: tuple[int, ...], state: SessionState, prompt_vector: FloatArray | None
) -> Profile:
    """Convert the answers of a session to the profile that models read.

    Args:
        catalogue: all films.
        favourites: catalogue rows of the favourites.
        state: the session state.
        prompt_vector: (384,) sentence vector of the active prompt; None without one.
    """
    answered = [(catalogue.row(movie), answer) for movie, answer in state.answers]
    return Profile(
        favourites,
        tuple((row, answer) for row, answer in answered if answer in TASTE_ANSWERS),
        prompt_vector,
        tuple(row for row, answer in answered if answer not in TASTE_ANSWERS),
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
) -> Candidates:
    """Collect the arrays that the policy ranks by.

    Args:
        catalogue: all films.
        model: the model that scores them.
        profile: what the model reads.
        state: the session state, for the genre request.
        affinity: (n_movies,) genre affinity with the favourites, in [0, 1].
        signals: signals of the active prompt; None without one.
        limit_to: (n_movies,) the only films that may be shown; None for all.
    """
    seen = np.zeros(len(catalogue), dtype=np.bool_)
    seen[list(profile.seen)] = True
    known = model.known if limit_to is None else model.known & limit_to
    request, requested = state.requested_genre, None
    if request is not None and request.genre is not None:
        requested = catalogue.genres[:, catalogue.genre(request.genre)]
        known = known & requested if request.strict else known
    return Candidates(
        model_scores=model.scores(profile),
        known=known,
        seen=seen,
        affinity=affinity,
        popularity=catalogue.rating_counts,
        requested=requested,
        prompt=signals,
    )


def select_suggestion(
    catalogue: Catalogue,
    model: Model,
    profile: Profile,
    *,
    candidates: Candidates,
    ranking: Ranking,
    shown: Sequence[int],
) -> Suggestion | None:
    """Select the best film of a ranking and explain it.

    While a prompt is active, a film whose series was shown recently gives way to the next one, because prompts
    otherwise tend to return one long series.

    Args:
        catalogue: all films.
        model: the model that scored the candidates.
        profile: what the model read.
        candidates: what was ranked.
        ranking: the result.
        shown: catalogue rows of the films shown so far, in order.

    Returns:
        The suggestion, or None if no film is eligible.
    """
    best = ranking.top(1 if candidates.prompt is None else SERIES_DEPTH)
    if not len(best):
        return None
    row = int(best[0])
    if candidates.prompt is not None:
        row = first_allowed(shown, best, catalogue.titles)
    return Suggestion(
        movie=catalogue.movie(row),
        score=float(ranking.scores[row]),
        terms=ranking.explain(row),
        reasons=top_evidence(catalogue, model.contributions(profile, row)),
        fit=fit_zscore(candidates.model_scores, model.known, row),
        affinity=float(candidates.affinity[row]),
    )
