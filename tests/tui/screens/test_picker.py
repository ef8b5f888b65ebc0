"""The picker, driven key by key: four favourites, found by typing."""

import re
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Static

from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.help import HelpScreen
from matinee.tui.screens.picker import FULL, NEAR_ONLY, NOT_FOUND, PASS_OVER, PickerScreen
from matinee.tui.widgets.inputs import TitleInput
from matinee.tui.widgets.match_list import MatchList
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, drive, pick, screen_sentences, screen_text, toasts


async def test_four_favourites_typed_with_typos_open_the_first_card(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert "9,742 films, up to 2018" in screen_text(app)
        await pilot.press(*"godfathr")
        await pilot.pause()
        assert "The Godfather: Part II" in screen_text(app)
        await pilot.press("enter")
        for title in ("shawshnk redemtion", "pulp ficton", "fihgt club"):
            await pick(pilot, title)
        assert set(card_screen(app).session.favourites) == set(FAVOURITES)
        assert "because you liked" in screen_text(app)

    await drive(MatineeApp(recommender), steps)


async def test_arrows_choose_another_match(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(*"godfather", "down", "enter")
        await pilot.pause()
        assert "The Godfather: Part II" in str(app.screen.query_one("#chosen", Static).render())

    await drive(MatineeApp(recommender), steps)


async def test_backspace_on_an_empty_line_empties_the_last_slot(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for title in ("heat", "alien"):
            await pick(pilot, title)
        await pilot.press("x", "backspace")
        assert "Alien" in screen_text(app)
        await pilot.press("backspace")
        await pilot.pause()
        assert "Alien" not in screen_text(app)
        assert "Heat" in screen_text(app)

    await drive(MatineeApp(recommender), steps)


async def test_a_person_can_be_typed(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(*"kuros")
        await pilot.pause()
        assert "Akira Kurosawa, director" in screen_text(app)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "Rashomon" in str(app.screen.query_one("#chosen", Static).render())
        assert "director" not in screen_text(app)
        await pilot.press(*"heat")
        await pilot.pause()
        assert "director" not in screen_text(app)
        app.screen.query_one(TitleInput).value = "chaplin"
        await pilot.pause()
        assert "also: Charlie Chaplin, director and actor" in screen_text(app)

    await drive(MatineeApp(recommender), steps)


async def test_a_line_without_matches_says_so(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        nothing = "That is not in this catalogue, which ends in 2018."
        app.screen.query_one(TitleInput).value = "!!"
        await pilot.pause()
        assert nothing in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert nothing not in screen_text(app)

    await drive(MatineeApp(recommender), steps)


async def test_a_film_that_is_only_near_is_not_taken_unless_it_is_chosen(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        app.screen.query_one(TitleInput).value = "cleo 5 to 7"
        await pilot.pause()
        assert "5 to 7 2014" in screen_sentences(app)
        await pilot.press("enter")
        assert NEAR_ONLY in screen_sentences(app)
        assert app.screen.query_one(TitleInput).value == "cleo 5 to 7"
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "1 5 to 7 2014" in screen_sentences(app)

    await drive(MatineeApp(recommender), steps)


async def test_matches_have_the_lines_of_the_open_slots_in_a_small_terminal(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert "4  ·" in screen_text(app)
        app.screen.query_one(TitleInput).value = "bergman"
        await pilot.pause()
        assert "4  ·" not in screen_text(app)
        assert app.screen.query_one(MatchList).size.height >= 6
        await pilot.press("escape")
        await pilot.pause()
        assert "4  ·" in screen_text(app)

    await drive(MatineeApp(recommender), steps, size=(40, 12))


async def test_people_of_one_surname_are_all_offered(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        app.screen.query_one(TitleInput).value = "coppola"
        await pilot.pause()
        assert "Francis Ford Coppola · Sofia Coppola, directors" in screen_text(app)
        assert "The Godfather" in screen_text(app)
        assert "Lost in Translation" in screen_text(app)

    await drive(MatineeApp(recommender), steps)


async def test_a_slot_is_emptied_and_a_match_taken_with_the_mouse(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for title in ("heat", "alien"):
            await pick(pilot, title)
        await pilot.click("#chosen", offset=(8, 0))
        await pilot.pause()
        assert "Heat" not in screen_text(app)
        await pilot.press(*"casablanca")
        await pilot.pause()
        await pilot.click(MatchList, offset=(5, 0))
        await pilot.pause()
        chosen = str(app.screen.query_one("#chosen", Static).render())
        assert "Alien" in chosen
        assert "Casablanca" in chosen

    await drive(MatineeApp(recommender), steps)


async def test_genres_are_shown_unless_cut_titles_would_look_alike(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(*"lotr")
        await pilot.pause()
        for title in ("The Fellowship of the Ring", "The Two Towers", "The Return of the King"):
            assert f"The Lord of the Rings: {title}" in screen_text(app)
        assert "Fantasy" not in screen_text(app)
        await pilot.press("escape", *"heat")
        await pilot.pause()
        assert "Action, Crime" in screen_text(app)

    await drive(MatineeApp(recommender), steps)


async def test_the_same_film_is_not_taken_twice(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for title in ("heat", "heat", "alien", "casablanca"):
            await pick(pilot, title)
        assert isinstance(app.screen, PickerScreen)
        await pick(pilot, "toy story")
        assert len(set(card_screen(app).session.favourites)) == 4

    await drive(MatineeApp(recommender), steps)


async def test_surprise_me_fills_what_is_open(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pick(pilot, "heat")
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert "Heat" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert 6 in card_screen(app).session.favourites  # Heat

    await drive(MatineeApp(recommender, seed=3), steps)


async def surprised(recommender: Recommender, seed: int | None) -> tuple[int, ...]:
    """The favourites sampled in a new app."""
    drawn: list[int] = []

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("ctrl+r", "enter")
        await pilot.pause()
        drawn.extend(card_screen(app).session.favourites)

    await drive(MatineeApp(recommender, seed=seed), steps)
    return tuple(drawn)


async def test_without_a_seed_every_evening_surprises_anew(recommender: Recommender) -> None:
    assert len({await surprised(recommender, None) for _ in range(4)}) > 1
    assert await surprised(recommender, 3) == await surprised(recommender, 3)


async def test_a_resize_keeps_the_match_that_was_chosen(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(*"godfather", "down", "down")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "Part III" in str(app.screen.query_one("#chosen", Static).render())

    await drive(MatineeApp(recommender), steps)


async def test_with_four_chosen_a_typed_title_is_not_lost_silently(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("ctrl+r")
        await pick(pilot, "the matrix")
        assert isinstance(app.screen, PickerScreen)
        await pilot.press("escape", "enter", "enter", "enter")
        await pilot.pause()
        assert [type(screen) for screen in app.screen_stack[-2:]] == [PickerScreen, CardScreen]

    await drive(MatineeApp(recommender), steps)


async def test_a_long_paste_is_cut_not_dropped(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        title = app.screen.query_one(TitleInput)
        title.post_message(events.Paste("casablanca " + "x" * 100_000 + "\nmore"))
        await pilot.pause()
        assert title.value.startswith("casablanca xxx")
        assert len(title.value) == TitleInput.MAX_LENGTH

    await drive(MatineeApp(recommender), steps)


async def test_a_question_mark_helps_in_the_picker_unless_it_is_typed_into_a_title(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape")
        await pilot.press("w", "h", "o", "question_mark")
        await pilot.pause()
        assert app.screen.query_one(TitleInput).value == "who?"

    await drive(MatineeApp(recommender), steps)


async def test_fewer_than_four_begin_by_a_key_and_undo_leads_back(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, PickerScreen)  # nothing is chosen
        await pick(pilot, "heat")
        assert "another, or ⏎ to begin" in screen_text(app)
        await pick(pilot, "!!")
        assert f"{NOT_FOUND} {PASS_OVER}" in screen_sentences(app)
        app.screen.query_one(TitleInput).value = "alien"  # what is found now takes the place of what was said
        await pilot.pause()
        assert NOT_FOUND not in screen_sentences(app)
        assert toasts(app) == []
        await pilot.press("escape", "enter")
        await pilot.pause()
        assert card_screen(app).session.favourites == (6,)
        await pilot.press("u")
        await pilot.pause()
        await pick(pilot, "alien")
        await pilot.press("enter")
        await pilot.pause()
        assert card_screen(app).session.favourites == (6, 1214)

    await drive(MatineeApp(recommender), steps)


@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_back_in_the_picker_there_can_be_ten(recommender: Recommender, size: tuple[int, int]) -> None:
    ids = [movie.id for movie in recommender.sample_favourites(9, seed=1)]

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("u")
        await pilot.pause()
        await pick(pilot, "kurosawa")
        assert isinstance(app.screen, PickerScreen)
        assert "10  " in screen_text(app)
        await pilot.press(*"heat")
        await pilot.pause()
        assert "Heat  1995" in screen_text(app)  # matches still have room
        await pilot.press("enter")
        await pilot.pause()
        assert toasts(app) == [FULL]
        await pilot.press("escape", "enter")
        await pilot.pause()
        assert card_screen(app).session.favourites[:9] == tuple(ids)
        assert len(card_screen(app).session.favourites) == 10

    await drive(MatineeApp(recommender, ids), steps, size=size)


async def test_an_empty_line_in_a_burst_begins_nothing_early(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for key in ("enter", *"heat", "enter", "enter", *"alien", "enter"):
            app.post_message(events.Key(key, key if len(key) == 1 else "\r"))
        for _ in range(20):
            await pilot.pause()
        assert isinstance(app.screen, PickerScreen)
        chosen = str(app.screen.query_one("#chosen", Static).render())
        assert "Heat" in chosen
        assert "Alien" in chosen

    await drive(MatineeApp(recommender), steps)


@pytest.mark.parametrize(("size", "least"), [((40, 12), 3), ((80, 24), 9), ((120, 40), 24)])
async def test_matches_fill_the_rows_with_years_beside_titles(
    recommender: Recommender, size: tuple[int, int], least: int
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(*"the god")
        await pilot.pause()
        lines = screen_text(app).splitlines()
        assert len([line for line in lines if re.search(r"\S  (19|20)\d\d\b", line)]) >= least
        assert any("The Godfather  1972" in line for line in lines)

    await drive(MatineeApp(recommender), steps, size=size)


@pytest.mark.parametrize("title", ["[REC]", "M*A*S*H", "The Secret of My Succe$s", "WALL·E"])
async def test_odd_titles_show_as_they_are(recommender: Recommender, title: str) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        app.screen.query_one(TitleInput).value = title
        await pilot.pause()
        assert screen_text(app).count(title) >= 2  # as typed, and as found
        await pilot.press("enter")
        await pilot.pause()
        assert title in str(app.screen.query_one("#chosen", Static).render())

    await drive(MatineeApp(recommender), steps)


@pytest.mark.parametrize("text", ["[/", "[b]", "\\[", "]]", "[@click=app.bell]x[/]", "🎬", "x" * 500, "日本"])
async def test_any_line_can_be_typed(recommender: Recommender, text: str) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        app.screen.query_one(TitleInput).value = text
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert app.is_running

    await drive(MatineeApp(recommender), steps)


async def test_what_is_typed_while_the_bundle_loads_is_searched_afterwards() -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(*"shawshank")
        for _ in range(200):
            await pilot.pause(0.02)
            if app.recommender is not None:
                break
        await pilot.pause()
        assert "The Shawshank Redemption" in screen_text(app)

    await drive(MatineeApp(), steps)


async def test_a_person_typed_while_the_bundle_loads_stays_in_the_line(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        picker = app.screen
        assert isinstance(picker, PickerScreen)
        picker._recommender = None  # as while it loads
        await pilot.press(*"kurosawa", "enter", *"heat", "enter")
        picker.catalogue_loaded(recommender)
        await pilot.pause()
        await pilot.pause()
        assert picker.query_one(TitleInput).value == "kurosawa"
        assert "Akira Kurosawa, director" in screen_text(app)
        chosen = str(picker.query_one("#chosen", Static).render())
        assert "Heat" in chosen
        assert "Seven Samurai" not in chosen

    await drive(MatineeApp(recommender), steps)


async def test_a_broken_policy_ends_the_app_with_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "recommender_policy.yaml").write_text("learning_rte: 1\n")
    monkeypatch.setenv("MATINEE_HOME", str(tmp_path))
    app = MatineeApp()
    async with app.run_test() as pilot:
        for _ in range(200):
            await pilot.pause(0.02)
            if app.failure:
                break
    assert app.return_code == 2
    assert "did you mean 'learning_rate'?" in app.failure
