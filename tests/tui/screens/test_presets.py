"""Presets in words: lines to move along while the next films follow, and every weight one key behind them."""

from dataclasses import replace

import pytest
from textual.pilot import Pilot

from matinee.engine.recommender import Recommender
from matinee.engine.session.events import SettingsChanged
from matinee.engine.session.session import Session
from matinee.policy.presets import PRESETS, STEPS, preset_step
from matinee.tui.app import MatineeApp
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.policy import PolicyScreen
from matinee.tui.screens.presets import PresetScreen
from matinee.tui.text.preset_text import PRESET_TEXTS
from matinee.tui.widgets.next_films import NextFilms
from matinee.tui.widgets.preset_list import HERE, STOP
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, click_on, current_title, drive, first_line, screen_text

SIZES = [(40, 12), (80, 24), (120, 40)]


def test_every_preset_has_words() -> None:
    assert list(PRESET_TEXTS) == list(PRESETS)
    assert all(len(text.steps) == STEPS for text in PRESET_TEXTS.values())


async def open_presets(pilot: Pilot[None]) -> Session:
    await pilot.press("a")
    await pilot.pause()
    await pilot.pause()
    assert isinstance(pilot.app.screen, PresetScreen)
    return pilot.app.screen.session


def steps_of(session: Session) -> list[int | None]:
    """The step of each line."""
    return [preset_step(line, session.initial_policy, session.policy) for line in PRESETS]


def films(app: MatineeApp) -> str:
    return str(app.screen.query_one(NextFilms).render())


@pytest.mark.parametrize("size", SIZES)
async def test_every_step_shows_other_films_at_once_and_the_card_follows(
    recommender: Recommender, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        before = current_title(app)
        session = await open_presets(pilot)
        assert before[:12] in films(app).splitlines()[0]
        for text in PRESET_TEXTS.values():
            assert all(end in screen_text(app) for end in text.ends)
        seen = [films(app)]
        for keys, at in ((("down", "right"), [2, 3]), (("right",), [2, 4]), (("up", "left"), [1, 4])):
            await pilot.press(*keys)
            await pilot.pause()
            assert steps_of(session) == at
            seen.append(films(app))
        assert len({*seen}) == len(seen)
        assert "closer · hidden" in first_line(app)
        assert screen_text(app).count(HERE) == 2
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)
        assert current_title(app)[:12] in seen[-1].splitlines()[0]
        await pilot.press("u", "u")
        await pilot.pause()
        assert current_title(app) == before
        assert session.policy == session.initial_policy

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


async def test_moves_along_a_line_are_one_event_and_stop_at_its_ends(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], _app: MatineeApp) -> None:
        session = await open_presets(pilot)
        await pilot.press(*["right"] * 7)
        assert steps_of(session) == [4, 2]
        (event,) = session.events
        assert isinstance(event, SettingsChanged)
        await pilot.press("h", "h", "h", "l")
        assert steps_of(session) == [2, 2]
        await pilot.press(*["left"] * 7)
        assert steps_of(session) == [0, 2]
        await pilot.press("0")
        assert session.policy == session.initial_policy
        assert len(session.events) == 1

    await drive(MatineeApp(recommender, FAVOURITES), steps)


@pytest.mark.parametrize("size", SIZES)
async def test_a_click_on_a_stop_goes_there(recommender: Recommender, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = await open_presets(pilot)
        await click_on(pilot, STOP)
        assert steps_of(session) == [0, 2]
        row = next(at for at, line in enumerate(screen_text(app).splitlines()) if "hidden gems" in line) + 1
        last = screen_text(app).splitlines()[row].rindex(STOP)
        await pilot.click(offset=(last, row))
        await pilot.pause()
        assert steps_of(session) == [0, 4]

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


async def test_a_click_beside_the_stops_changes_nothing(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], _app: MatineeApp) -> None:
        session = await open_presets(pilot)
        await click_on(pilot, "well known")
        assert session.events == ()
        await pilot.press("right")
        assert steps_of(session) == [2, 3]

    await drive(MatineeApp(recommender, FAVOURITES), steps)


@pytest.mark.parametrize("size", SIZES)
async def test_every_weight_is_a_key_away_and_says_so_on_return(
    recommender: Recommender, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = await open_presets(pilot)
        assert "d advanced" in screen_text(app)
        await pilot.press("right", "d")
        await pilot.pause()
        assert isinstance(app.screen, PolicyScreen)
        await pilot.press("down", "right", "escape")
        await pilot.pause()
        assert isinstance(app.screen, PresetScreen)
        assert steps_of(session) == [None, 2]
        assert "set in detail" in first_line(app)
        assert screen_text(app).count(HERE) == 1
        await pilot.press("0", "escape")
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)
        assert card_screen(app).session.policy == session.initial_policy

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


async def test_0_sets_everything_as_usual(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = await open_presets(pilot)
        await pilot.press("right", "down", "left")
        assert steps_of(session) == [3, 1]
        assert "0 all as usual" in screen_text(app)
        await pilot.press("0")
        assert steps_of(session) == [2, 2]
        assert session.policy == session.initial_policy
        assert screen_text(app).count(HERE) == 2
        session.set_weight("prompt_text_weight", 2.5)
        session.set_weight("prompt_mode", "strict")
        await pilot.press("left", "0")
        assert session.policy == replace(session.initial_policy, prompt_mode="strict")
        events = len(session.events)
        await pilot.press("0")
        assert len(session.events) == events
        await pilot.press("escape", "u")
        await pilot.pause()
        assert session.policy.prompt_text_weight == 2.5

    await drive(MatineeApp(recommender, FAVOURITES), steps)


@pytest.mark.parametrize("size", SIZES)
async def test_the_card_says_what_is_not_as_usual(recommender: Recommender, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        usual = first_line(app)
        session = card_screen(app).session
        for keys, said in (
            (("a", "down", "right", "right", "escape"), "hidden gems"),
            (("a", "left", "escape"), "closer · hidden gems" if size[0] > 40 else "tuned"),
            (("a", "0", "escape"), ""),
        ):
            await pilot.press(*keys)
            await pilot.pause()
            assert first_line(app).rstrip().endswith(said or usual.rstrip())
        session.set_weight("prompt_text_weight", 2.5)
        await pilot.press("s")
        await pilot.pause()
        assert "set in detail" in first_line(app)

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=size)


async def test_presets_are_replayed(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], _app: MatineeApp) -> None:
        session = await open_presets(pilot)
        await pilot.press("right", "right", "escape", "y", "n")
        await pilot.pause()
        again = recommender.session(FAVOURITES, history=session.history)
        assert again.policy == session.policy
        assert again.next() == session.next()

    await drive(MatineeApp(recommender, FAVOURITES, seed=0), steps)
