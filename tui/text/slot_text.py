"""The slots of the picker that are filled: favourites, and titles that wait for the catalogue."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie


def slot_lines(chosen: "Sequence[Movie]", pending: Sequence[str]) -> list[Content]:
    """A line for each filled slot, with its number; a click on a favourite removes it.

    Args:
        chosen: the favourites.
        pending: titles to search for once the catalogue is loaded.
    """
    favourites = [
        Content.from_markup(
            f"[$primary]$number[/]  [@click=screen.empty({slot})][b]$title[/b][/]  [dim]$year[/dim]",
            number=str(slot + 1),
            title=movie.title,
            year=str(movie.year or ""),
        )
        for slot, movie in enumerate(chosen)
    ]
    waiting = [
        Content.assemble((str(slot), "$primary"), (f"  {line} …", "dim"))
        for slot, line in enumerate(pending, start=len(favourites) + 1)
    ]
    return favourites + waiting
