"""The clauses of the films that a prompt names."""

from collections.abc import Sequence

from matinee.engine.prompts.clauses import Clause
from matinee.engine.prompts.films.film_phrases import FilmPhrase
from matinee.engine.prompts.films.film_reader import FilmReader


def make_film_clauses(films: Sequence[FilmPhrase], reader: FilmReader, *, seen_is_liked: bool) -> list[Clause]:
    """Make the clauses of films.

    Args:
        films: the films.
        reader: has the prompt and the names of films and people.
        seen_is_liked: whether films like those that have been seen are wanted.
    """
    return [make_film_clause(film, reader, seen_is_liked=seen_is_liked) for film in films]


def make_film_clause(film: FilmPhrase, reader: FilmReader, *, seen_is_liked: bool) -> Clause:
    """Make the clause of one film; the arguments are those of ``make_film_clauses``."""
    typed = reader.words[film.name.start : film.name.end]
    switchable = " ".join(typed) if reader.find_person(typed) is not None else ""
    title = film.movie.title
    if film.attitude == "like" or (film.attitude == "seen" and seen_is_liked):
        return Clause("like", f"like {title}", like=film.movie, name=switchable)
    rows = film_rows(film, reader)
    if film.attitude == "dislike":
        return Clause("not", f"not: like {title}", like=film.movie, films=rows, name=switchable)
    if film.attitude == "seen":
        return Clause("not", f"seen: {title}", films=rows)
    label = film.typed if any(map(str.isupper, film.typed)) else film.typed.title()
    return Clause("not", f"not: {label}", films=rows, name=switchable)


def film_rows(film: FilmPhrase, reader: FilmReader) -> tuple[int, ...]:
    """The rows of the films that a name means: with their sequels, unless its year is given."""
    if reader.names is None:
        return ()
    return reader.names.rows(film.movie) if film.is_dated else reader.names.series(film.typed)
