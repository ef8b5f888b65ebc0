"""The path of a user's taste across the film map, from the favourites to the latest answer; of two people, both."""

from dataclasses import replace

import numpy as np

from matinee.engine.models.film_map import is_placed, locate_taste
from matinee.engine.models.profile import Answer, Profile
from matinee.engine.session.view import SessionView
from matinee.policy.array_types import FloatArray

MAX_POINTS = 60
"""Longer paths are reduced to this many points."""


def taste_path(session: SessionView, positions: FloatArray) -> FloatArray:
    """Trace where the taste was at the start and after each like and dislike; prompts are ignored.

    Args:
        session: the session; of one for two people, the path is that of the first.
        positions: (n_movies, 2) positions of the films, NaN for films that are not on the map.

    Returns:
        (n_points, 2) positions, oldest first, at most ``MAX_POINTS`` evenly chosen ones; empty if no film that the
        model can score is on the map.
    """
    return profile_path(session, session.profile, positions)


def taste_paths(session: SessionView, positions: FloatArray) -> list[FloatArray]:
    """Trace the taste of everybody in a session as ``taste_path`` does: of the only person, or of both."""
    profiles = (session.profile, session.companion_profile)
    return [profile_path(session, profile, positions) for profile in profiles if profile is not None]


def profile_path(session: SessionView, profile: Profile, positions: FloatArray) -> FloatArray:
    """Trace the taste of one person; see ``taste_path``."""
    moving = [count for count, (_, answer) in enumerate(profile.answers, 1) if answer in (Answer.LIKE, Answer.DISLIKE)]
    steps = np.array([0, *moving])
    if len(steps) > MAX_POINTS:
        steps = steps[np.linspace(0, len(steps) - 1, MAX_POINTS).round().astype(int)]
    moments = [replace(profile, answers=profile.answers[:step], intent=None) for step in steps]
    path = np.array([locate_profile(session, moment, positions) for moment in moments])
    return path[is_placed(path)]


def locate_profile(session: SessionView, profile: Profile, positions: FloatArray) -> FloatArray:
    """(2,) position of a profile's taste according to the session's model; NaN if it cannot be located.

    Args:
        session: gives the model.
        profile: the profile to locate.
        positions: (n_movies, 2) positions of the films, NaN for films that are not on the map.
    """
    return locate_taste(session.model.scores(profile), positions, session.model.known)
