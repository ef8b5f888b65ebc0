"""The active prompt: its chips, its interpretation, and the films it allows."""

import pytest
from textual.pilot import Pilot

from matinee.engine.recommender import Recommender
from matinee.tui.app import MatineeApp
from matinee.tui.screens.info import MIN_TERM
from matinee.tui.text.labels import term_label
from matinee.tui.widgets.key_bar import KeyBar
from matinee.tui.widgets.prompt_chips import PromptChips
from matinee.tui.widgets.prompt_input import PromptInput
from tests.conftest import FAVOURITES
from tests.tui.driving import HEIST, card_screen, current_title, drive, enter_prompt, expected_session, screen_text


async def test_a_part_is_switched_off_and_on_by_its_digit_and_by_a_click(with_encoder: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = await enter_prompt(pilot, HEIST)
        whole = current_title(app)
        await pilot.press("1")
        await pilot.pause()
        assert "[1 1990–1999 +] [2 slow burning ×]" in screen_text(app)
        other = expected_session(with_encoder, HEIST)
        other.toggle_part("1990–1999")
        assert session.next() == other.next()
        current_title(app)
        await pilot.click(PromptChips, offset=(4, 0))
        await pilot.pause()
        assert "[1 1990–1999 ×]" in screen_text(app)
        assert current_title(app) == whole
        await pilot.press("9")  # there is no ninth part
        assert len(session.events) == 3

    await drive(MatineeApp(with_encoder, FAVOURITES), steps)


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_more_chips_than_fit_end_in_an_ellipsis(with_encoder: Recommender, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        things = ["robots", "pirates", "vampires", "boxing", "chess", "trains", "castles", "ghosts", "dragons", "spies"]
        session = await enter_prompt(pilot, "; ".join([*things, "volcanoes", "pianos", "clowns"]))
        assert session.intent is not None
        assert len(session.intent.parts) == 13
        chips = app.screen.query_one(PromptChips)
        assert chips.size.height == 2
        shown = [line for line in screen_text(app).splitlines() if "×]" in line]
        assert len(shown) == 2
        assert shown[-1].rstrip().endswith("…")
        assert max(len(line) for line in screen_text(app).splitlines()) <= size[0]
        current_title(app)

    await drive(MatineeApp(with_encoder, FAVOURITES), steps, size=size)


@pytest.mark.parametrize("text", ["a slow-burning 90s heist, no romance", "heist film; black and white; no horror"])
async def test_the_smallest_terminal_shows_a_chip_for_every_part(with_encoder: Recommender, text: str) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = await enter_prompt(pilot, text)
        assert session.intent is not None
        shown = screen_text(app)
        assert [f"[{number} " in shown for number, _ in enumerate(session.intent.parts, start=1)].count(True) >= 3
        assert all(f"[{number} " in shown for number, _ in enumerate(session.intent.parts, start=1))
        await pilot.press("3")
        assert "+]" in screen_text(app)
        current_title(app)

    await drive(MatineeApp(with_encoder, FAVOURITES), steps, size=(40, 12))


async def test_a_line_that_is_a_title_can_be_taken_either_way(with_encoder: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = await enter_prompt(pilot, "something scary")
        assert "t film/mood" not in screen_text(app)
        await enter_prompt(pilot, "heat")
        assert "t film/mood" in screen_text(app)
        assert "more like this film" in screen_text(app)
        assert "[1 like Heat ×]" in screen_text(app)
        await pilot.press("t")
        await pilot.pause()
        assert session.intent is not None
        assert session.intent.kind == "mood"
        assert "more like this film" not in screen_text(app)
        assert "a mood · all films" in screen_text(app)
        await pilot.press("t")
        await pilot.pause()
        assert "more like this film" in screen_text(app)

    await drive(MatineeApp(with_encoder, FAVOURITES), steps)


@pytest.mark.parametrize(
    ("place", "mode", "words"),
    [(0, "open", "all films"), (1, "soft", "its genres first"), (2, "strict", "only its genres")],
)
async def test_in_a_mood_the_genres_begin_with_what_to_do_with_its_own(
    with_encoder: Recommender, place: int, mode: str, words: str
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = await enter_prompt(pilot, "horror")
        before = int(session.ranking().eligible.sum())
        await pilot.press("g", "home", *["down"] * place, "enter")
        await pilot.pause()
        assert session.policy.prompt_mode == mode
        assert words in screen_text(app)
        assert (int(session.ranking().eligible.sum()) < before) == (mode == "strict")
        current_title(app)
        await pilot.press("g")
        await pilot.pause()
        assert f"● in this mood: {words}" in screen_text(app)

    await drive(MatineeApp(with_encoder, FAVOURITES), steps)


async def test_the_mouse_does_what_the_keys_do(with_encoder: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.click("#prompt-text", offset=(6, 0))
        await pilot.pause()
        assert isinstance(app.screen.focused, PromptInput)
        await pilot.click(KeyBar, offset=(16, 0))  # esc back
        await pilot.pause()
        assert app.screen.focused is None
        session = await enter_prompt(pilot, "horror")
        await pilot.click("#prompt-text", offset=(75, 0))
        await pilot.pause()
        assert session.policy.prompt_mode == "soft"
        await pilot.click(KeyBar, offset=(3, 0))
        await pilot.pause()
        assert len(session.profile.likes) == 1

    await drive(MatineeApp(with_encoder, FAVOURITES), steps)


async def test_a_name_of_a_person_and_a_film_is_switched_by_the_same_key(with_encoder: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await enter_prompt(pilot, "a sad thriller")
        assert "t film/person" not in screen_text(app)
        await enter_prompt(pilot, "hitchcock thriller")
        assert "t film/person" in screen_text(app)
        assert "by Alfred Hitchcock ×" in screen_text(app)
        await pilot.press("t")
        await pilot.pause()
        assert "like Hitchcock ×" in screen_text(app)
        await pilot.press("t")
        await pilot.pause()
        assert "by Alfred Hitchcock ×" in screen_text(app)
        await enter_prompt(pilot, "Hitchcock")  # a whole line is switched between mood and title
        assert "t film/person" not in screen_text(app)
        assert "t film/mood" in screen_text(app)

    await drive(MatineeApp(with_encoder, FAVOURITES), steps, size=(120, 40))


@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_a_mood_that_nothing_fits_says_so_and_what_helps(
    with_encoder: Recommender, size: tuple[int, int]
) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        film = current_title(app)
        session = await enter_prompt(pilot, "horror from 1890")
        assert session.next() is None
        for words in ("No film is left for this mood.", "x  clear it", "/  new mood", "u  undo"):
            assert words in screen_text(app)
        await pilot.press("y", "x")
        await pilot.pause()
        assert current_title(app) == film
        assert session.profile.answers == ()

    await drive(MatineeApp(with_encoder, FAVOURITES), steps, size=size)


async def test_info_says_the_parts_of_a_mood_in_words(with_encoder: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = await enter_prompt(pilot, HEIST)
        await pilot.press("i")
        await pilot.pause()
        card = session.next()
        assert card is not None
        moods = [name for name, value in card.terms.items() if name.startswith("prompt_") and abs(value) >= MIN_TERM]
        assert len(moods) > 2
        for name in moods:
            assert term_label(name) in screen_text(app)
        assert "intent" not in screen_text(app)

    await drive(MatineeApp(with_encoder, FAVOURITES), steps, size=(100, 40))


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40)])
async def test_every_size_shows_film_mood_chips_and_keys(with_encoder: Recommender, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await enter_prompt(pilot, "heat")
        await pilot.press("t")
        await pilot.pause()
        current_title(app)
        text = screen_text(app)
        told = "mood  heat" if size[0] > 70 else "in a mood"
        keys = ("x clear", "? help" if size[0] > 100 else "? more", "q quit")
        for words in (told, "“heat”", "[1 heat ×]", "for your mood", *keys):
            assert words in text
        assert max(len(line) for line in text.splitlines()) <= size[0]

    await drive(MatineeApp(with_encoder, FAVOURITES), steps, size=size)


async def test_m_asks_for_films_like_the_one_on_show(with_encoder: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = card_screen(app).session
        film = session.next()
        assert film is not None
        await pilot.press("m")
        await pilot.pause()
        assert session.active_prompt is not None
        assert session.active_prompt.movie_id == film.movie.id
        assert f"[1 like {film.movie.title} ×]" in screen_text(app)
        assert current_title(app) != film.movie.title
        assert session.profile.answers == ()
        await pilot.press("x")
        await pilot.pause()
        assert current_title(app) == film.movie.title

    await drive(MatineeApp(with_encoder, FAVOURITES), steps)


async def test_a_line_that_shows_nothing_is_an_empty_one(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for text in ("\u200b", "\ufeff", "\u2060\u3164"):
            session = await enter_prompt(pilot, text)
            assert session.events == ()
        await pilot.press("slash", "up")
        assert app.screen.query_one(PromptInput).value == ""

    await drive(MatineeApp(recommender, FAVOURITES), steps)
