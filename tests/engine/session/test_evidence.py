"""The liked films that a suggestion is explained by are the best account of why it is there."""

from dataclasses import replace

import numpy as np
import pytest

from matinee.engine.models.profile import Answer, Profile
from matinee.engine.recommender import Recommender
from matinee.engine.session.evidence import score_shares, select_evidence
from matinee.engine.session.ranking import PersonalRanking, RankingContext, rank_each
from matinee.engine.session.selection import explain
from matinee.engine.session.state import SessionState
from matinee.policy import Policy

JAPANESE = ("Howl's Moving Castle", "Porco Rosso", "Seven Samurai", "Rashomon", "Tokyo Story")
AMERICAN = ("South Pacific", "Born Yesterday", "Top Hat", "12 Angry Men", "The Guns of Navarone")
ITALIAN = ("Bicycle Thieves", "Cinema Paradiso", "Life Is Beautiful", "The Leopard", "La Strada")
FAMILY = ("Toy Story", "The Lion King", "Up", "Shrek", "Finding Nemo", "Monsters, Inc.", "My Neighbor Totoro")
SUPERHEROES = ("The Avengers (2012)", "Thor", "Iron Man", "Captain America: The First Avenger")


def ranked(
    recommender: Recommender,
    liked: tuple[str, ...],
    disliked: tuple[str, ...] = (),
    policy: Policy | None = None,
    model: str | None = None,
) -> tuple[RankingContext, PersonalRanking]:
    """The ranking for somebody with these likes and dislikes."""
    catalogue = recommender.catalogue
    rows, others = ([catalogue.row(recommender.find(title).id) for title in titles] for titles in (liked, disliked))
    answers = [(row, Answer.LIKE) for row in rows[1:]] + [(row, Answer.DISLIKE) for row in others]
    context = RankingContext(
        catalogue=catalogue,
        model=recommender.model(model),
        policy=policy or recommender.policy,
        state=SessionState(),
        seed=0,
        signals=None,
        limit_to=None,
        kinship=recommender.kinship,
    )
    profile = Profile((rows[0],), tuple(answers))
    return context, rank_each(context, [(profile, np.zeros(len(catalogue)))], 0)[0]


def row_of(recommender: Recommender, title: str) -> int:
    """Catalogue row of a film."""
    return recommender.catalogue.row(recommender.find(title).id)


def named(recommender: Recommender, title: str, liked: tuple[str, ...], **others: tuple[str, ...]) -> list[str]:
    """The titles that explain a film to somebody with these likes."""
    context, personal = ranked(recommender, liked, **others)
    return [each.movie.title for each in select_evidence(context, personal, row_of(recommender, title))]


@pytest.mark.parametrize(
    ("title", "liked", "first"),
    [
        ("Ikiru", JAPANESE, {"Seven Samurai", "Rashomon"}),
        ("Dreams", JAPANESE, {"Seven Samurai", "Rashomon"}),
        ("Princess Mononoke", JAPANESE, {"Howl's Moving Castle", "Porco Rosso"}),
        ("Cape Fear (1962)", AMERICAN, {"The Guns of Navarone"}),
        ("Nights of Cabiria", ITALIAN, {"La Strada"}),
        ("Spirited Away", FAMILY, {"My Neighbor Totoro"}),
        ("Ratatouille", (*FAMILY, "The Incredibles"), {"The Incredibles"}),
    ],
)
def test_a_liked_film_by_the_same_director_is_named_first(
    recommender: Recommender, title: str, liked: tuple[str, ...], first: set[str]
) -> None:
    assert named(recommender, title, liked)[0] in first


def test_disliked_films_are_never_named(recommender: Recommender) -> None:
    assert named(recommender, "Ikiru", JAPANESE[:3], disliked=("Rashomon",))[0] == "Seven Samurai"
    for title in ("Ikiru", "Alien", "Heat", "Toy Story"):
        assert not {"Rashomon", "Fargo"} & {*named(recommender, title, JAPANESE[:2], disliked=("Rashomon", "Fargo"))}


def test_nothing_is_named_where_the_liked_films_hardly_count(recommender: Recommender) -> None:
    assert named(recommender, "Persuasion", SUPERHEROES) == []
    assert named(recommender, "Persuasion", (*SUPERHEROES, "Sense and Sensibility")) == ["Sense and Sensibility"]


@pytest.mark.parametrize("scale", ["zscore", "none"])
def test_the_scale_of_the_scores_does_not_decide_what_is_named(recommender: Recommender, scale: str) -> None:
    policy = replace(recommender.policy.neutral(), model_scale=scale)
    context, personal = ranked(recommender, JAPANESE, policy=policy)
    row = row_of(recommender, "Ikiru")
    reference = ranked(recommender, JAPANESE, policy=recommender.policy.neutral())
    evidence = select_evidence(context, personal, row)
    assert [each.movie for each in evidence] == [each.movie for each in select_evidence(*reference, row)]
    assert evidence


@pytest.mark.parametrize("model", ["ease", "svd_likes+ema"])
def test_shares_are_parts_of_the_score(recommender: Recommender, model: str) -> None:
    policy = replace(recommender.policy.neutral(), kin_director_weight=2.0, model_weight=0.5)
    context, personal = ranked(recommender, JAPANESE, policy=policy, model=model)
    rows = [row_of(recommender, title) for title in ("Ikiru", "Spirited Away")]
    shares = [score_shares(context, personal, row).sum() for row in rows]
    scores = personal.ranking.scores[rows]
    # a z-score takes the same away from every film
    assert shares[0] - shares[1] == pytest.approx(scores[0] - scores[1], abs=1e-3)


def test_what_it_shares_begins_with_the_director_and_leaves_out_what_hardly_counts(recommender: Recommender) -> None:
    context, personal = ranked(recommender, JAPANESE)
    kin = explain(context, personal, row_of(recommender, "Ikiru")).kin
    assert (kin[0].kind, kin[0].name) == ("director", "Akira Kurosawa")
    assert [movie.title for movie in kin[0].movies] == ["Seven Samurai", "Rashomon"]
    assert {"language", "country"} <= {each.kind for each in kin}
    # all five are Japanese, so that it says less than what three of them have
    assert [each.name for each in kin].index("1950s") < [each.name for each in kin].index("Japanese")


def test_a_session_names_what_was_just_liked(recommender: Recommender) -> None:
    session = recommender.session([recommender.find(title).id for title in JAPANESE[:4]], seed=0)
    for _ in range(12):
        suggestion = session.next()
        assert suggestion is not None
        directors = {*recommender.facts(suggestion.movie.id).directors}
        liked = [recommender.catalogue.movie(row) for row in session.profile.favourites + session.profile.likes]
        if any(directors & {*recommender.facts(movie.id).directors} for movie in liked):
            assert directors & {*recommender.facts(suggestion.reasons[0].movie.id).directors}
        session.like()
