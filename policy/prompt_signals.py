"""What a prompt asks for, as arrays over the catalogue; ``policy.terms`` turns them into score terms."""

from dataclasses import dataclass

import numpy as np

from matinee.policy.array_types import BoolArray, FloatArray

N_TOP_GENRES = 2
"""Soft mode puts films of this many top genres first. [S0]"""


@dataclass(frozen=True, eq=False)
class PromptSignals:
    """What a prompt asks for, film by film.

    Every array has shape (n_movies,). Numbers are 0 where the prompt does not mention the aspect.

    Attributes:
        text: cosine similarity of the film's text with the query.
        exclusion: how similar the film is to what the prompt excludes.
        propagation: similarity in taste with the films whose texts match best.
        named_genre: how many of the genres named in the prompt the film has.
        genre: sum of the prompt's weights of the film's genres.
        example: similarity with the films named as examples.
        eligible: False where the film is excluded, by year, by genre, or because the prompt names it.
        requested_genres: True where the film has a genre that was asked for; strict mode keeps only these.
        priority: True where the film has one of the two top genres; soft mode shows these first.
        asks: whether anything is asked for, rather than only ruled out.
        recency: what the film gains or loses by its year, in a conversation; None outside of one.
    """

    text: FloatArray
    exclusion: FloatArray
    propagation: FloatArray
    named_genre: FloatArray
    genre: FloatArray
    example: FloatArray
    eligible: BoolArray
    requested_genres: BoolArray
    priority: BoolArray
    asks: bool = True
    recency: FloatArray | None = None


def top_genres(weights: FloatArray, count: int = N_TOP_GENRES) -> BoolArray:
    """Find the genres of largest positive weight.

    Args:
        weights: (n_genres,).
        count: how many genres at most; of equal weights the first count.

    Returns:
        (n_genres,) True for the top genres.
    """
    chosen = np.zeros(len(weights), dtype=np.bool_)
    chosen[np.argsort(-weights, kind="stable")[:count]] = True
    return chosen & (weights > 0)


def askable_films(known: BoolArray, signals: PromptSignals | None) -> BoolArray:
    """The films that may be shown: those that the model knows or, if a prompt asks for something, all.

    A prompt says itself what fits; with the known films alone many a country or actor has none.

    Args:
        known: (n_movies,) films the model can score.
        signals: signals of the active prompt; None without one.
    """
    return np.ones_like(known) if signals is not None and signals.asks else known
