"""The weights, adjusted while the next films follow."""

import pytest
from textual.pilot import Pilot

from matinee.engine.recommender import Recommender
from matinee.engine.session.session import Session
from matinee.policy import Policy, PolicyError, validate_setting
from matinee.policy.schema import CHOICES, SETTINGS
from matinee.tui.app import MatineeApp
from matinee.tui.policy_controls import GROUPS, PolicyControl, group_controls
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.policy import PolicyScreen
from matinee.tui.widgets.next_films import NextFilms, movement_arrow
from matinee.tui.widgets.policy_list import PolicyList
from tests.conftest import FAVOURITES
from tests.tui.driving import HEIST, card_screen, click_on, current_title, drive, enter_prompt, screen_text

SIZES = [(40, 12), (80, 24), (120, 40)]
ALL = [control for group in GROUPS for control in group_controls(group)]


def test_every_setting_of_the_policy_stands_in_exactly_one_group() -> None:
    assert sorted(control.setting for control in ALL) == sorted(SETTINGS)
    assert len({control.name for control in ALL}) == len(ALL)


@pytest.mark.parametrize("control", ALL, ids=lambda control: control.setting)
def test_a_control_turns_both_ways_to_its_bounds_and_never_beyond(policy: Policy, control: PolicyControl) -> None:
    now, values = policy, {control.value(policy)}
    for by in [1] * 60 + [-1] * 60:
        value = control.stepped(now, by)
        validate_setting(control.setting, value)
        now = changed(now, control.setting, value)
        share = control.share(now)
        assert share is None or 0 <= share <= 1
        values.add(value)
    assert len(values) > 2 or len(values) == len(CHOICES[control.setting])


def changed(policy: Policy, setting: str, value: float | str) -> Policy:
    """The policy with one setting changed."""
    return Policy(**{**policy.__dict__, setting: value})


def test_a_control_that_is_a_word_goes_round(policy: Policy) -> None:
    mode = PolicyControl("prompt_mode", "its genres")
    seen = [policy]
    for _ in range(3):
        seen.append(changed(seen[-1], "prompt_mode", mode.stepped(seen[-1], 1)))
    assert [mode.value(one) for one in seen] == ["open", "soft", "strict", "open"]
    assert mode.stepped(policy, -1) == "strict"
    assert mode.share(policy) is None
    with pytest.raises(PolicyError):
        validate_setting("prompt_mode", "widely")


def test_films_are_marked_by_where_they_stood() -> None:
    assert [movement_arrow(row, place, [5, 6, 7]) for place, row in enumerate([6, 5, 7, 9])] == ["▲", "▼", " ", " "]
    assert movement_arrow(9, 0, [5, 6, 7]) == "▲"


async def open_weights(pilot: Pilot[None]) -> Session:
    await pilot.press("a", "d")
    await pilot.pause()
    await pilot.pause()
    assert isinstance(pilot.app.screen, PolicyScreen)
    return pilot.app.screen.session


def films(app: MatineeApp) -> str:
    """The next films as shown on screen."""
    return str(app.screen.query_one(NextFilms).render())


@pytest.mark.parametrize("size", SIZES)
async def test_every_turn_ranks_again_and_the_card_follows(recommender: Recommender, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("s")
        await pilot.pause()
        first = current_title(app)
        session = await open_weights(pilot)
        usual = session.policy
        shown = screen_text(app)
        assert "Weights" in shown
        assert first[:12] in films(app)
        assert "●" not in shown.split("\n", 1)[1]
        await pilot.press(*["left"] * 9)  # fits your taste
        await pilot.pause()
        assert session.policy.model_weight == pytest.approx(usual.model_weight - 0.9)
        assert len(session.events) == 2
        assert "0.10 ●" in screen_text(app)
        after = recommender.session(FAVOURITES, history=session.history).next()
        assert after is not None
        assert after.movie.title[:12] in films(app).splitlines()[0]
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)
        assert current_title(app) == after.movie.title != first
        await pilot.press("u")
        await pilot.pause()
        assert session.policy == usual
        assert current_title(app) == first

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


@pytest.mark.parametrize("key", ["0", "backspace", "delete"])
async def test_a_weight_is_put_back_to_what_it_was(recommender: Recommender, key: str) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = await open_weights(pilot)
        before = films(app)
        await pilot.press(*["left"] * 9)
        await pilot.pause()
        assert session.policy.model_weight == pytest.approx(0.1)
        assert " ●" in str(screen_text(app)).split("\n", 1)[1]
        await pilot.press(key)
        await pilot.pause()
        assert session.policy == session.initial_policy
        assert "●" not in screen_text(app).split("\n", 1)[1]
        assert films(app) == before

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_letters_turn_and_choose_as_arrows_do(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], _app: MatineeApp) -> None:
        session = await open_weights(pilot)
        await pilot.press("j", "l", "l", "k", "h")
        await pilot.pause()
        usual, now = session.initial_policy, session.policy
        assert now.genre_distance_penalty == pytest.approx(usual.genre_distance_penalty + 0.2)
        assert now.model_weight == pytest.approx(usual.model_weight - 0.1)
        assert session.profile.answers == ()

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_a_click_on_a_weight_chooses_and_turns_it(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = await open_weights(pilot)
        await click_on(pilot, "keep to your genres")
        await pilot.press("right")
        await pilot.pause()
        assert session.policy.genre_distance_penalty > session.initial_policy.genre_distance_penalty
        assert session.policy.model_weight == session.initial_policy.model_weight
        await click_on(pilot, "back")
        await click_on(pilot, "back")
        assert isinstance(app.screen, CardScreen)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


@pytest.mark.parametrize("size", SIZES)
async def test_every_weight_can_be_reached_and_is_named(recommender: Recommender, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await open_weights(pilot)
        reached = []
        for _ in ALL:
            chosen = app.screen.query_one(PolicyList).chosen
            assert chosen is not None
            reached.append(chosen.setting)
            assert chosen.name[:18] in screen_text(app)
            await pilot.press("down")
        assert sorted(reached) == sorted(SETTINGS)
        assert max(len(line) for line in screen_text(app).splitlines()) <= size[0]

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


async def test_in_a_mood_its_weights_come_first(with_encoder: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await enter_prompt(pilot, HEIST)
        session = await open_weights(pilot)
        assert screen_text(app).index("matches your words") < screen_text(app).index("fits your taste")
        await pilot.press(*["left"] * 30)
        await pilot.pause()
        assert session.policy.prompt_text_weight == 0
        assert "0.00 ●" in screen_text(app)
        await pilot.press("a", "a")
        await pilot.pause()
        card = with_encoder.session(FAVOURITES, history=session.history).next()
        assert card is not None
        assert current_title(app) == card.movie.title

    await drive(MatineeApp(with_encoder, FAVOURITES), steps)


async def test_what_was_turned_belongs_to_the_session_alone(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await open_weights(pilot)
        await pilot.press("right", "escape", "escape", "u", "u")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert card_screen(app).session.policy == recommender.policy

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_where_nothing_is_left_the_weights_say_so_and_bring_films_back(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        session.request_genre("IMAX", strict=True)
        session.set_weight("min_genre_affinity", 1.0)
        card_screen(app).show_session()
        await open_weights(pilot)
        assert "no films are left" in screen_text(app)
        while app.screen.query_one(PolicyList).chosen != PolicyControl(
            "min_genre_affinity", "least share of your genres"
        ):
            await pilot.press("down")
        await pilot.press("0")
        await pilot.pause()
        assert "no films are left" not in screen_text(app)
        await pilot.press("escape", "escape")
        await pilot.pause()
        current_title(app)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_a_small_terminal_turns_nothing_blind(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = await open_weights(pilot)
        await pilot.resize_terminal(39, 11)
        await pilot.pause()
        assert "39×11 is too small; Matinee needs 40×12." in " ".join(screen_text(app).split())
        await pilot.press("right", "down", "left")
        assert session.events == ()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await pilot.press("right")
        await pilot.pause()
        assert len(session.events) == 1

    await drive(MatineeApp(recommender, FAVOURITES), steps)
