"""Film facts in words, as they stand on the card and on the info screen."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size

if TYPE_CHECKING:
    from matinee.engine.catalogue.catalogue import Movie
    from matinee.engine.catalogue.facts import FilmFacts

MAX_JOINED = 3
"""People who are joined by "and"; of more, only as many are named as fit."""
MAX_PLACES = 3
BASED_ON_BOOK = "based on a book"
"""The keyword that is left out where the book is named."""
USUAL_LANGUAGES, USUAL_COUNTRIES = ("English", "American English"), ("United States",)
"""Not named on the card, because most films have them."""
GENRES_IN_WORDS = {
    "drama": "Drama",
    "comedy": "Comedy",
    "comedy-drama": "Comedy Drama",
    "tragicomedy": "Comedy Drama",
    "action": "Action",
    "crime": "Crime",
    "thriller": "Thriller",
    "horror": "Horror",
    "documentary": "Documentary",
    "romance": "Romance",
    "romantic": "Romance",
    "fantasy": "Fantasy",
    "adventure": "Adventure",
    "mystery": "Mystery",
    "war": "War",
    "musical": "Musical",
    "western": "Western",
    "sci-fi": "Sci-Fi",
    "animation": "Animation",
    "noir": "Film-Noir",
    "children's": "Children",
    "family": "Children",
    "film": "",
}
"""Words of keywords → the genres they repeat, separated by spaces."""
BROAD = {
    *("drama", "comedy", "comedy-drama", "action", "crime", "thriller", "horror", "documentary", "romance", "fantasy"),
    *("adventure", "mystery", "war", "musical", "western", "science fiction"),
}
"""Keywords that say no more than a genre does, whether or not the film is listed under it."""


def and_list(names: Sequence[str]) -> str:
    """Join names: "Joel Coen and Ethan Coen", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def fit_names(names: Sequence[str], room: int) -> str:
    """As many names as fit, followed by "…" if some are left out; a single name that is too long is cut.

    Args:
        names: at least one.
        room: cells.
    """
    for count in range(len(names), 0, -1):
        text = ", ".join(names[:count]) + (" …" if count < len(names) else "")
        if cell_len(text) <= room:
            return text
    return cut(names[0], room)


def cut(text: str, room: int) -> str:
    """The text in at most ``room`` cells; "…" stands for what is left out."""
    return text if cell_len(text) <= room else set_cell_size(text, max(room - 1, 0)).rstrip() + "…"


def director_line(directors: Sequence[str], room: int) -> str:
    """Who directed a film: "directed by Joel Coen and Ethan Coen"; empty if unknown.

    Args:
        directors: their names.
        room: cells.
    """
    if not directors:
        return ""
    prefix = "directed by "
    joined = prefix + and_list(directors)
    if len(directors) <= MAX_JOINED and cell_len(joined) <= room:
        return joined
    return prefix + fit_names(directors, room - cell_len(prefix))


def cast_line(cast: Sequence[str], room: int, limit: int) -> str:
    """Who plays in a film: "with Al Pacino, Robert De Niro"; empty if unknown.

    Args:
        cast: names, the most important first.
        room: cells.
        limit: how many to name at most.
    """
    prefix = "with "
    return prefix + fit_names(cast[:limit], room - cell_len(prefix)) if cast else ""


def people_line(facts: "FilmFacts", room: int) -> str:
    """The director and as many leading actors as fit: "Michael Mann · Al Pacino"; empty if unknown."""
    people = list(dict.fromkeys((*facts.directors[:1], *facts.cast[:2])))
    for count in range(len(people), 0, -1):
        text = " · ".join(people[:count])
        if cell_len(text) <= room:
            return text
    return cut(people[0], room) if people else ""


def place_names(facts: "FilmFacts") -> list[str]:
    """Language and country, if they are not the usual ones: "in Japanese", "Japan"."""
    languages = [name for name in facts.languages if name not in USUAL_LANGUAGES][:MAX_PLACES]
    countries = [name for name in facts.countries if name not in USUAL_COUNTRIES][:MAX_PLACES]
    return ([f"in {', '.join(languages)}"] if languages else []) + ([", ".join(countries)] if countries else [])


def telling_keywords(keywords: Sequence[str], genres: Sequence[str]) -> list[str]:
    """The keywords that say more than the genres, in order.

    >>> telling_keywords(("heist", "crime comedy", "horror comedy", "drama"), ("Crime", "Comedy"))
    ['heist', 'horror comedy']

    Args:
        keywords: of a film.
        genres: those it is listed under.
    """
    listed = {genre.removesuffix("'s") for genre in genres}  # "Children's" in older data sets
    return [keyword for keyword in keywords if keyword.lower() not in BROAD and not repeated_genres(keyword) <= listed]


def says_more_than_genres(keyword: str) -> bool:
    """Whether a keyword says more than genres do, whatever a film is listed under: "heist", but not "crime comedy"."""
    return keyword.lower() not in BROAD and keyword in repeated_genres(keyword)


def repeated_genres(keyword: str) -> set[str]:
    """The genres a keyword repeats, word by word; with the keyword itself if it says more than them."""
    words = keyword.lower().replace("science fiction", "sci-fi").split()
    if any(word not in GENRES_IN_WORDS for word in words):
        return {keyword}
    return {genre for word in words for genre in GENRES_IN_WORDS[word].split()}


def detail_line(facts: "FilmFacts", genres: Sequence[str], room: int, limit: int) -> str:
    """Language, country and keywords, as many as fit: "in Japanese · Japan · samurai"; empty without any.

    Args:
        facts: of the film.
        genres: those it is listed under.
        room: cells.
        limit: how many keywords to name at most.
    """
    return fit_parts([*place_names(facts), *telling_keywords(facts.keywords, genres)[:limit]], room)


def fit_parts(parts: Sequence[str], room: int) -> str:
    """As many parts as fit, in order and none of them cut: "in Japanese · Japan".

    Args:
        parts: the most important first.
        room: cells.
    """
    for count in range(len(parts), 0, -1):
        text = " · ".join(parts[:count])
        if cell_len(text) <= room:
            return text
    return ""


def info_lines(facts: "FilmFacts", movie: "Movie", max_cast: int) -> Iterator[str]:
    """Everything known of a film, one line for each kind of fact.

    Args:
        facts: of the film.
        movie: the film.
        max_cast: how many actors to name at most.
    """
    minutes = (f"{facts.minutes} minutes",) if facts.minutes else ()
    works = [name for name in facts.based_on if name.casefold() != movie.title.casefold()]
    keywords = [each for each in telling_keywords(facts.keywords, movie.genres) if each != BASED_ON_BOOK or not works]
    lines = (
        ("directed by ", and_list(facts.directors)),
        ("with ", ", ".join(facts.cast[:max_cast])),
        ("", " · ".join(movie.genres)),
        ("", " · ".join((*(f"in {each}" for each in facts.languages), *facts.countries, *minutes))),
        ("", " · ".join(keywords)),
        ("about ", " · ".join(facts.subjects)),
        ("part of ", " · ".join(facts.series)),
        ("based on ", " · ".join(works)),
    )
    return (prefix + text for prefix, text in lines if text)
