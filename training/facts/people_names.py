"""Names for people of whom Wikidata's extract has the id alone.

Each film has a list of ids, from Wikidata, and a list of names, from Wikipedia or DBpedia, of the same people in no
common order. Over many films an id occurs together with one name. This is word alignment: expectation maximisation
estimates how likely each id is to have each name [Brown 1993], both ways within a film; then ids and names are linked
one to one, the strongest association first [Melamed 2000].
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matinee.engine.catalogue.title_normalization import squash_title
from matinee.policy.array_types import FloatArray, IntArray

ITERATIONS = 15
BALANCING = 3
"""Times per iteration that the films' alignments are normalised, by id and by name in turn."""
SLACK = 0.05
"""Weight, in each film, of "none of these": a person on one list only."""
ORDER_SCALE = 6.0
"""Both lists tend to begin with the leading roles: a pair is less likely by exp(−distance / scale)."""
MIN_COUNT = 0.9
"""Fewest films, in expectation, on which an id and a name agree."""
MAX_FILMS_OF_ONE = 3
"""A name that occurs once is not given to a person with more films than this: it would be on more of their lists."""


@dataclass(frozen=True)
class Credits:
    """The people in one role of one film, by id and by name; each in the order of its source."""

    ids: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Pairs:
    """Every possible pair of an id and a name on the same film.

    Attributes:
        film_ids: (n,) index of the pair's (film, id).
        film_names: (n,) index of the pair's (film, name).
        pairs: (n,) index of its (id, name).
        prior: (n,) weight by the order of the lists.
        ids, names: (n_pairs,) the id and the name of each distinct pair.
        films_of_id, films_of_name: number of films on which each occurs.
    """

    film_ids: IntArray
    film_names: IntArray
    pairs: IntArray
    prior: FloatArray
    ids: IntArray
    names: IntArray
    films_of_id: FloatArray
    films_of_name: FloatArray


def name_people(films: Sequence[Credits]) -> dict[str, str]:
    """Find the names of the people behind ids.

    Args:
        films: the credits of many films; those without ids or names are ignored.

    Returns:
        Id → name in its most frequent spelling, for the ids whose name is known. No two ids share a name.
    """
    spellings: dict[str, Counter[str]] = {}
    ids: dict[str, int] = {}
    names: dict[str, int] = {}
    rows: list[tuple[int, int, int, float]] = []
    for film, of_film in enumerate(films):
        keys = {squash_title(name): place for place, name in reversed(list(enumerate(of_film.names)))}
        for name in of_film.names:
            spellings.setdefault(squash_title(name), Counter())[name] += 1
        for here, person in enumerate(dict.fromkeys(of_film.ids)):
            for key, there in keys.items():
                pair = (ids.setdefault(person, len(ids)), names.setdefault(key, len(names)))
                rows.append((film, *pair, float(np.exp(-abs(here - there) / ORDER_SCALE))))
    if not rows:
        return {}
    pairs = index_pairs(np.array(rows))
    linked = link(pairs, align(pairs))
    id_of, name_of = list(ids), list(names)
    return {id_of[person]: spellings[name_of[name]].most_common(1)[0][0] for person, name in linked.items()}


def index_pairs(rows: FloatArray) -> Pairs:
    """Index the pairs of all films.

    Args:
        rows: (n, 4) film, id, name and prior of each possible pair.
    """
    film, person, name = rows[:, :3].astype(np.int64).T
    film_ids, people = group(film, person)
    film_names, named = group(film, name)
    pairs, distinct = group(person, name)
    return Pairs(
        film_ids=film_ids,
        film_names=film_names,
        pairs=pairs,
        prior=rows[:, 3],
        ids=distinct[:, 0],
        names=distinct[:, 1],
        films_of_id=np.bincount(people[:, 1]).astype(np.float64),
        films_of_name=np.bincount(named[:, 1]).astype(np.float64),
    )


def group(first: IntArray, second: IntArray) -> tuple[IntArray, IntArray]:
    """Number the distinct pairs of two columns: (n,) their numbers, and (n_distinct, 2) the pairs."""
    width = int(second.max()) + 1
    codes, numbers = np.unique(first * width + second, return_inverse=True)
    return numbers, np.stack([codes // width, codes % width], axis=1)


def align(pairs: Pairs) -> FloatArray:
    """Estimate on how many films each id has each name.

    Returns:
        (n_pairs,) expected number of films.
    """
    strength: FloatArray = pairs.prior.copy()
    counts: FloatArray = np.zeros(len(pairs.ids))
    for _ in range(ITERATIONS):
        for _ in range(BALANCING):
            strength /= (np.bincount(pairs.film_ids, strength) + SLACK)[pairs.film_ids]
            strength /= (np.bincount(pairs.film_names, strength) + SLACK)[pairs.film_names]
        counts = np.bincount(pairs.pairs, strength, len(pairs.ids)).astype(np.float64)
        of_id = counts / (pairs.films_of_id[pairs.ids] + 0.5)
        of_name = counts / (pairs.films_of_name[pairs.names] + 0.5)
        strength = (of_id * np.sqrt(of_name))[pairs.pairs] * pairs.prior
    return counts


def link(pairs: Pairs, counts: FloatArray) -> dict[int, int]:
    """Link ids and names one to one, in the order of their Dice coefficients; weak pairs are left out.

    Args:
        pairs: the pairs.
        counts: (n_pairs,) as ``align`` returns them.

    Returns:
        Id → name, as numbers.
    """
    films_of_id, films_of_name = pairs.films_of_id[pairs.ids], pairs.films_of_name[pairs.names]
    dice = 2 * counts / (films_of_id + films_of_name)
    convincing = (counts >= MIN_COUNT) & ((films_of_name > 1) | (films_of_id <= MAX_FILMS_OF_ONE))
    linked: dict[int, int] = {}
    taken: set[int] = set()
    for place in np.argsort(-dice, kind="stable"):
        person, name = int(pairs.ids[place]), int(pairs.names[place])
        if convincing[place] and person not in linked and name not in taken:
            linked[person] = name
            taken.add(name)
    return linked
