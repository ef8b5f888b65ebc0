"""A session depends on its favourites, events and seed, and on nothing else."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matinee.engine.errors import MovieNotFoundError, SessionError
from matinee.engine.models.profile import Answer
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Answered, Event, History, Widened
from matinee.engine.session.session import Session
from tests.conftest import FAVOURITES

ANSWERS = st.lists(st.sampled_from(["like", "dislike", "skip"]), max_size=8)
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def answer(session: Session, answers: list[str]) -> list[int]:
    """Give the answers and return the ids of the films shown, including the one shown now."""
    shown = []
    for name in answers:
        suggestion = session.next()
        assert suggestion is not None
        shown.append(suggestion.movie.id)
        getattr(session, name)()
    suggestion = session.next()
    assert suggestion is not None
    return [*shown, suggestion.movie.id]


@QUICK
@given(
    before=ANSWERS,
    undone=ANSWERS,
    model=st.sampled_from(["blend", "svd_likes", "ease", "svd_likes+ema", "svd", "popularity"]),
)
def test_undo_equals_never_having_answered(
    recommender: Recommender, before: list[str], undone: list[str], model: str
) -> None:
    session, twin = (recommender.session(FAVOURITES, model=model) for _ in range(2))
    answer(session, before + undone)
    for _ in undone:
        session.undo()
    answer(twin, before)
    assert session.events == twin.events
    assert session.next() == twin.next()
    assert session.ranking().scores.tolist() == twin.ranking().scores.tolist()


@QUICK
@given(answers=st.lists(st.sampled_from(["like", "dislike", "skip"]), max_size=30), seed=st.integers(0, 5))
def test_nothing_is_shown_twice_and_favourites_never(recommender: Recommender, answers: list[str], seed: int) -> None:
    exploring = Recommender(recommender.bundle, replace(recommender.policy, exploration_rate=0.3))
    shown = answer(exploring.session(FAVOURITES, seed=seed), answers)
    assert len(set(shown)) == len(shown)
    assert not set(shown) & set(FAVOURITES)


@QUICK
@given(answers=ANSWERS, seed=st.integers(0, 1000))
def test_the_same_seed_gives_the_same_session(recommender: Recommender, answers: list[str], seed: int) -> None:
    exploring = Recommender(recommender.bundle, replace(recommender.policy, exploration_rate=0.5))
    one, other = (answer(exploring.session(FAVOURITES, seed=seed), answers) for _ in range(2))
    assert one == other


def test_another_seed_explores_other_films(recommender: Recommender) -> None:
    policy = replace(recommender.policy, exploration_rate=0.5, exploration_damping=0.5)
    exploring = Recommender(recommender.bundle, policy)
    assert len({tuple(answer(exploring.session(FAVOURITES, seed=seed), ["skip"] * 5)) for seed in range(4)}) > 1


def test_a_history_restores_the_session(recommender: Recommender, session: Session) -> None:
    answer(session, ["like", "dislike", "skip"])
    again = recommender.session(FAVOURITES, history=session.history)
    assert again.next() == session.next()


def test_a_like_changes_the_scores_and_a_skip_does_not(session: Session) -> None:
    before = session.model.scores(session.profile)
    session.skip()
    assert session.model.scores(session.profile).tolist() == before.tolist()
    session.like()
    assert session.model.scores(session.profile).tolist() != before.tolist()


def test_liking_a_genre_leads_to_more_of_it(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    wanted = catalogue.genres[:, catalogue.genre("sci-fi")]
    shares = []
    for likes_it in (True, False):
        session = recommender.session(FAVOURITES)
        shown = 0
        for _ in range(40):
            suggestion = session.next()
            assert suggestion is not None
            carries = bool(wanted[catalogue.row(suggestion.movie.id)])
            shown += carries
            if carries == likes_it:
                session.like()
            else:
                session.dislike()
        shares.append(shown)
    assert shares[0] > 2 * shares[1]


def test_a_suggestion_explains_its_score(session: Session) -> None:
    session.like()
    suggestion = session.next()
    assert suggestion is not None
    assert sum(suggestion.terms.values()) == pytest.approx(suggestion.score)
    evidence = {*FAVOURITES, *(event.movie_id for event in session.events if isinstance(event, Answered))}
    assert suggestion.reasons
    assert all(reason.movie.id in evidence for reason in suggestion.reasons)
    weights = [reason.weight for reason in suggestion.reasons]
    assert weights == sorted(weights, reverse=True)
    assert min(weights) > 0


@pytest.mark.parametrize(
    "events",
    [
        [Answered(318, Answer.LIKE)],
        [Answered(50, Answer.LIKE), Answered(50, Answer.SKIP)],
        [Widened(0)],
        [Answered(999999999, Answer.LIKE)],
    ],
)
def test_impossible_events_are_refused(recommender: Recommender, events: list[Event]) -> None:
    with pytest.raises((SessionError, MovieNotFoundError)):
        recommender.session(FAVOURITES, history=History(tuple(events)))


def test_a_negative_seed_is_refused(recommender: Recommender) -> None:
    with pytest.raises(SessionError, match="-1"):
        recommender.session(FAVOURITES, seed=-1)


@pytest.mark.parametrize("favourites", [(318, 318, 858, 296), (318, 318), tuple(range(1, 12)), ()])
def test_a_session_takes_one_to_ten_different_films(recommender: Recommender, favourites: tuple[int, ...]) -> None:
    with pytest.raises(SessionError, match="one to ten different films"):
        recommender.session(favourites)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 10])
def test_fewer_and_more_than_four_favourites_lead_somewhere(recommender: Recommender, count: int) -> None:
    favourites = [movie.id for movie in recommender.sample_favourites(count, seed=count)]
    session = recommender.session(favourites)
    shown = []
    for _ in range(10):
        suggestion = session.next()
        assert suggestion is not None
        shown.append(suggestion.movie.id)
        session.like()
    assert len({*shown, *favourites}) == 10 + count


def test_an_unknown_favourite_is_refused_by_name(recommender: Recommender) -> None:
    with pytest.raises(MovieNotFoundError, match="999999999"):
        recommender.session((318, 858, 296, 999999999))


def test_rare_films_can_be_favourites(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    unknown = [int(movie) for movie, count in zip(catalogue.ids, catalogue.rating_counts, strict=True) if not count]
    session = recommender.session(unknown[:4])
    suggestion = session.next()
    assert suggestion is not None
    assert suggestion.movie.id not in unknown[:4]


def strict_session(recommender: Recommender) -> Session:
    """A session over few films, whose genre filter is as strict as possible."""
    strict = Recommender(recommender.bundle, replace(recommender.policy, min_genre_affinity=1.0))
    catalogue = recommender.catalogue
    few = catalogue.ids < 300
    return strict.session(FAVOURITES, candidates=few)


def test_when_no_film_is_left_the_filter_can_be_widened(recommender: Recommender) -> None:
    session = strict_session(recommender)
    shown = 0
    while session.next() is not None:
        session.skip()
        shown += 1
    with pytest.raises(SessionError, match="widen the filter or undo"):
        session.like()
    assert session.widen()
    assert isinstance(session.events[-1], Widened)
    assert session.next() is not None
    session.undo()
    assert session.next() is None
    session.undo()
    assert session.next() is not None
    assert shown == len(session.events) + 1


def test_when_all_films_were_shown_widening_does_not_help(recommender: Recommender) -> None:
    session = strict_session(recommender)
    seen = set()
    while (suggestion := session.next()) is not None or session.widen():
        if suggestion is not None:
            assert suggestion.movie.id not in seen
            seen.add(suggestion.movie.id)
            session.skip()
    assert session.widening_needed() is None
    assert len(seen) == sum(session.model.known[:][recommender.catalogue.ids < 300]) - 1  # 296 is a favourite


def test_undo_at_the_start_does_nothing(session: Session) -> None:
    assert session.undo() is None


def test_answers_are_kept_in_order(session: Session) -> None:
    answer(session, ["like", "skip", "dislike"])
    assert [given for _, given in session.profile.answers] == [Answer.LIKE, Answer.SKIP, Answer.DISLIKE]
