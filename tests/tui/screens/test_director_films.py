"""The other films of a director, from the card and from the info screen."""

from dataclasses import replace

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from matinee.engine.catalogue.facts import collect_features
from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.screens.card import CardScreen
from matinee.tui.screens.director_films import NO_OTHERS, UNKNOWN, DirectorFilmsScreen, films_of_directors
from matinee.tui.screens.help import HelpScreen
from matinee.tui.screens.info import InfoScreen
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, click_on, drive, screen_text, toasts
from tests.tui.facts import with_facts
from tests.tui.screens.test_info import KUROSAWA, favourites

SIZES = [(40, 12), (80, 24), (120, 40)]


def test_films_are_grouped_by_who_made_them_the_best_known_first(recommender: Recommender) -> None:
    fargo = recommender.find("Fargo 1996")
    (together, films), *alone = films_of_directors(recommender.film_facts, recommender.catalogue, fargo)
    assert together == ("Joel Coen", "Ethan Coen")
    counts = [recommender.catalogue.rating_counts[recommender.catalogue.row(film.id)] for film in films]
    assert counts == sorted(counts, reverse=True)
    assert fargo not in films
    assert "The Big Lebowski" in [film.title for film in films]
    assert all(len(directors) == 1 for directors, _ in alone)
    assert len({film.id for _, group in [(together, films), *alone] for film in group}) == len(films) + sum(
        len(group) for _, group in alone
    )


def test_directors_without_a_name_and_films_without_facts_have_no_list(recommender: Recommender) -> None:
    movie = recommender.find("Fargo 1996")
    assert films_of_directors(None, recommender.catalogue, movie) == []
    unnamed = with_facts(recommender, {"directors": ["Q42"]})
    assert films_of_directors(unnamed.film_facts, recommender.catalogue, movie) == []


def directed(recommender: Recommender, name: str, movies: set[int]) -> Recommender:
    """The same films; of some of them the director is known, and of none anything else."""
    facts = with_facts(recommender).film_facts
    assert facts is not None
    names = [(name,) if movie in movies else () for movie in recommender.catalogue.ids.tolist()]
    known = replace(facts, directors=collect_features(names))
    return Recommender(replace(recommender.bundle, read_facts=lambda: known), recommender.policy)


@pytest.mark.parametrize("size", SIZES)
async def test_f_lists_them_with_the_answers_and_opens_each(recommender: Recommender, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("f")
        await pilot.pause()
        assert isinstance(app.screen, DirectorFilmsScreen)
        text = screen_text(app)
        assert "Films by Akira Kurosawa" in text
        for title in ("Seven Samurai", "Rashomon", "Ran", "Yojimbo"):
            assert f"✓ {title} " in text
        assert "  Dersu Uzala" in text
        assert max(len(line) for line in text.splitlines()) <= size[0]
        await pilot.press("down", "down", "down", "down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, InfoScreen)
        assert "Dersu Uzala (1975)" in screen_text(app)
        assert "why this film" not in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, DirectorFilmsScreen)
        assert app.screen.query_one(OptionList).highlighted == 4
        await pilot.press("f")
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)

    await drive(MatineeApp(recommender, favourites(recommender)), steps, size=size)


async def test_the_year_has_room_beside_the_scrollbar(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("f")
        await pilot.pause()
        assert app.screen.query_one(OptionList).show_vertical_scrollbar
        assert "20…" not in screen_text(app)
        assert "19…" not in screen_text(app)

    await drive(MatineeApp(recommender, favourites(recommender)), steps, size=(40, 12))


async def test_each_answer_has_its_mark(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        marks = {}
        for key, mark in (("y", "✓"), ("n", "✗"), ("s", "·"), ("w", "+")):
            card = card_screen(app).session.next()
            assert card is not None
            marks[card.movie.title] = mark
            await pilot.press(key)
        await pilot.press("f")
        await pilot.pause()
        text = screen_text(app)
        for title, mark in marks.items():
            assert f"{mark} {title} " in text

    session, shown = recommender.session(FAVOURITES), set(FAVOURITES)
    for _ in range(5):
        card = session.next()
        assert card is not None
        shown.add(card.movie.id)
        session.skip()
    await drive(MatineeApp(directed(recommender, "Alan Smithee", shown), FAVOURITES), steps)


async def test_the_list_is_reached_from_the_info_screen_with_the_mouse_and_left_step_by_step(
    recommender: Recommender,
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i")
        await pilot.pause()
        await click_on(pilot, "same director")
        assert isinstance(app.screen, DirectorFilmsScreen)
        await click_on(pilot, "Kagemusha")
        assert isinstance(app.screen, InfoScreen)
        assert "Kagemusha (1980)" in screen_text(app)
        kinds = []
        for _ in range(3):
            await pilot.press("escape")
            await pilot.pause()
            kinds.append(type(app.screen))
        assert kinds == [DirectorFilmsScreen, InfoScreen, CardScreen]

    await drive(MatineeApp(recommender, favourites(recommender, KUROSAWA)), steps)


async def test_a_director_without_other_films_or_without_a_name(recommender: Recommender) -> None:
    async def alone(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("f", "enter")
        await pilot.pause()
        assert isinstance(app.screen, DirectorFilmsScreen)
        assert "Films by Orson" in screen_text(app)
        assert NO_OTHERS in screen_text(app)
        await pilot.press("escape", "i")
        await pilot.pause()
        assert "same director" not in screen_text(app)

    async def unknown(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("f")
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)
        assert toasts(app) == [UNKNOWN]

    nobody = with_facts(recommender)
    first = nobody.session(FAVOURITES).next()
    assert first is not None
    await drive(MatineeApp(directed(recommender, "Orson", {first.movie.id}), FAVOURITES), alone)
    await drive(MatineeApp(nobody, FAVOURITES), unknown)


async def test_keys_that_arrive_together_open_each_screen_once(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("f", "enter", "enter", "escape", "escape")
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)
        await pilot.press("i", "f", "question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        assert "Show details of this film" in screen_text(app)

    await drive(MatineeApp(recommender, favourites(recommender)), steps)


async def test_it_grows_and_shrinks_with_the_terminal(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("f", "down", "down")
        for width, height in ((39, 12), (40, 12), (120, 40), (60, 15)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            await pilot.pause()
            assert max(len(line) for line in screen_text(app).splitlines()) <= width
        assert "Films by Akira Kurosawa" in screen_text(app)
        assert app.screen.query_one(OptionList).highlighted == 2
        await pilot.press("down")
        assert app.screen.query_one(OptionList).highlighted == 3

    await drive(MatineeApp(recommender, favourites(recommender)), steps)
