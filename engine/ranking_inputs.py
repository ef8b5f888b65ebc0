"""What films are ranked by without a session: the likes of one person or of two, or a user of the training data."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matinee.engine.bundle.model_factory import factors_of
from matinee.engine.bundle_view import BundleView
from matinee.engine.errors import MatineeError, UserNotFoundError
from matinee.engine.models.kinship import kin_terms
from matinee.engine.models.profile import Answer, Profile, genre_weights
from matinee.engine.prompts.conversation import conversation_signals
from matinee.engine.recommendation import RankingInputs, ScoredTaste
from matinee.policy.array_types import FloatArray
from matinee.policy.prompt_signals import askable_films

if TYPE_CHECKING:
    from matinee.engine.prompts.intent import Intent


def inputs_from_likes(
    view: BundleView,
    likes: Sequence[int],
    dislikes: Sequence[int],
    *,
    companion_likes: Sequence[int],
    seen: Sequence[int],
    only: Sequence[int] | None,
    intent: "Intent | None",
    model: str | None,
) -> RankingInputs:
    """Collect what films are ranked by for somebody with these likes and dislikes.

    Args:
        view: the films and models.
        likes, dislikes, companion_likes, seen, only, model: as for ``Recommender.recommend``.
        intent: the interpreted prompt; None without one.

    Raises:
        MovieNotFoundError, ModelNotFoundError: an unknown id or name.
    """
    catalogue, policy = view.catalogue, view.policy
    liked = tuple(catalogue.row(movie_id) for movie_id in likes)
    answers = tuple((catalogue.row(movie_id), Answer.DISLIKE) for movie_id in dislikes)
    excluded = tuple(catalogue.row(movie_id) for movie_id in seen)
    vector = None if intent is None else intent.vector
    profile = Profile(liked, answers, vector, excluded)
    companion = Profile(tuple(catalogue.row(movie_id) for movie_id in companion_likes), (), vector)
    chosen = view.model(model)
    prompt_only = not liked and intent is not None
    signals = None if intent is None else intent.signals
    # without likes there are no model scores to weight, so films the model does not know are eligible too
    talks = intent is not None and intent.is_talk  # people name films to each other that others know
    known = np.ones(len(catalogue), dtype=np.bool_) if prompt_only else chosen.known
    if not talks:
        known = askable_films(known, signals)
    if only is not None:  # also the films that the model does not know: the user chose them
        known = catalogue.mask_seen(catalogue.row(movie_id) for movie_id in only)
    if signals is not None and prompt_only:
        policy = replace(policy, prompt_taste_share=0.0)
        signals = replace(signals, asks=True)  # nothing else ranks the films
    elif intent is not None and talks:
        signals = conversation_signals(intent, catalogue, liked, view.similarity.total)
    return RankingInputs(
        policy,
        [
            score_taste(view, each, np.zeros(len(catalogue)) if prompt_only else chosen.scores(each))
            for each in (profile, *([companion] if companion_likes else ()))
        ],
        known,
        signals,
        profile.seen + companion.seen,
    )


def inputs_from_user(view: BundleView, user_id: int, *, intent: "Intent | None", model: str | None) -> RankingInputs:
    """Collect what films are ranked by for a user of the training data.

    Args:
        view: the films and models.
        user_id: id of the user in the training data.
        intent: the interpreted prompt; None without one.
        model: name of the model; None for the default.

    Raises:
        UserNotFoundError, ModelNotFoundError: an unknown id or name.
        MatineeError: the model has no user vectors.
    """
    users = view.bundle.users
    index = users.index(user_id)
    chosen = view.model(model)
    factors = factors_of(view.bundle, chosen)
    if factors is None:
        suitable = [name for name in view.model_names if factors_of(view.bundle, view.model(name)) is not None]
        raise MatineeError(f"The model '{chosen.name}' has no user vectors; choose one of {', '.join(suitable)}.")
    if not factors.users[index].any():
        raise UserNotFoundError(f"User {user_id} rated too few films for '{chosen.name}'; use --like instead.")
    liked = Profile(tuple(users.liked_rows(index).tolist()))
    scores = np.asarray(factors.vectors @ factors.users[index], dtype=np.float64)
    return RankingInputs(
        view.policy,
        [ScoredTaste(scores, users.genre_weights[index], kin_terms(view.kinship, liked, view.policy))],
        askable_films(chosen.known, None if intent is None else intent.signals),
        None if intent is None else intent.signals,
        tuple(users.seen_rows(index).tolist()),
    )


def score_taste(view: BundleView, profile: Profile, scores: FloatArray) -> ScoredTaste:
    """The taste of a profile, with the scores (n_movies,) of a model for it."""
    weights = genre_weights(view.catalogue.taste_genres, profile.favourites)
    return ScoredTaste(scores, weights, kin_terms(view.kinship, profile, view.policy))
