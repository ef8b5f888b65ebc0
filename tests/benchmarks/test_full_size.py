"""The made-up bundle, made small, has every part that a trained one has, and can be used."""

from pathlib import Path

import numpy as np

import matinee
from benchmarks.full_size import full_size_bundle
from matinee.engine.bundle.verification import verify_bundle
from matinee.training.build import MODELS
from matinee.training.publish import publish


def test_a_smaller_one_can_be_used(tmp_path: Path) -> None:
    publish(full_size_bundle(ratings=40_000), tmp_path)
    assert verify_bundle(tmp_path)
    recommender = matinee.load(tmp_path)
    catalogue, users = recommender.catalogue, recommender.bundle.users
    assert set(recommender.bundle.models) == {*MODELS, "edlae"}
    assert (np.diff(catalogue.ids) > 0).all()
    assert len(users.ids) == catalogue.n_users
    assert recommender.bundle.read_texts() is not None
    assert recommender.bundle.read_map() is not None
    liked = catalogue.ids[np.argsort(-catalogue.rating_counts)[:4]].tolist()
    for model in MODELS:
        assert len(recommender.recommend(liked, model=model, limit=3)) == 3
    assert recommender.similar(liked[0], limit=3)
    assert recommender.session(liked).next() is not None
