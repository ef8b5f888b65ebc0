"""Prompts as people type them, judged by facts: who made a film, where, in which language, when, of which genres.

The prompts were written by somebody who had not seen the interpreter. Each has conditions that a film of a good answer
meets, so nobody's opinion is needed: "korean thriller" is answered by films of South Korea or in Korean that are
thrillers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import CatalogueFacts, shown_name
from matinee.policy.array_types import BoolArray
from matinee.training.errors import DataError
from matinee.training.evaluate.prompt_cases import Part, read_entries
from matinee.training.evaluate.prompt_rankers import Ranker
from matinee.training.evaluate.report import mean_metrics

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
            return np.asarray(np.logical_or.reduce([self.fitting(each) for each in values]), dtype=np.bool_)
        if name == "years":
            first, last = values
            return np.asarray((self._catalogue.years >= first) & (self._catalogue.years <= last))
        if name.startswith(NOT):
            return ~self._having(name.removeprefix(NOT), values)
        return self._having(name, values)

    def _having(self, kind: str, values: Sequence[str]) -> BoolArray:
        """(n_movies,) True for the films with any of these genres, titles or features."""
        if kind == "genres":
            return np.asarray(self._catalogue.genres[:, np.isin(self._catalogue.genre_names, values)].any(axis=1))
        if kind == "titles":
            labels = (self._catalogue.movie(row).label for row in range(len(self._catalogue)))
            return np.array([label in values for label in labels], dtype=np.bool_)
        if kind not in FEATURES:
            raise DataError(f"There is no condition '{kind}'.")
        features, folded = getattr(self._facts, kind), {value.casefold() for value in values}
        mask = np.zeros(len(self._catalogue), dtype=np.bool_)
        for column, name in enumerate(features.names):
            if shown_name(name).casefold() in folded:
                mask[features.films(column)] = True
        return mask


def measure_typed(ranker: Ranker, prompts: Sequence[TypedPrompt]) -> dict[str, np.ndarray]:
    """Measure a ranker on the prompts that facts can judge.

    Returns:
        Metric → (n_judged,): ``fit10`` share of the first ten films that fit, ``poor`` 1 where it is below ``POOR``.
    """
    judged = [(prompt.text, prompt.fitting) for prompt in prompts if prompt.fitting is not None]
    shares = np.array([fitting[ranker(text)[:TOP]].sum() / TOP for text, fitting in judged])
    return {"fit10": shares, "poor": (shares < POOR).astype(float)}


def report_typed(rankers: Mapping[str, Ranker], prompts: Sequence[TypedPrompt], main: str, seed: int) -> dict[str, Any]:
    """Measure rankers on typed prompts, and one of them by kind of prompt.

    Args:
        rankers: name → ranker.
        prompts: the prompts.
        main: name of the ranker that is measured by kind.
        seed: seed of the intervals.

    Returns:
        Entries of the JSON document: "prompts", "models" and "kinds", each with its metrics.
    """
    kinds = dict.fromkeys(prompt.kind for prompt in prompts if prompt.fitting is not None)
    by_kind = {kind: [prompt for prompt in prompts if prompt.kind == kind] for kind in kinds}
    return {
        "prompts": sum(prompt.fitting is not None for prompt in prompts),
        "models": {name: mean_metrics(measure_typed(ranker, prompts), seed) for name, ranker in rankers.items()},
        "kinds": {kind: mean_metrics(measure_typed(rankers[main], own), seed) for kind, own in by_kind.items()},
    }
