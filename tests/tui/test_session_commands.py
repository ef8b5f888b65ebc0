"""Palette commands without a key: save, resume, import and export."""

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from matinee.engine.models.profile import Answer
from matinee.engine.paths import home, saved_sessions
from matinee.engine.recommender import Recommender
from matinee.engine.storage.store import read_session, session_names
from matinee.tui.app import MatineeApp
from matinee.tui.export_file import FORMATS
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.choice_dialog import ChoiceDialog
from matinee.tui.screens.picker import PickerScreen
from matinee.tui.screens.report import ReportScreen
from matinee.tui.screens.text_dialog import TextDialog
from matinee.tui.widgets.inputs import LineInput
from tests.conftest import FAVOURITES
from tests.engine.exchange.sample_exports import sample_export, write_zip
from tests.tui.driving import (
    card_screen,
    commands,
    current_title,
    drive,
    pick,
    run_command,
    screen_sentences,
    screen_text,
    toasts,
)


async def answer(pilot: Pilot[None], text: str) -> None:
    """Type a line into a dialog and confirm it."""
    assert isinstance(pilot.app.screen, TextDialog)
    pilot.app.screen.query_one(LineInput).value = text
    await pilot.press("enter")
    await pilot.pause()


async def save(pilot: Pilot[None], name: str) -> None:
    await run_command(pilot, "Save")
    await answer(pilot, name)


def refusal(app: MatineeApp) -> str:
    assert isinstance(app.screen, TextDialog)
    return str(app.screen.query_one("#hint", Static).render())


async def test_saving_keeps_what_was_and_what_comes(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        await pilot.press("y", "n", "u")
        await save(pilot, "Friday")
        assert isinstance(app.screen, CardScreen)
        assert "Friday" in toasts(app)[-1]
        assert read_session("Friday").history == session.history
        assert session.history.undone
        await pilot.press("s", "w", "u")
        await pilot.pause()
        assert read_session("Friday").history == session.history
        assert read_session("Friday").favourites == FAVOURITES
        assert "Save" not in commands(app)

    await drive(MatineeApp(recommender, FAVOURITES), steps)


@pytest.mark.parametrize("name", ["", "a/b", "../x", ".hidden", "x" * 61])
async def test_a_name_that_cannot_be_is_refused_and_can_be_mended(recommender: Recommender, name: str) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await save(pilot, name)
        assert "A session cannot be called" in refusal(app)
        assert session_names() == []
        await answer(pilot, "Good Name")
        assert session_names() == ["Good Name"]
        assert toasts(app)[-1] == "Saved; `matinee --session 'Good Name'` resumes it."

    await drive(MatineeApp(recommender, FAVOURITES), steps)


async def test_an_evening_of_that_name_is_never_overwritten(recommender: Recommender) -> None:
    async def first(pilot: Pilot[None], _app: MatineeApp) -> None:
        await pilot.press("y")
        await save(pilot, "Friday")

    async def second(pilot: Pilot[None], app: MatineeApp) -> None:
        before = read_session("Friday")
        await save(pilot, "Friday")
        assert "already" in refusal(app)
        assert read_session("Friday") == before
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)

    await drive(MatineeApp(recommender, FAVOURITES), first)
    await drive(MatineeApp(recommender, FAVOURITES), second)


async def test_going_on_shows_the_film_where_the_evening_was_left(recommender: Recommender) -> None:
    left: list[str] = []

    async def first(pilot: Pilot[None], app: MatineeApp) -> None:
        await save(pilot, "Friday")
        await pilot.press("y", "n", "w", "s", "u")
        await pilot.pause()
        left.append(current_title(app))

    async def second(pilot: Pilot[None], app: MatineeApp) -> None:
        await run_command(pilot, "Resume")
        assert isinstance(app.screen, ChoiceDialog)
        assert "Friday" in screen_text(app)
        assert "✓ 1  ✗ 1  · 0  + 1" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert current_title(app) == left[0]
        session = card_screen(app).session
        await pilot.press("r")
        await pilot.pause()
        assert [given for _, given in session.state.answers][-1] is Answer.SKIP
        assert read_session("Friday").history == session.history

    await drive(MatineeApp(recommender, FAVOURITES), first)
    await drive(MatineeApp(recommender), second)


async def test_without_a_kept_evening_there_is_none_to_go_on_with(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert "Import" in commands(app)
        assert "Save" not in commands(app)
        await run_command(pilot, "Resume")
        assert "There are no saved sessions" in toasts(app)[-1]

    await drive(MatineeApp(recommender), steps)


async def test_an_evening_that_cannot_be_read_is_said_and_the_picker_stays(recommender: Recommender) -> None:
    saved_sessions().mkdir(parents=True)
    (saved_sessions() / "Broken.jsonl").write_bytes(b"{no line}\n")

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await run_command(pilot, "Resume")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, PickerScreen)
        assert "Broken" in toasts(app)[-1]

    await drive(MatineeApp(recommender), steps)


async def test_where_the_folder_of_sessions_is_a_file_everything_else_goes_on(recommender: Recommender) -> None:
    saved_sessions().write_text("not a folder")

    async def card(pilot: Pilot[None], app: MatineeApp) -> None:
        await save(pilot, "Friday")
        assert "cannot be saved" in refusal(app)
        await pilot.press("escape", "y")
        await pilot.pause()
        assert len(card_screen(app).session.profile.likes) == 1

    async def picker(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press("escape")
        await pick(pilot, "heat")
        assert app.is_running
        assert "Heat" in screen_text(app)

    await drive(MatineeApp(recommender, FAVOURITES), card)
    await drive(MatineeApp(recommender), picker)


async def test_an_import_fills_the_four_and_tells_what_was_not_found(recommender: Recommender, tmp_path: Path) -> None:
    export = write_zip(tmp_path / "letterboxd.zip", sample_export())

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await run_command(pilot, "Import")
        await answer(pilot, str(export))
        assert isinstance(app.screen, ReportScreen)
        assert "8 films" in screen_sentences(app) or "9 films" in screen_sentences(app)
        assert "Nothing at All" in screen_sentences(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, PickerScreen)
        assert "Heat" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        session = card_screen(app).session
        assert 6 in session.favourites  # Heat
        known = {session.catalogue.titles[session.catalogue.row(movie)] for movie, _ in session.state.answers}
        assert {"Grease", "Jaws"} <= known
        assert session.state.answered_here == ()

    await drive(MatineeApp(recommender), steps, size=(120, 40))


@pytest.mark.parametrize("name", ["", "nowhere.zip", "broken.zip", "~nouser/x"])
async def test_an_export_that_cannot_be_read_is_refused_in_a_sentence(
    recommender: Recommender, tmp_path: Path, name: str
) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK no zip")

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await run_command(pilot, "Import")
        await answer(pilot, name if name.startswith("~") else str(tmp_path / name))
        assert refusal(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, PickerScreen)

    await drive(MatineeApp(recommender), steps)


@pytest.mark.parametrize("kind", FORMATS)
async def test_films_are_written_into_exactly_the_file_that_was_named(
    recommender: Recommender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    elsewhere = tmp_path / "here"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    target = tmp_path / f"mine-{kind}"

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        kept = current_title(app)
        await pilot.press("w")
        liked = current_title(app)
        await pilot.press("y")
        await run_command(pilot, FORMATS[kind][0])
        assert app.screen.query_one(LineInput).value == kind
        await answer(pilot, str(target))
        assert isinstance(app.screen, CardScreen)
        text = target.read_text(encoding="utf-8")
        assert (kept in text) == (not kind.startswith("likes"))
        assert (liked in text) == (not kind.startswith("watchlist"))
        if kind.endswith("json"):
            assert [film["title"] for film in json.loads(text)["watchlist"]] == [kept]

    await drive(MatineeApp(recommender, FAVOURITES), steps)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [target.name]
    assert list(elsewhere.iterdir()) == []
    assert [path for path in (home() or tmp_path).rglob("*") if "session" in path.name] == []


async def test_a_file_that_is_there_is_never_overwritten(recommender: Recommender, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("mine")

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await run_command(pilot, FORMATS["likes.csv"][0])
        for name, said in (("mine.csv", "already"), ("no/such/folder.csv", "cannot be written"), (".", "is a folder")):
            await answer(pilot, str(tmp_path / name))
            assert said in refusal(app)
        await answer(pilot, "")
        assert refusal(app) == "Enter a file name."
        await answer(pilot, str(tmp_path / "other.csv"))
        assert isinstance(app.screen, CardScreen)

    await drive(MatineeApp(recommender, FAVOURITES), steps)
    assert (tmp_path / "mine.csv").read_text() == "mine"
    assert (tmp_path / "other.csv").exists()
