"""Films that are listed twice, and placeholders for films that had no title yet."""

from dataclasses import replace

import numpy as np
import pytest

from matinee.engine.catalogue.title_normalization import is_placeholder
from matinee.engine.recommender import Recommender

WAR_OF_THE_WORLDS, ITS_TWIN = 34048, 64997


def test_of_twins_only_the_better_known_is_shown(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    known, twin = catalogue.row(WAR_OF_THE_WORLDS), catalogue.row(ITS_TWIN)
    assert catalogue.twins[known] == catalogue.twins[twin] == (known, twin)
    assert catalogue.shown[known]
    assert not catalogue.shown[twin]
    assert np.flatnonzero(catalogue.mask_seen([twin])).tolist() == sorted((known, twin))


@pytest.mark.parametrize("movie_id", [WAR_OF_THE_WORLDS, ITS_TWIN])
def test_a_twin_is_neither_similar_nor_recommended(recommender: Recommender, movie_id: int) -> None:
    everything = len(recommender.catalogue)
    pair = {WAR_OF_THE_WORLDS, ITS_TWIN}
    assert not pair & {film.movie.id for film in recommender.similar(movie_id, everything)}
    assert not pair & {film.movie.id for film in recommender.recommend([movie_id], limit=everything)}


def test_films_without_a_year_are_not_twins(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    yearless = replace(catalogue, years=np.zeros(len(catalogue), dtype=np.int16))
    assert yearless.twins == {}


def test_placeholders_are_not_shown(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    assert not any(is_placeholder(title) for title in catalogue.titles)
    renamed = replace(catalogue, titles=["Untitled Spider-Man Reboot", *catalogue.titles[1:]])
    assert not renamed.shown[0]
    assert renamed.shown[1]


@pytest.mark.parametrize("title", ["Untitled", "(Untitled)", "Untitled: A Love Story", "The Untitled Woman"])
def test_titles_with_the_word_are_no_placeholders(title: str) -> None:
    assert not is_placeholder(title)
