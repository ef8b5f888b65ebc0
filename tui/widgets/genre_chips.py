"""The genres of a film as chips; a click asks for films of one."""

from collections.abc import Sequence

from textual.content import Content
from textual.style import Style


def genre_chips(genres: Sequence[str]) -> list[Content]:
    """One chip a genre. What a genre is called is data: it never becomes markup."""
    return [
        Content(f" {genre} ").stylize("on $panel").stylize(Style.from_meta({"@click": ("screen.ask_genre", (genre,))}))
        for genre in genres
    ]
