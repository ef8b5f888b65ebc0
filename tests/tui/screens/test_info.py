"""The info screen says what is known of a film, and why it was suggested."""

import pytest
from textual.pilot import Pilot

from matinee.engine.recommender import Recommender
from matinee.policy.terms import TERMS
from matinee.tui.app import MatineeApp
from matinee.tui.screens.director_films import DirectorFilmsScreen
from matinee.tui.screens.info import MIN_TERM, NO_FACTS, InfoScreen, links, short_url
from matinee.tui.text.labels import TERM_LABELS, term_label
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, drive, enter_prompt, screen_sentences, screen_text
from tests.tui.facts import with_facts, without_facts

KUROSAWA = ("seven samurai", "rashomon", "ran", "yojimbo")
SIZES = [(40, 12), (120, 40)]
KNOWN = {
    "directors": ["Akira Kurosawa"],
    "cast": [f"Actor {number}" for number in range(10)],
    "countries": ["Japan"],
    "languages": ["Japanese"],
    "keywords": ["samurai", "drama"],
    "subjects": ["old age", "honour"],
    "series": ["Sanjuro"],
    "based_on": ["Red Harvest"],
}
ODD = ["[b]Bold[/b]", "[@click=app.quit]x[/]", "日本の夜と霧" * 20, "שלום עולם " * 20, "x" * 300, "$text {0} %s"]


def favourites(recommender: Recommender, titles: tuple[str, ...] = KUROSAWA) -> list[int]:
    return [recommender.find(title).id for title in titles]


async def read_on(pilot: Pilot[None], app: MatineeApp) -> str:
    """Everything on a scrolling screen, page by page."""
    seen = ""
    for _ in range(12):
        await pilot.pause()
        seen += " " + screen_sentences(app)
        await pilot.press("pagedown")
    return seen


def test_every_term_has_a_label_of_its_own_kind() -> None:
    assert TERMS.keys() <= TERM_LABELS.keys()


async def test_all_facts_are_shown(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press("i")
        await pilot.pause()
        assert isinstance(app.screen, InfoScreen)
        lines = [line.strip() for line in screen_text(app).splitlines()]
        for line in (
            "directed by Akira Kurosawa",
            f"with {', '.join(f'Actor {number}' for number in range(8))}",
            "in Japanese · Japan · 143 minutes",
            "samurai",
            "about old age · honour",
            "part of Sanjuro",
            "based on Red Harvest",
        ):
            assert line in lines
        assert lines.index("based on Red Harvest") < lines.index("why this film")

    await drive(MatineeApp(with_facts(recommender, KNOWN), FAVOURITES), steps, size=(120, 40))


async def test_what_the_film_shares_is_said_in_words_and_in_the_score(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        said = "a Japanese film by Akira Kurosawa, like all four of yours"
        assert said in screen_sentences(app)
        await pilot.press("i")
        await pilot.pause()
        text = screen_text(app)
        assert text.index("why this film") < text.index(said) < text.index("your languages") < text.index("total")
        assert "your directors" in text

    await drive(MatineeApp(recommender, favourites(recommender)), steps, size=(120, 40))


async def test_a_bundle_without_facts_says_so_once(recommender: Recommender) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        assert "same director" not in screen_text(app)
        await pilot.press("f")
        await pilot.pause()
        assert card_screen(app)
        await pilot.press("i")
        await pilot.pause()
        assert screen_sentences(app).count(NO_FACTS) == 1
        assert "directed by" not in screen_text(app)
        await pilot.press("f")
        await pilot.pause()
        assert isinstance(app.screen, InfoScreen)

    await drive(MatineeApp(without_facts(recommender), FAVOURITES), steps, size=(120, 40))


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("size", SIZES)
async def test_odd_names_are_data_and_never_wider_than_the_screen(
    recommender: Recommender, name: str, size: tuple[int, int]
) -> None:
    odd = with_facts(recommender, {kind: [name, f"{name}2"] for kind in KNOWN}, {name: name})

    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        for key, kind in (("i", InfoScreen), ("f", DirectorFilmsScreen)):
            assert name[:12] in screen_text(app)
            await pilot.press(key)
            await pilot.pause()
            assert isinstance(app.screen, kind)
        assert name[:12] in screen_text(app)
        await pilot.press("escape")
        assert name[:12] in await read_on(pilot, app)
        assert app.is_running

    await drive(MatineeApp(odd, FAVOURITES), steps, size=size)


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_of_the_reasons_and_links_is_cut(with_encoder: Recommender, size: tuple[int, int]) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        session = await enter_prompt(pilot, "something scary in black and white")
        card = session.next()
        assert card is not None
        await pilot.press("i")
        read = await read_on(pilot, app)
        shown = [name for name, value in card.terms.items() if abs(value) >= MIN_TERM]
        assert all(term_label(name) in read for name in shown)
        row = session.catalogue.row(card.movie.id)
        assert len(pages := links(session.catalogue, row)) == 3
        assert all(short_url(url) in read for _, url in pages)

    await drive(MatineeApp(with_encoder, FAVOURITES), steps, size=size)


@pytest.mark.parametrize("keys", ["i", "e", "?"])
async def test_end_and_home_lead_to_both_ends(recommender: Recommender, keys: str) -> None:
    async def steps(pilot: Pilot[None], app: MatineeApp) -> None:
        await pilot.press(*"ynyn", *keys)
        await pilot.pause()
        top = screen_text(app)
        await pilot.press("end")
        await pilot.pause()
        bottom = screen_text(app)
        assert bottom != top
        await pilot.press("pagedown")
        await pilot.pause()
        assert screen_text(app) == bottom
        await pilot.press("home")
        await pilot.pause()
        assert screen_text(app) == top

    await drive(MatineeApp(recommender, FAVOURITES), steps, size=(40, 12))
