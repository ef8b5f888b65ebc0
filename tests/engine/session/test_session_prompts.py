"""Prompts of a session are events like any others."""

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matinee.engine.bundle.model_factory import create_model
from matinee.engine.errors import SessionError
from matinee.engine.prompts.prompt import Prompt
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import History, Prompted
from matinee.engine.session.session import Session
from tests.conftest import FAVOURITES

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


PROMPTS = ("no horror, something funny", "90s heist, no comedy", "heat", "nothing too sad")


def test_undo_restores_the_prompt_before(session: Session) -> None:
    answer(session, ["like"])
    before, suggestion = session.ranking().scores.tolist(), session.next()
    session.prompt("90s heist, no comedy")
    assert session.events[-1] == Prompted(Prompt("90s heist, no comedy"))
    assert session.active_prompt == Prompt("90s heist, no comedy")
    assert session.undo() == Prompted(Prompt("90s heist, no comedy"))
    assert session.active_prompt is None
    assert session.intent is None
    assert (session.ranking().scores.tolist(), session.next()) == (before, suggestion)
    session.prompt("sad")
    first = session.next()
    session.prompt("a western")
    assert session.next() != first
    session.undo()
    assert session.active_prompt == Prompt("sad")
    assert session.next() == first


@pytest.mark.parametrize("exploration", [0.0, 0.3])
@pytest.mark.parametrize("text", PROMPTS)
def test_a_cleared_prompt_leaves_no_trace(recommender: Recommender, text: str, exploration: float) -> None:
    """All scores, including the random ones, and all later films are the same as without the prompt."""
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
        suggestion = session.next()
        assert suggestion is not None
        assert suggestion.movie.year is not None
        assert 1990 <= suggestion.movie.year <= 1999
        assert "Comedy" not in suggestion.movie.genres
        assert "Horror" in suggestion.movie.genres
        assert sum(suggestion.terms.values()) == pytest.approx(suggestion.score)
        session.skip()


def test_a_part_is_switched_off_and_on_again(session: Session) -> None:
    session.prompt("90s heist, no comedy")
    whole, suggestion = session.ranking().scores.tolist(), session.next()
    assert session.intent is not None
    for label in [part.label for part in session.intent.parts]:
        session.toggle_part(label)
        assert session.events[-1] == Prompted(Prompt("90s heist, no comedy", frozenset({label})))
        assert label in [part.label for part in session.intent.parts]  # still there to be switched on
        assert session.ranking().scores.tolist() != whole
        session.toggle_part(label)
        assert session.ranking().scores.tolist() == whole
        assert session.next() == suggestion
    events = session.events
    with pytest.raises(SessionError, match=r"The prompt has no part 'opera'\."):
        session.toggle_part("opera")
    assert session.events == events


def test_a_prompt_is_reinterpreted(session: Session) -> None:
    with pytest.raises(SessionError, match="There is no active prompt"):
        session.reinterpret_prompt("mood")
    session.prompt("heat")
    assert session.intent is not None
    assert session.intent.kind == "title"
    as_title = session.ranking().scores.tolist()
    session.reinterpret_prompt("mood")
    assert session.intent.kind == "mood"
    assert session.ranking().scores.tolist() != as_title
    session.reinterpret_prompt("title")
    assert session.intent.kind == "title"
    assert session.ranking().scores.tolist() == as_title


def test_a_name_is_switched_between_person_and_film(session: Session) -> None:
    session.prompt("90s crime")
    with pytest.raises(SessionError, match="The prompt has no name 'hitchcock'"):
        session.switch_name("hitchcock")
    session.prompt("hitchcock thriller")
    as_person = session.ranking().scores.tolist()
    session.switch_name("hitchcock")
    assert session.active_prompt == Prompt("hitchcock thriller", switched=frozenset({"hitchcock"}))
    assert session.intent is not None
    assert [part.label for part in session.intent.parts] == ["like Hitchcock", "thriller"]
    session.switch_name("hitchcock")
    assert session.ranking().scores.tolist() == as_person


MOVES = st.lists(
    st.sampled_from(["like", "dislike", "skip", "clear_prompt", "undo", *(f"prompt {text}" for text in PROMPTS)]),
    max_size=8,
)


def move(session: Session, moves: list[str]) -> None:
    """Answer, enter prompts or undo."""
    for name in moves:
        if name.startswith("prompt "):
            session.prompt(name.removeprefix("prompt "))
        else:
            getattr(session, name)()


@pytest.fixture(scope="module")
def exploring(recommender: Recommender) -> Recommender:
    """A recommender under a policy with exploration."""
    return Recommender(recommender.bundle, replace(recommender.policy, exploration_rate=0.3))


@QUICK
@given(moves=MOVES, seed=st.integers(0, 5))
def test_replaying_events_gives_the_same_suggestion(exploring: Recommender, moves: list[str], seed: int) -> None:
    session = exploring.session(FAVOURITES, seed=seed)
    move(session, moves)
    again = exploring.session(FAVOURITES, seed=seed, history=session.history)
    assert again.active_prompt == session.active_prompt
    assert again.next() == session.next()
    assert again.ranking().scores.tolist() == session.ranking().scores.tolist()


@QUICK
@given(
    before=MOVES,
    undone=st.lists(st.sampled_from(["like", "skip", *(f"prompt {text}" for text in PROMPTS)]), max_size=4),
)
def test_undo_restores_prompts_and_answers(recommender: Recommender, before: list[str], undone: list[str]) -> None:
    session, twin = (recommender.session(FAVOURITES) for _ in range(2))
    move(session, before + undone)
    for _ in undone:
        session.undo()
    move(twin, before)
    assert session.events == twin.events
    assert session.next() == twin.next()
    assert session.ranking().scores.tolist() == twin.ranking().scores.tolist()


def test_changed_settings_change_the_ranking(recommender: Recommender, session: Session) -> None:
    session.prompt("sad")
    before, suggestion = session.ranking().scores.tolist(), session.next()
    intent = session.intent
    for setting, value in (("prompt_taste_share", 0.0), ("prompt_mode", "strict"), ("prompt_steering", "on")):
        session.set_weight(setting, value)
        changed = Recommender(recommender.bundle, replace(recommender.policy, **{setting: value}))  # type: ignore[arg-type]
        twin = changed.session(FAVOURITES, history=History(session.events[:1]))
        assert session.next() == twin.next()
        assert session.ranking().scores.tolist() == twin.ranking().scores.tolist() != before
        session.undo()
    assert session.next() == suggestion
    assert session.ranking().scores.tolist() == before
    assert session.intent == intent
    assert recommender.session(FAVOURITES).policy == recommender.policy  # other sessions are not affected


def test_a_session_without_an_interpreter_refuses_prompts(recommender: Recommender) -> None:
    models = partial(create_model, recommender.bundle)
    session = Session(
        recommender.catalogue,
        models,
        recommender.policy,
        FAVOURITES,
        kinship=lambda: recommender.kinship,
        variety=recommender.variety,
    )
    with pytest.raises(SessionError, match="This session cannot interpret prompts") as refused:
        session.prompt("sad")
    assert len(str(refused.value).splitlines()) == 1
    assert session.events == ()
    assert session.next() == recommender.session(FAVOURITES).next()


def test_a_prompt_is_answered_from_the_whole_catalogue(session: Session, recommender: Recommender) -> None:
    """Of some countries the model knows no film; without a prompt only films are shown that it can score."""
    facts = recommender.film_facts
    assert facts is not None
    iranian = facts.countries.films(facts.countries.names.index("Iran"))
    known = session.model.known
    session.prompt("iranian")
    shown = {recommender.catalogue.row(movie) for movie in answer(session, ["skip"] * 5)}
    assert shown <= set(iranian.tolist())
    assert not known[sorted(shown)].all()
    session.prompt("no iranian films")
    assert known[session.ranking().top(200)].all()


@pytest.mark.parametrize("line", ["no more michael moore", "nothing by spielberg", "not scary"])
def test_a_prompt_that_only_rules_out_keeps_the_taste(session: Session, line: str) -> None:
    """Unless it rules out all that is liked, the first films are those of before."""
    before = set(session.ranking().top(20).tolist())
    session.prompt(line)
    assert len(before & set(session.ranking().top(20).tolist())) >= 14


@pytest.mark.parametrize(
    ("line", "asks"), [("not in english", False), ("no horror", False), ("korean", True), ("70s", True)]
)
def test_what_asks_for_something(recommender: Recommender, line: str, asks: bool) -> None:
    assert recommender.understand(line).signals.asks is asks
