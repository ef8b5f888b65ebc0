"""A session is its favourites and its events, and nothing else."""

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matinee.engine.bundle.model_factory import select_model
from matinee.engine.errors import SessionError, UnknownMovie
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Answer, Answered, Event, History, Prompt, Prompted, Widened
from matinee.engine.session.session import Session
from tests.conftest import FAVOURITES

ANSWERS = st.lists(st.sampled_from(["like", "dislike", "skip"]), max_size=8)
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def answer(session: Session, answers: list[str]) -> list[int]:
    """Give the answers; the movie ids that were shown, the one shown now included."""
    shown = []
    for name in answers:
        card = session.next()
        assert card is not None
        shown.append(card.movie.id)
        getattr(session, name)()
    card = session.next()
    assert card is not None
    return [*shown, card.movie.id]


@QUICK
@given(
    before=ANSWERS,
    undone=ANSWERS,
    model=st.sampled_from(["session", "svd_likes", "ease", "svd_likes+ema", "svd", "popularity"]),
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


def test_another_seed_explores_elsewhere(recommender: Recommender) -> None:
    policy = replace(recommender.policy, exploration_rate=0.5, exploration_damping=0.5)
    exploring = Recommender(recommender.bundle, policy)
    assert len({tuple(answer(exploring.session(FAVOURITES, seed=seed), ["skip"] * 5)) for seed in range(4)}) > 1


def test_events_can_be_given_again(recommender: Recommender, session: Session) -> None:
    answer(session, ["like", "dislike", "skip"])
    again = recommender.session(FAVOURITES, history=session.history)
    assert again.next() == session.next()


def test_a_like_moves_the_ranking_at_once_and_a_skip_does_not(session: Session) -> None:
    before = session.model.scores(session.profile)
    session.skip()
    assert session.model.scores(session.profile).tolist() == before.tolist()
    session.like()
    assert session.model.scores(session.profile).tolist() != before.tolist()


def test_liking_a_genre_brings_more_of_it(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    wanted = catalogue.genres[:, catalogue.genre("sci-fi")]
    shares = []
    for likes_it in (True, False):
        session = recommender.session(FAVOURITES)
        shown = 0
        for _ in range(40):
            card = session.next()
            assert card is not None
            carries = bool(wanted[catalogue.row(card.movie.id)])
            shown += carries
            if carries == likes_it:
                session.like()
            else:
                session.dislike()
        shares.append(shown)
    assert shares[0] > 2 * shares[1]


def test_the_card_explains_itself(session: Session) -> None:
    session.like()
    card = session.next()
    assert card is not None
    assert sum(card.terms.values()) == pytest.approx(card.score)
    evidence = {*FAVOURITES, *(event.movie_id for event in session.events if isinstance(event, Answered))}
    assert card.reasons
    assert all(reason.movie.id in evidence for reason in card.reasons)
    weights = [reason.weight for reason in card.reasons]
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
def test_events_that_cannot_be_are_refused(recommender: Recommender, events: list[Event]) -> None:
    with pytest.raises((SessionError, UnknownMovie)):
        recommender.session(FAVOURITES, history=History(tuple(events)))


def test_a_negative_seed_is_refused(recommender: Recommender) -> None:
    with pytest.raises(SessionError, match="-1"):
        recommender.session(FAVOURITES, seed=-1)


@pytest.mark.parametrize("favourites", [(318, 858, 296), (318, 318, 858, 296), (318, 858, 296, 2959, 50), ()])
def test_a_session_takes_four_different_films(recommender: Recommender, favourites: tuple[int, ...]) -> None:
    with pytest.raises(SessionError, match="exactly four different films"):
        recommender.session(favourites)


def test_an_unknown_favourite_is_refused_by_name(recommender: Recommender) -> None:
    with pytest.raises(UnknownMovie, match="999999999"):
        recommender.session((318, 858, 296, 999999999))


def test_rare_films_can_be_favourites(recommender: Recommender) -> None:
    catalogue = recommender.catalogue
    unknown = [int(movie) for movie, count in zip(catalogue.ids, catalogue.rating_counts, strict=True) if not count]
    session = recommender.session(unknown[:4])
    card = session.next()
    assert card is not None
    assert card.movie.id not in unknown[:4]


def strict_session(recommender: Recommender) -> Session:
    """A session whose filter lets only films pass that carry nothing but all of the favourites' genres."""
    strict = Recommender(recommender.bundle, replace(recommender.policy, min_genre_affinity=1.0))
    catalogue = recommender.catalogue
    few = catalogue.ids < 300
    return strict.session(FAVOURITES, candidates=few)


def test_when_nothing_is_left_it_says_so_and_widens(recommender: Recommender) -> None:
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


def test_when_everything_was_shown_widening_says_no(recommender: Recommender) -> None:
    session = strict_session(recommender)
    seen = set()
    while (card := session.next()) is not None or session.widen():
        if card is not None:
            assert card.movie.id not in seen
            seen.add(card.movie.id)
            session.skip()
    assert session.steps_to_widen() is None
    assert len(seen) == sum(session.model.scorable[:][recommender.catalogue.ids < 300]) - 1  # 296 is a favourite


def test_undo_at_the_start_has_nothing_to_take_back(session: Session) -> None:
    assert session.undo() is None


def test_answers_are_kept_in_order(session: Session) -> None:
    answer(session, ["like", "skip", "dislike"])
    assert [given for _, given in session.profile.answers] == [Answer.LIKE, Answer.SKIP, Answer.DISLIKE]


SAID = ("no horror, something funny", "90s heist, no comedy", "heat", "nothing too sad")


def test_a_prompt_is_an_event_and_undo_takes_it_back(session: Session) -> None:
    answer(session, ["like"])
    before, card = session.ranking().scores.tolist(), session.next()
    session.prompt("90s heist, no comedy")
    assert session.events[-1] == Prompted(Prompt("90s heist, no comedy"))
    assert session.active_prompt == Prompt("90s heist, no comedy")
    assert session.undo() == Prompted(Prompt("90s heist, no comedy"))
    assert session.active_prompt is None
    assert session.intent is None
    assert (session.ranking().scores.tolist(), session.next()) == (before, card)
    session.prompt("sad")
    first = session.next()
    session.prompt("a western")
    assert session.next() != first
    session.undo()
    assert session.active_prompt == Prompt("sad")
    assert session.next() == first


@pytest.mark.parametrize("exploration", [0.0, 0.3])
@pytest.mark.parametrize("text", SAID)
def test_a_prompt_cleared_leaves_no_trace(recommender: Recommender, text: str, exploration: float) -> None:
    """All scores are what they were, those drawn by chance too, and what follows is the same."""
    exploring = Recommender(recommender.bundle, replace(recommender.policy, exploration_rate=exploration))
    session, twin = (exploring.session(FAVOURITES, seed=3) for _ in range(2))
    for one in (session, twin):
        answer(one, ["like", "skip"])
    before = session.ranking().scores.tolist()
    session.prompt(text)
    assert session.ranking().scores.tolist() != before
    session.clear_prompt()
    assert session.events[-1] == Prompted(None)
    assert session.ranking().scores.tolist() == before
    assert session.next() == twin.next()
    assert answer(session, ["like", "dislike", "skip"]) == answer(twin, ["like", "dislike", "skip"])
    assert session.ranking().scores.tolist() == twin.ranking().scores.tolist()


@pytest.mark.parametrize("line", ["", "  ", "\n"])
def test_an_empty_prompt_clears_the_one_before(session: Session, line: str) -> None:
    session.prompt(line)
    assert session.events == ()  # there was none to clear
    session.prompt("sad")
    session.prompt(line)
    assert session.events == (Prompted(Prompt("sad")), Prompted(None))
    assert session.active_prompt is None


def test_a_prompt_changes_what_is_next(session: Session) -> None:
    plain = session.next()
    session.prompt("90s horror, nothing funny")
    assert session.next() != plain
    for _ in range(10):
        card = session.next()
        assert card is not None
        assert card.movie.year is not None
        assert 1990 <= card.movie.year <= 1999
        assert "Comedy" not in card.movie.genres
        assert "Horror" in card.movie.genres
        assert sum(card.terms.values()) == pytest.approx(card.score)
        session.skip()


def test_a_part_is_switched_off_and_on_again(session: Session) -> None:
    session.prompt("90s heist, no comedy")
    whole, card = session.ranking().scores.tolist(), session.next()
    assert session.intent is not None
    for label in [part.label for part in session.intent.parts]:
        session.switch_part(label)
        assert session.events[-1] == Prompted(Prompt("90s heist, no comedy", frozenset({label})))
        assert label in [part.label for part in session.intent.parts]  # still there to be switched on
        assert session.ranking().scores.tolist() != whole
        session.switch_part(label)
        assert session.ranking().scores.tolist() == whole
        assert session.next() == card
    events = session.events
    with pytest.raises(SessionError, match=r"The prompt has no part 'opera'\."):
        session.switch_part("opera")
    assert session.events == events


def test_a_line_is_taken_otherwise(session: Session) -> None:
    with pytest.raises(SessionError, match="There is no prompt"):
        session.take_as("mood")
    session.prompt("heat")
    assert session.intent is not None
    assert session.intent.kind == "title"
    as_title = session.ranking().scores.tolist()
    session.take_as("mood")
    assert session.intent.kind == "mood"
    assert session.ranking().scores.tolist() != as_title
    session.take_as("title")
    assert session.intent.kind == "title"
    assert session.ranking().scores.tolist() == as_title


MOVES = st.lists(
    st.sampled_from(["like", "dislike", "skip", "clear_prompt", "undo", *(f"say {text}" for text in SAID)]), max_size=8
)


def move(session: Session, moves: list[str]) -> None:
    """Answer, say or take back."""
    for name in moves:
        if name.startswith("say "):
            session.prompt(name.removeprefix("say "))
        else:
            getattr(session, name)()


@QUICK
@given(moves=MOVES, seed=st.integers(0, 5))
def test_events_given_again_give_the_same_card(recommender: Recommender, moves: list[str], seed: int) -> None:
    exploring = Recommender(recommender.bundle, replace(recommender.policy, exploration_rate=0.3))
    session = exploring.session(FAVOURITES, seed=seed)
    move(session, moves)
    again = exploring.session(FAVOURITES, seed=seed, history=session.history)
    assert again.active_prompt == session.active_prompt
    assert again.next() == session.next()
    assert again.ranking().scores.tolist() == session.ranking().scores.tolist()


@QUICK
@given(before=MOVES, undone=st.lists(st.sampled_from(["like", "skip", *(f"say {text}" for text in SAID)]), max_size=4))
def test_undo_takes_prompts_and_answers_back_alike(
    recommender: Recommender, before: list[str], undone: list[str]
) -> None:
    session, twin = (recommender.session(FAVOURITES) for _ in range(2))
    move(session, before + undone)
    for _ in undone:
        session.undo()
    move(twin, before)
    assert session.events == twin.events
    assert session.next() == twin.next()
    assert session.ranking().scores.tolist() == twin.ranking().scores.tolist()


def test_another_policy_ranks_anew(recommender: Recommender, session: Session) -> None:
    session.prompt("sad")
    before, card = session.ranking().scores.tolist(), session.next()
    asked = session.intent
    for setting, value in (("intent_taste_share", 0.0), ("intent_mode", "strict"), ("intent_steering", "on")):
        session.weigh(setting, value)
        turned = Recommender(recommender.bundle, replace(recommender.policy, **{setting: value}))  # type: ignore[arg-type]
        twin = turned.session(FAVOURITES, history=History(session.events[:1]))
        assert session.next() == twin.next()
        assert session.ranking().scores.tolist() == twin.ranking().scores.tolist() != before
        session.undo()
    assert session.next() == card
    assert session.ranking().scores.tolist() == before
    assert session.intent == asked
    assert recommender.session(FAVOURITES).policy == recommender.policy  # that of no other session


def test_a_session_without_moods_refuses_prompts_in_a_sentence(recommender: Recommender) -> None:
    models = partial(select_model, recommender.bundle)
    session = Session(recommender.catalogue, models, recommender.policy, FAVOURITES)
    with pytest.raises(SessionError, match="This session understands no prompts") as refused:
        session.prompt("sad")
    assert len(str(refused.value).splitlines()) == 1
    assert session.events == ()
    assert session.next() == recommender.session(FAVOURITES).next()
