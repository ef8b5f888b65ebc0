"""The card has room for every film, whatever is known of it and however long its names are."""

from dataclasses import replace

import pytest
from rich.cells import cell_len
from textual.content import Content

from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.catalogue.facts import FilmFacts
from matinee.engine.recommender import Recommender
from matinee.engine.session.suggestion import Evidence, Kin, Suggestion
from matinee.tui.text import labels
from matinee.tui.widgets.film_card import CardFilm, compact_lines, fit_compact_lines, roomy_lines
from matinee.tui.widgets.layout import drop_to_fit, limit_rows, wrapped_height
from tests.conftest import FAVOURITES

LONG = "The Assassination of Jesse James by the Coward Robert Ford " * 4
NAMES = ["Heat", LONG, "日本の夜と霧" * 12, "שלום עולם " * 12, "x" * 300]
ROOMS = [(38, 7), (32, 14), (42, 16), (76, 21), (84, 24)]
"""Cells and rows of the card at 40×12, 70×22, 80×24, 120×40 and 200×60."""


def film(recommender: Recommender, name: str, genres: tuple[str, ...] = ("Crime", "Drama")) -> CardFilm:
    """A suggestion of which everything is called by one name."""
    movie = Movie(FAVOURITES[0], name, 1995, genres, ())
    kin = tuple(Kin(kind, name, (movie, movie), 5) for kind in ("director", "keyword", "decade"))
    terms = {"model": 1.0, "kin_director": 2.0, "kin_keyword": 1.5, "kin_decade": 1.0}
    suggestion = Suggestion(movie, 5.5, terms, (Evidence(movie, 2.0),) * 3, 4.0, 0.5, kin)
    facts = FilmFacts((name,) * 3, (name,) * 9, (name,), (name,), (name, "heist"), page=name)
    return CardFilm(suggestion, recommender.catalogue, facts, {})


def text(lines: list[Content]) -> str:
    return "\n".join(line.plain for line in lines)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("width", "rows"), ROOMS)
def test_nothing_overflows(recommender: Recommender, name: str, width: int, rows: int) -> None:
    shown = film(recommender, name)
    compact = drop_to_fit(compact_lines(shown, width), width, rows)
    assert wrapped_height(compact, width) <= rows
    assert name[:20] in text(compact)
    assert "because you liked" in text(compact)
    roomy = drop_to_fit(roomy_lines(shown, width, grand=rows > 20), width, rows)
    assert wrapped_height(roomy, width) <= rows or rows < 16
    for words in ("directed by", "with ", "loved by", "because you liked", "by " if len(name) < 40 else ""):
        assert words in text(roomy)


@pytest.mark.parametrize(("width", "rows"), ROOMS[3:])
def test_a_plot_takes_the_room_of_blank_lines_and_of_a_part_of_the_histogram(
    recommender: Recommender, width: int, rows: int
) -> None:
    plot = f"{'A bureaucrat learns that he is dying. ' * 6} (Wikipedia, CC BY-SA 4.0)"
    lines = roomy_lines(film(recommender, "Heat"), width, grand=True, plot=plot)
    kept = drop_to_fit(lines, width, rows)
    assert wrapped_height(kept, width) <= rows
    assert plot in text(kept)
    for words in ("directed by", "with ", "Here because you liked", "by Heat, like", "loved by", "5 ★"):
        assert words in text(kept)


@pytest.mark.parametrize("name", NAMES)
def test_a_plot_gives_way_to_long_names(recommender: Recommender, name: str) -> None:
    lines = roomy_lines(film(recommender, name), 76, grand=True, plot="It begins. " * 25)
    kept = drop_to_fit(lines, 76, 21)
    assert wrapped_height(kept, 76) <= 21
    for words in ("loved by", "because you liked", name[:20]):
        assert words in text(kept)


def test_without_facts_the_card_has_no_empty_lines_for_them(recommender: Recommender) -> None:
    bare = CardFilm(film(recommender, "Heat").suggestion, recommender.catalogue, FilmFacts(), {})
    lines = [line.plain for _, line in roomy_lines(bare, 60, grand=False)]
    assert lines[0].startswith("Heat")
    assert lines[1:3] == ["", " Crime   Drama "]
    assert not any(line.startswith(("directed", "with ", "in ")) for line in lines)
    assert [line.plain for _, line in compact_lines(bare, 38)][1] == "Crime · Drama"


def test_one_line_less_costs_the_least_important_one(recommender: Recommender) -> None:
    lines = compact_lines(film(recommender, "Heat"), 38)
    everything = wrapped_height([line for _, line in lines], 38)
    lost = []
    for room in range(everything, 3, -1):
        kept = text(drop_to_fit(lines, 38, room))
        lost.append([word for word in ("Crime ·", "Heat · Heat", "loved by", "by Heat, like") if word not in kept])
    assert lost[0] == []
    assert lost[1] == []  # the blank line goes first
    assert lost[2] == ["Crime ·"]
    assert "by Heat, like" not in lost[-2] or "loved by" in lost[-2]


@pytest.mark.parametrize("term", labels.PROMPT_REASONS)
def test_the_reason_from_the_mood_has_one_line_in_the_smallest_terminal(recommender: Recommender, term: str) -> None:
    line = labels.mood_line(replace(film(recommender, "Heat").suggestion, terms={term: 1.0}))
    assert line is not None
    assert line.cell_length <= 38


def test_the_films_that_a_mood_names_are_named(recommender: Recommender) -> None:
    told = film(recommender, "Heat")
    told = replace(told, suggestion=replace(told.suggestion, terms={"prompt_example": 1.0}))
    for titles, width, line in (
        (("Ninja Scroll",), 38, "for your mood  like Ninja Scroll"),
        (("Heat", "Alien"), 38, "for your mood  like Heat · Alien"),
        (("Seven Samurai", "The Hidden Fortress"), 38, "for your mood  like Seven Samurai"),
        ((), 38, "for your mood  like the film you named"),
    ):
        lines = [each.plain for _, each in compact_lines(replace(told, examples=titles), width)]
        assert line in lines
    for _, line in compact_lines(replace(told, examples=(LONG, LONG)), 38):
        assert "for your mood" not in line.plain or wrapped_height([line], 38) <= 2


def test_in_a_mood_a_small_card_keeps_the_makers(recommender: Recommender) -> None:
    told = film(recommender, "Heat")
    terms = {**told.suggestion.terms, "prompt_propagation": 9.0}
    reasons = tuple(Evidence(replace(told.suggestion.movie, title="A Title of Some Length"), 2.0) for _ in range(3))
    in_a_mood = replace(told, suggestion=replace(told.suggestion, terms=terms, reasons=reasons))
    for room in (5, 6, 7):
        lines = fit_compact_lines(in_a_mood, 38, room)
        assert lines[1].plain == "Heat"
        assert "for your mood  fans of these like it" in text(lines)
        assert "because you liked" in text(lines)
        assert wrapped_height(lines, 38) <= room


def test_the_facts_win_over_no_reason_at_all(recommender: Recommender) -> None:
    told = film(recommender, "Heat").suggestion
    unfounded = Suggestion(told.movie, told.score, told.terms, (), told.fit, told.affinity, told.kin)
    lines = text([line for _, line in compact_lines(CardFilm(unfounded, recommender.catalogue, FilmFacts(), {}), 60)])
    assert "by Heat, like" in lines
    assert "not based on your answers" not in lines
    neither = Suggestion(told.movie, told.score, {"model": 1.0}, (), told.fit, told.affinity)
    lines = text([line for _, line in compact_lines(CardFilm(neither, recommender.catalogue, FilmFacts(), {}), 60)])
    assert "not based on your answers" in lines


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rows", [1, 2, 3])
def test_a_line_takes_no_more_rows_than_it_may(name: str, rows: int) -> None:
    line = limit_rows(Content(f"because you liked {name} · {name}"), 38, rows)
    assert wrapped_height([line], 38) <= rows
    assert cell_len(line.plain) <= 38 * rows


def test_lines_of_rank_0_always_stay() -> None:
    lines = [(0, Content("a")), (2, Content("b")), (1, Content("c")), (2, Content("d")), (0, Content("e"))]
    shown = ["".join(line.plain for line in drop_to_fit(lines, 10, room)) for room in range(6)]
    assert shown == ["ae", "ae", "ae", "ace", "abce", "abcde"]
