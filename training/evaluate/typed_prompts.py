"""Prompts as people type them, judged by facts: who made a film, where, in which language, when, of which genres.

The prompts were written by somebody who had not seen the interpreter. Each has conditions that a film of a good answer
meets, so nobody's opinion is needed: "korean thriller" is answered by films of South Korea or in Korean that are
thrillers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import CatalogueFacts, shown_name
from matinee.engine.catalogue.title_normalization import normalize_title
from matinee.policy.array_types import BoolArray
from matinee.training.errors import DataError
from matinee.training.evaluate.prompt_cases import Part, read_entries
from matinee.training.evaluate.prompt_rankers import Ranker

TOP = 10
POOR = 0.3
"""A prompt of whose first ten films a smaller share fits was not understood."""
FEATURES = ("directors", "cast", "countries", "languages", "keywords")
"""Kinds of features that conditions name."""
NOT, ANY_OF = "not_", "any_of"
Conditions = Mapping[str, Any]
"""Name of a condition → its values, any of which suffices; all conditions must hold."""


@dataclass(frozen=True, eq=False)
class TypedPrompt:
    """A prompt and the films that fit it.

    Attributes:
        text: as typed.
        kind: what it asks for, such as "people" or "times".
        fitting: (n_movies,) True for films that fit; None if nobody can judge.
    """

    text: str
    kind: str
    fitting: BoolArray | None


def read_typed(part: Part, catalogue: Catalogue, facts: CatalogueFacts | None) -> list[TypedPrompt]:
    """Read the prompts of one part, and find the films that fit each. Raises DataError for a bundle without facts."""
    if facts is None:
        raise DataError("Typed prompts are judged by film facts, which this bundle does not have; train with --facts.")
    judge = FactJudge(catalogue, facts)
    return [
        TypedPrompt(entry["text"], entry["kind"], None if entry["fits"] is None else judge.fitting(entry["fits"]))
        for entry in read_entries(f"typed_{part}")
    ]


class FactJudge:
    """Finds the films that meet conditions."""

    def __init__(self, catalogue: Catalogue, facts: CatalogueFacts) -> None:
        self._catalogue, self._facts = catalogue, facts

    def fitting(self, conditions: Conditions) -> BoolArray:
        """(n_movies,) True for the films that meet all conditions."""
        met = [self._meeting(name, values) for name, values in conditions.items()]
        return np.asarray(np.logical_and.reduce([np.ones(len(self._catalogue), dtype=np.bool_), *met]))

    def _meeting(self, name: str, values: Sequence[Any]) -> BoolArray:
        if name == ANY_OF:
            return np.asarray(np.logical_or.reduce([self.fitting(each) for each in values]))
        if name == "years":
            first, last = values
            return (self._catalogue.years >= first) & (self._catalogue.years <= last)
        if name.startswith(NOT):
            return ~self._having(name.removeprefix(NOT), values)
        return self._having(name, values)

    def _having(self, kind: str, values: Sequence[str]) -> BoolArray:
        """(n_movies,) True for the films with any of these genres, titles or features."""
        if kind == "genres":
            return np.asarray(self._catalogue.genres[:, np.isin(self._catalogue.genre_names, values)].any(axis=1))
        if kind == "titles":
            wanted = set(map(normalize_title, values))
            return np.array([normalize_title(title) in wanted for title in self._catalogue.titles], dtype=np.bool_)
        if kind not in FEATURES:
            raise DataError(f"There is no condition '{kind}'.")
        features, folded = getattr(self._facts, kind), {value.casefold() for value in values}
        mask = np.zeros(len(self._catalogue), dtype=np.bool_)
        for column, name in enumerate(features.names):
            if shown_name(name).casefold() in folded:
                mask[features.films(column)] = True
        return mask


def share_fitting(ranker: Ranker, prompt: TypedPrompt) -> float:
    """The share of the first ten films that fit; NaN if nobody can judge."""
    if prompt.fitting is None:
        return float("nan")
    return float(prompt.fitting[ranker(prompt.text)[:TOP]].sum()) / TOP


def measure_typed(
    ranker: Ranker, prompts: Sequence[TypedPrompt], on_prompt: Callable[[str], None] = lambda _: None
) -> dict[str, np.ndarray]:
    """Measure a ranker on typed prompts.

    Returns:
        "fit10" → (n_judged,) share of the first ten films that fit; "poor" → (n_judged,) 1 where it is below ``POOR``.
    """
    shares = []
    for prompt in prompts:
        on_prompt(prompt.text)
        shares.append(share_fitting(ranker, prompt))
    judged = np.array([share for share in shares if not np.isnan(share)])
    return {"fit10": judged, "poor": (judged < POOR).astype(float)}
