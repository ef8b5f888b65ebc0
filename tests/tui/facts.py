"""Recommenders whose films have facts that a test makes up."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from matinee.engine.catalogue.facts import KINDS, CatalogueFacts, collect_features
from matinee.engine.recommender import Recommender


def with_facts(
    recommender: Recommender,
    known: Mapping[str, Sequence[str]] | None = None,
    adjectives: Mapping[str, str] | None = None,
) -> Recommender:
    """The same films, all of which have the same facts.

    Args:
        recommender: has the films.
        known: kind of fact → its values; None if nothing is known.
        adjectives: country → its adjective.
    """
    count = len(recommender.catalogue)
    facts = CatalogueFacts(
        **{kind: collect_features([tuple((known or {}).get(kind, ()))] * count) for kind in KINDS},
        pages=[""] * count,
        minutes=np.full(count, 143, dtype=np.int16),
        adjectives=adjectives or {},
    )
    return Recommender(replace(recommender.bundle, read_facts=lambda: facts), recommender.policy)


def without_facts(recommender: Recommender) -> Recommender:
    """The same films in a bundle that has no facts."""
    return Recommender(replace(recommender.bundle, read_facts=lambda: None), recommender.policy)
