"""The Recommender: search, similar films and recommendations."""

from dataclasses import replace

import numpy as np
import pytest

from matinee.engine.bundle.bundle import no_facts
from matinee.engine.errors import (
    GenreNotFoundError,
    MatineeError,
    ModelNotFoundError,
    MovieNotFoundError,
    UserNotFoundError,
)
from matinee.engine.models.item_item import ItemWeights
from matinee.engine.models.similarity import cosine, jaccard, zscore
from matinee.engine.recommendation import person_heading
from matinee.engine.recommender import Recommender


def test_similar_films_share_genres_and_viewers(recommender: Recommender) -> None:
    found = [film.movie.title for film in recommender.similar(2571, limit=10)]  # The Matrix
    assert "The Matrix" not in found
    assert {"Terminator 2: Judgment Day", "The Terminator"} & set(found)


def test_a_film_without_ratings_still_has_similar_ones(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    row = int(np.flatnonzero((catalogue.rating_counts == 0) & catalogue.genres.any(axis=1))[0])
    genres = set(catalogue.movie(row).genres)
    assert all(genres & set(film.movie.genres) for film in recommender.similar(int(catalogue.ids[row]), limit=5))


def test_similarities_computed_by_hand() -> None:
    vectors = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 0.0]])
    assert cosine(vectors, 0) == pytest.approx([1, 0.5**0.5, 0])
    assert jaccard(np.array([[1.0, 1, 0], [0, 1, 1], [0, 0, 0]]), 0) == pytest.approx([1, 1 / 3, 0])
    assert zscore(np.array([1.0, 3.0])).tolist() == [-1, 1]
    assert zscore(np.ones(3)).tolist() == [0, 0, 0]


@pytest.mark.parametrize("model", ["blend", "svd_likes", "svd", "ease", "popularity", "random"])
def test_every_model_recommends_something_new(recommender: Recommender, model: str) -> None:
    found = recommender.recommend([318, 858], [296], model=model, limit=15)
    assert len({film.movie.id for film in found}) == 15
    assert not {318, 858, 296} & {film.movie.id for film in found}
    assert [film.score for film in found] == sorted((film.score for film in found), reverse=True)
    assert all(sum(film.terms.values()) == pytest.approx(film.score) for film in found)


def test_a_genre_can_be_requested(recommender: Recommender) -> None:
    strict = recommender.recommend([318], genre="western", strict=True)
    assert all("Western" in film.movie.genres for film in strict)
    soft = recommender.recommend([318], genre="western", limit=2000)
    plain = {film.movie.id: film.score for film in recommender.recommend([318], limit=5000)}
    for film in soft:
        bonus = recommender.policy.genre_request_boost if "Western" in film.movie.genres else 0
        assert film.score == pytest.approx(plain[film.movie.id] + bonus)


def test_a_known_user_gets_unrated_films(recommender: Recommender) -> None:
    users = recommender.bundle.users
    seen = {int(recommender.catalogue.ids[row]) for row in users.seen_rows(users.index(1))}
    assert len(seen) == 232  # user 1 of ml-latest-small rated so many films
    found = {film.movie.id for film in recommender.recommend_for_user(1, limit=50)}
    assert not seen & found
    assert found != {film.movie.id for film in recommender.recommend_for_user(2, limit=50)}


def test_unknown_ids_and_names_are_refused(recommender: Recommender) -> None:
    with pytest.raises(MovieNotFoundError, match="999999999"):
        recommender.recommend([999999999])
    with pytest.raises(MovieNotFoundError, match="No film matches"):
        recommender.find("qqqq zzzz the")
    with pytest.raises(ModelNotFoundError, match=r"'svd_like'; did you mean 'svd_likes'\?"):
        recommender.model("svd_like")
    with pytest.raises(ModelNotFoundError):
        recommender.model("svd+posterior")
    with pytest.raises(GenreNotFoundError, match="'Sport'"):
        recommender.recommend([318], genre="Sport")
    with pytest.raises(UserNotFoundError, match="0"):
        recommender.recommend_for_user(0)
    with pytest.raises(UserNotFoundError, match="User 442 rated too few films"):
        recommender.recommend_for_user(442)
    with pytest.raises(MatineeError, match="has no user vectors"):
        recommender.recommend_for_user(1, model="popularity")


def test_a_film_is_found_by_id_or_title(recommender: Recommender) -> None:
    assert recommender.find("318").title == "The Shawshank Redemption"
    assert recommender.find("shawshank").id == 318
    assert recommender.find("300").title == "Quiz Show"
    assert recommender.find("300", title_first=True).title == "300"
    assert recommender.find("318", title_first=True).id == 318


def test_a_person_lists_their_films_and_says_so(recommender: Recommender) -> None:
    found = recommender.search("kurosawa", limit=5)
    assert {(match.person, match.role) for match in found} == {("Akira Kurosawa", "director")}
    assert all("Akira Kurosawa" in recommender.facts(match.movie.id).directors for match in found)
    counts = [recommender.catalogue.rating_counts[recommender.catalogue.row(match.movie.id)] for match in found]
    assert counts == sorted(counts, reverse=True)
    assert len(recommender.search("tom hanks", limit=20)) == 20


@pytest.mark.parametrize(
    ("text", "film", "person"),
    [
        ("stalker tarkovsky", "Stalker (1979)", "Andrei Tarkovsky"),
        ("solaris clooney", "Solaris (2002)", "George Clooney"),
        ("solaris tarkovsky", "Solaris (1972)", "Andrei Tarkovsky"),
        ("pacino heat", "Heat (1995)", "Al Pacino"),
    ],
)
def test_a_title_with_a_person_finds_the_film(recommender: Recommender, text: str, film: str, person: str) -> None:
    first = recommender.search(text)[0]
    assert (first.movie.label, first.person) == (film, person)
    assert recommender.find(text).label == film


def test_a_film_of_a_name_comes_before_or_after_the_person_by_what_is_better_known(recommender: Recommender) -> None:
    title, *others = recommender.search("chaplin", limit=4)
    assert (title.movie.label, title.person) == ("Chaplin (1992)", None)
    assert {match.person for match in others} == {"Charlie Chaplin"}
    *others, title = recommender.search("hitchcock", limit=8)
    assert {match.person for match in others} == {"Alfred Hitchcock"}
    assert (title.movie.label, title.person) == ("Hitchcock (2012)", None)
    assert [match.person for match in recommender.search("hitchcock", limit=1)] == ["Alfred Hitchcock"]


def test_matches_are_headed_by_their_person(recommender: Recommender) -> None:
    assert person_heading(recommender.search("kurosawa")) == "Akira Kurosawa, director"
    assert person_heading(recommender.search("chaplin")) == "also: Charlie Chaplin, director and actor"
    fondas = "Bridget Fonda · Henry Fonda · Jane Fonda · Peter Fonda, actors"
    assert person_heading(recommender.search("fonda", limit=8)) == fondas
    ford = "Harrison Ford, actor · John Ford, director"
    assert person_heading(recommender.search("ford", limit=8)) == ford
    assert person_heading(recommender.search("heat")) == person_heading([]) == ""


def test_a_person_is_not_a_favourite(recommender: Recommender) -> None:
    message = r"'kurosawa' is a person, Akira Kurosawa; name a film, such as Seven Samurai \(1954\) · Rashomon"
    with pytest.raises(MovieNotFoundError, match=message):
        recommender.find("kurosawa")
    assert recommender.find("hitchcock").label == "Hitchcock (2012)"
    assert recommender.find("ed wood").label == "Ed Wood (1994)"


def test_without_film_facts_only_titles_are_searched(recommender: Recommender) -> None:
    plain = Recommender(replace(recommender.bundle, read_facts=no_facts), recommender.policy)
    plain.warm_up()
    assert plain.search("heat")[0].movie.id == 6
    assert all(match.person is None for match in plain.search("kurosawa"))
    assert plain.find("kurosawa").title == "Akira Kurosawa's Dreams"
    assert plain.facts(6).directors == ()


def test_sampled_favourites_are_different_and_well_liked(recommender: Recommender) -> None:
    drawn = recommender.sample_favourites(4, seed=1)
    assert len({movie.id for movie in drawn}) == 4
    assert drawn == recommender.sample_favourites(4, seed=1) != recommender.sample_favourites(4, seed=2)
    for movie in drawn:
        row = recommender.catalogue.row(movie.id)
        assert (recommender.catalogue.like_share(row) or 0) >= 0.6


def test_similar_can_use_one_model_alone(recommender: Recommender) -> None:
    trained = recommender.bundle.trained["item_item"]
    assert isinstance(trained, ItemWeights)
    found = recommender.similar(2571, limit=5, model="item_item")  # The Matrix
    row = recommender.catalogue.row(2571)
    columns, values = trained.of(row)
    weights = dict(zip(columns.tolist(), values.tolist(), strict=True))
    assert [weights[recommender.catalogue.row(film.movie.id)] for film in found] == sorted(weights.values())[:-6:-1]
    assert found[0].terms == {"item_item": found[0].score}


def test_a_model_that_cannot_compare_films_is_refused(recommender: Recommender) -> None:
    with pytest.raises(MatineeError, match="'neumf' does not compare films; choose one of"):
        recommender.similar(2571, model="neumf")
    with pytest.raises(ModelNotFoundError, match="did you mean 'item_item'"):
        recommender.similar(2571, model="item_itme")


def test_neighbours_are_found_without_the_text_vectors(recommender: Recommender) -> None:
    def fail() -> None:
        raise AssertionError("the text vectors were read")

    own = Recommender(replace(recommender.bundle, read_texts=fail), recommender.policy)
    samurai = own.find("seven samurai")
    near = own.neighbours(samurai.id, 6)
    assert len(near) == 6
    assert samurai not in near
    assert {"Rashomon", "Yojimbo"} <= {movie.title for movie in near}
    assert own.neighbours(samurai.id, 2) == near[:2]
