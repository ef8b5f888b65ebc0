"""Every screen as it looks, compared with a reviewed snapshot.

A picture that differs fails its test, by however little; ``snapshot_report.html``, in the folder the tests were run in,
shows both side by side. Where the new look is meant, look at it there and renew the pictures, then commit them:

    pytest tests/tui/test_snapshots.py --snapshot-update

The pictures lie in ``__snapshots__/test_snapshots``, one a test. They hold for the Textual that pyproject.toml pins and
for the bundle that ships: another of either renews them.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import textual
from textual.pilot import Pilot

from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.widgets.poster import Poster
from matinee.tui.widgets.prompt_input import PromptInput
from tests.engine.online.film_server import PLOT
from tests.tui.driving import HEIST, Steps, card_screen, enter_prompt, pick, run_command
from tests.tui.facts import without_facts
from tests.tui.film_site import START_OF_PLOT, open_site, see
from tests.tui.screens.test_info import favourites
from tests.tui.snapshot_apps import (
    ANSWERS,
    HUGE,
    LARGE,
    SMALL,
    USUAL,
    at_rest,
    card_app,
    imported_app,
    narrow_app,
    pressed,
    pressing,
    unsaved_app,
)

Size = tuple[int, int]
Compare = Callable[..., bool]
Looks = Callable[[MatineeApp, Steps, Size], None]

TOLD = (
    "The screen does not look as it did: see snapshot_report.html. If it is meant to, renew the pictures by\n"
    "    pytest tests/tui/test_snapshots.py --snapshot-update\n"
    "They hold for the Textual that pyproject.toml pins (here it is {textual}) and the bundle that ships (here it is "
    "{bundle})."
)
STAY: Steps = pressing()
TASTES = {
    "arthouse": ("seven samurai", "rashomon", "persona", "8 1/2"),
    "documentary": ("man on wire", "hoop dreams", "grizzly man", "the fog of war"),
}


def in_sizes(*sizes: Size) -> pytest.MarkDecorator:
    """One snapshot per size."""
    return pytest.mark.parametrize("size", sizes, ids=lambda size: "{}x{}".format(*size))


in_every_size = in_sizes(SMALL, USUAL, LARGE)
in_every_room = in_sizes(SMALL, USUAL, LARGE, HUGE)
in_every_look = pytest.mark.parametrize("theme", ["matinee-light", "terminal", "no-colours"])


@pytest.fixture
def looks(snap_compare: Compare, recommender: Recommender) -> Looks:
    """Take an app through some steps and compare it with the stored snapshot."""

    def compare(app: MatineeApp, steps: Steps, size: Size) -> None:
        app.animation_level = "none"

        async def before(pilot: Pilot[None]) -> None:
            await at_rest(pilot, app)
            await steps(pilot, app)
            await at_rest(pilot, app)

        same = snap_compare(app, terminal_size=size, run_before=before)
        assert same, TOLD.format(textual=textual.__version__, bundle=recommender.bundle.version)

    return compare


@pytest.fixture
def by_words(recommender: Recommender) -> Recommender:
    """Prompts are interpreted by the lexicon alone, because an 8-bit encoder differs between processors."""
    own = Recommender(replace(recommender.bundle, read_texts=lambda: None), recommender.policy)
    own.prompts.load_encoder()
    assert own.prompts.problem
    return own


async def say_words(pilot: Pilot[None], app: MatineeApp) -> None:
    """Enter a prompt without its input, which would look for the encoder again and report that there is none."""
    card_screen(app).session.prompt(HEIST)
    card_screen(app).show_session()
    await pilot.pause()


@pytest.fixture
def dressed(recommender: Recommender, theme: str, monkeypatch: pytest.MonkeyPatch) -> MatineeApp:
    """An app in other colors, or in none."""
    if theme == "no-colours":
        monkeypatch.setenv("NO_COLOR", "1")
        return card_app(recommender)
    return card_app(recommender, theme)


@in_every_size
def test_the_picker_while_it_is_empty(recommender: Recommender, looks: Looks, size: Size) -> None:
    looks(MatineeApp(recommender, seed=0), STAY, size)


@in_every_size
def test_the_picker_with_two_films_and_a_line_being_typed(recommender: Recommender, looks: Looks, size: Size) -> None:
    async def steps(pilot: Pilot[None], _app: MatineeApp) -> None:
        for title in ("heat", "alien"):
            await pick(pilot, title)
        await pressed(pilot, *"godfathr", "down")

    looks(MatineeApp(recommender, seed=0), steps, size)


@in_every_size
def test_the_picker_with_a_person_being_typed(recommender: Recommender, looks: Looks, size: Size) -> None:
    async def steps(pilot: Pilot[None], _app: MatineeApp) -> None:
        for title in ("seven samurai", "amelie"):
            await pick(pilot, title)
        await pressed(pilot, *"kurosa", "down")

    looks(MatineeApp(recommender, seed=0), steps, size)


@in_sizes(USUAL)
def test_the_picker_where_nothing_matches(recommender: Recommender, looks: Looks, size: Size) -> None:
    looks(MatineeApp(recommender, seed=0), pressing(*"!!"), size)


@in_sizes(USUAL)
def test_the_picker_with_all_four(recommender: Recommender, looks: Looks, size: Size) -> None:
    looks(MatineeApp(recommender, seed=3), pressing("ctrl+r"), size)


@in_every_room
def test_the_card_after_some_answers(recommender: Recommender, looks: Looks, size: Size) -> None:
    looks(card_app(recommender), pressing(*ANSWERS), size)


@in_every_room
def test_the_card_in_a_mood(by_words: Recommender, looks: Looks, size: Size) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pressed(pilot, *ANSWERS)
        await say_words(pilot, app)
        await pressed(pilot, "1")

    looks(card_app(by_words), steps, size)


@in_every_room
@pytest.mark.parametrize("taste", TASTES)
def test_the_card_of_another_taste(recommender: Recommender, looks: Looks, size: Size, taste: str) -> None:
    looks(card_app(recommender, favourites=favourites(recommender, TASTES[taste])), pressing("y"), size)


@in_sizes(USUAL, LARGE)
def test_the_card_without_facts(recommender: Recommender, looks: Looks, size: Size) -> None:
    looks(card_app(without_facts(recommender)), pressing(*ANSWERS), size)


@in_sizes(LARGE, HUGE)
def test_the_card_with_a_plot(recommender: Recommender, looks: Looks, size: Size, tmp_path: Path) -> None:
    async def steps(pilot: Pilot[None], _app: MatineeApp) -> None:
        await pressed(pilot, "i", "p")
        await see(pilot, START_OF_PLOT)
        await pressed(pilot, "escape")

    with open_site(tmp_path) as site:
        site.change(extract=f"{PLOT} " * 5)
        looks(site.app(recommender, poster="off", posters=False), steps, size)


@in_sizes(SMALL, USUAL)
def test_a_mood_being_typed(with_encoder: Recommender, looks: Looks, size: Size) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pressed(pilot, *ANSWERS, "slash")
        app.screen.query_one(PromptInput).value = HEIST[:-1]
        await pressed(pilot, HEIST[-1])

    looks(card_app(with_encoder), steps, size)


@in_every_size
def test_info(recommender: Recommender, looks: Looks, size: Size) -> None:
    looks(card_app(recommender), pressing(*ANSWERS, "i"), size)


@in_every_size
def test_the_films_of_the_director(recommender: Recommender, looks: Looks, size: Size) -> None:
    looks(card_app(recommender), pressing(*ANSWERS, "f"), size)


@in_sizes(USUAL)
def test_info_in_a_mood(by_words: Recommender, looks: Looks, size: Size) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await say_words(pilot, app)
        await pressed(pilot, "i")

    looks(card_app(by_words), steps, size)


@in_every_size
def test_plot_and_poster(
    recommender: Recommender, looks: Looks, size: Size, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pressed(pilot, "i", "p")
        while not app.screen.query(Poster):
            await pilot.pause(0.01)

    with open_site(tmp_path) as site:
        site.change(extract=f"{PLOT} " * 5)
        looks(site.app(recommender, poster="blocks"), steps, size)


@in_sizes(USUAL)
def test_a_plot_that_cannot_be_fetched(recommender: Recommender, looks: Looks, size: Size, tmp_path: Path) -> None:
    async def steps(pilot: Pilot[None], _app: MatineeApp) -> None:
        await pressed(pilot, "i", "p")
        await see(pilot, "try again later.")

    with open_site(tmp_path) as site:
        site.fail("The_Godfather_Part_II", 503)
        looks(site.app(recommender), steps, size)


@in_every_size
def test_the_help_of_the_card(recommender: Recommender, looks: Looks, size: Size) -> None:
    looks(card_app(recommender), pressing("question_mark"), size)


@in_every_size
def test_the_presets_with_both_moved(recommender: Recommender, looks: Looks, size: Size) -> None:
    looks(card_app(recommender), pressing("a", "left", "down", "right", "right"), size)


@in_sizes(SMALL, USUAL)
def test_the_weights_with_one_turned(recommender: Recommender, looks: Looks, size: Size) -> None:
    looks(card_app(recommender), pressing("a", "d", "down", "down", "down", *["right"] * 8), size)


@in_sizes(SMALL, USUAL)
def test_the_list_of_genres(recommender: Recommender, looks: Looks, size: Size) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        card_screen(app).session.request_genre("Comedy")
        card_screen(app).show_session()
        await pressed(pilot, "g")

    looks(card_app(recommender), steps, size)


@in_sizes(SMALL, USUAL)
def test_the_list_of_models(recommender: Recommender, looks: Looks, size: Size) -> None:
    looks(card_app(recommender), pressing("o"), size)


@in_every_size
def test_leaving(recommender: Recommender, looks: Looks, size: Size) -> None:
    looks(card_app(recommender), pressing(*ANSWERS, "q"), size)


@in_every_size
def test_a_film_chosen_in_the_details(recommender: Recommender, looks: Looks, size: Size) -> None:
    looks(card_app(recommender), pressing("i", "tab", "down"), size)


@in_every_size
def test_the_evening_so_far(recommender: Recommender, looks: Looks, size: Size) -> None:
    looks(card_app(recommender), pressing(*ANSWERS, "e"), size)


@in_sizes(SMALL, USUAL)
def test_the_taste_map(recommender: Recommender, looks: Looks, size: Size) -> None:
    looks(card_app(recommender), pressing(*ANSWERS, "v"), size)


@in_sizes(USUAL, LARGE)
def test_the_taste_map_from_near_with_a_film_chosen(recommender: Recommender, looks: Looks, size: Size) -> None:
    looks(card_app(recommender), pressing(*ANSWERS, "v", *["plus"] * 5, "tab"), size)


@in_sizes(SMALL, USUAL)
def test_the_report_of_an_import(recommender: Recommender, looks: Looks, size: Size, tmp_path: Path) -> None:
    looks(imported_app(recommender, tmp_path), STAY, size)


@in_sizes(SMALL, USUAL)
def test_the_palette(recommender: Recommender, looks: Looks, size: Size) -> None:
    looks(card_app(recommender), pressing("ctrl+p"), size)


@in_sizes(SMALL, USUAL)
def test_nothing_left(recommender: Recommender, looks: Looks, size: Size) -> None:
    async def steps(_pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        while session.next() is not None:
            session.skip()
        card_screen(app).show_session()

    looks(narrow_app(recommender), steps, size)


@in_sizes(SMALL, USUAL)
def test_a_mood_that_nothing_fits(with_encoder: Recommender, looks: Looks, size: Size) -> None:
    async def steps(pilot: Pilot[None], _app: MatineeApp) -> None:
        await enter_prompt(pilot, "horror from 1890")

    looks(card_app(with_encoder), steps, size)


@in_sizes(SMALL, USUAL)
def test_an_evening_that_cannot_be_kept(
    recommender: Recommender, looks: Looks, size: Size, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MATINEE_HOME", "home")  # the sentence names the folder
    looks(unsaved_app(recommender), STAY, size)


@in_sizes(SMALL, USUAL)
def test_a_name_that_is_refused(recommender: Recommender, looks: Looks, size: Size) -> None:
    async def steps(pilot: Pilot[None], _app: MatineeApp) -> None:
        await run_command(pilot, "Save")
        await pressed(pilot, *"a", "slash", "b", "enter")

    looks(card_app(recommender), steps, size)


@in_sizes((30, 8))
def test_a_terminal_that_is_too_small(recommender: Recommender, looks: Looks, size: Size) -> None:
    looks(card_app(recommender), STAY, size)


@in_every_look
def test_the_card_dressed_otherwise(dressed: MatineeApp, looks: Looks) -> None:
    looks(dressed, pressing(*ANSWERS), USUAL)


@in_every_look
def test_info_dressed_otherwise(dressed: MatineeApp, looks: Looks) -> None:
    looks(dressed, pressing(*ANSWERS, "i"), USUAL)


@in_every_look
def test_the_help_dressed_otherwise(dressed: MatineeApp, looks: Looks) -> None:
    looks(dressed, pressing("question_mark"), USUAL)


@in_every_look
def test_the_taste_map_dressed_otherwise(dressed: MatineeApp, looks: Looks) -> None:
    looks(dressed, pressing(*ANSWERS, "v"), USUAL)
