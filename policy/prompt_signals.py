"""What a prompt asks of the films, as named terms; each is a pure function like those of ``policy.terms``."""

from dataclasses import dataclass

import numpy as np

from matinee.policy.array_types import BoolArray, FloatArray

FRONT = 2
"""Soft mode puts films with one of so many leading genres first (source 000)."""


@dataclass(frozen=True, eq=False)
class Wanted:
    """What was asked for, film by film; every array has shape (n_movies,) and is 0 where nothing was said.

    Attributes:
        text: cosine of the film's text with the wish.
        refused: how near the film is to what was ruled out.
        spread: what the best text hits say through the people who like them.
        named: share of the genres asked for by name that it carries.
        genre: its genres weighed by the wish (spec §2.6).
        like: likeness with films named as examples.
        possible: False where the film is ruled out: by year, or by a genre that must not be.
        asked_genres: True where it carries a genre asked for; what strict mode keeps.
        front: True where it carries one of the two leading genres; what soft mode puts first.
    """

    text: FloatArray
    refused: FloatArray
    spread: FloatArray
    named: FloatArray
    genre: FloatArray
    like: FloatArray
    possible: BoolArray
    asked_genres: BoolArray
    front: BoolArray


def leading(weights: FloatArray, count: int = FRONT) -> BoolArray:
    """(n_genres,) True for the genres of largest weight, those without weight never.

    Args:
        weights: (n_genres,).
    """
    chosen = np.zeros(len(weights), dtype=np.bool_)
    chosen[np.argsort(-weights, kind="stable")[:count]] = True
    return chosen & (weights > 0)
