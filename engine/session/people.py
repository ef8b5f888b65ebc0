"""The people of a session: their favourites, and the profiles that models read."""

from collections.abc import Sequence
from dataclasses import dataclass

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.models.profile import Answer, Profile, genre_weights
from matinee.engine.session.state import SessionState
from matinee.policy.array_types import FloatArray

TASTE_ANSWERS = (Answer.LIKE, Answer.DISLIKE, Answer.SKIP)
"""Answers that models may use; films with any other answer are only excluded from the suggestions."""


@dataclass(frozen=True, eq=False)
class Person:
    """Somebody for whom a session ranks films.

    Attributes:
        favourites: their catalogue rows.
        affinity: (n_movies,) genre affinity with the favourites, in [0, 1].
    """

    favourites: tuple[int, ...]
    affinity: FloatArray


def create_person(catalogue: Catalogue, favourites: Sequence[int]) -> Person:
    """Look up the favourites of a person, given as movie ids. Raises MovieNotFoundError."""
    rows = tuple(catalogue.row(movie_id) for movie_id in favourites)
    return Person(rows, catalogue.genre_affinity(genre_weights(catalogue.taste_genres, rows)))


def build_own_profile(
    catalogue: Catalogue,
    person: Person,
    companion: Person | None,
    state: SessionState,
    prompt_vector: FloatArray | None,
) -> Profile:
    """The profile of the only person of a session, or of the first of two.

    Args:
        catalogue: all films.
        person: whose profile it is.
        companion: the second person, whose favourites are not suggested either; None in a session of one.
        state: the answers so far.
        prompt_vector: (384,) sentence vector of the active prompt; None without one.
    """
    others = () if companion is None else companion.favourites
    return build_profile(catalogue, person.favourites, state.own_answers, prompt_vector, others)


def build_companion_profile(
    catalogue: Catalogue, person: Person, companion: Person, state: SessionState, prompt_vector: FloatArray | None
) -> Profile:
    """The profile of the second person, whose taste the films that the first one imported say nothing about.

    The arguments are those of ``build_own_profile``.
    """
    answered = {movie for movie, _ in state.companion_answers}
    imported = [catalogue.row(movie) for movie, _ in state.answers if movie not in answered]
    others = (*person.favourites, *imported)
    return build_profile(catalogue, companion.favourites, state.companion_answers, prompt_vector, others)


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
