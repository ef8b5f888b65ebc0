"""Fetches the facts of a data set's films from Wikidata's query service."""

from collections.abc import Callable, Iterable
from pathlib import Path

from matinee.training.data.layouts import Files, find_files, find_layout, list_folder
from matinee.training.data.tables import LINK_COLUMNS, parse_external_ids, read_csv
from matinee.training.data.transfer import TransientError
from matinee.training.errors import DataError, DownloadError
from matinee.training.facts.journal import Journal
from matinee.training.facts.query_service import QueryService, QueryTooSlowError
from matinee.training.facts.records import FilmSet
from matinee.training.facts.wikidata_query import fetch_batch

BATCH = 250
"""Films in a query: answered in a few seconds, well below the service's limit of 60."""
SMALLEST_BATCH = 10
LINKS = "links.csv"


def read_imdb_ids(folder: Path) -> tuple[Path, list[int]]:
    """Read the IMDb ids of a data set's films.

    Args:
        folder: its folder, or the parent.

    Returns:
        The folder of the files, and the ids, sorted.

    Raises:
        DataError: the folder is missing, or has no IMDb ids.
    """
    if not folder.is_dir():
        raise DataError(f"{folder} is not a folder; --for takes the folder that holds the MovieLens files.")
    files: Files = find_files(list_folder(folder))
    place = folder
    if LINKS not in files:
        layout = find_layout(folder)
        place, files = layout.folder, layout.files
    if LINKS not in files:
        raise DataError(
            f"{folder} has no {LINKS} with IMDb ids, by which Wikidata is asked; "
            "`matinee train` finds its films in the table that ships with Matinee, by title and year."
        )
    ids = set(parse_external_ids(read_csv(files[LINKS], LINK_COLUMNS), "imdbId").tolist()) - {0}
    if not ids:
        raise DataError(f"{files[LINKS]} holds no IMDb id.")
    return place, sorted(ids)


def fetch_films(
    imdb: Iterable[int], service: QueryService, journal: Journal, on_progress: Callable[[int], None]
) -> FilmSet:
    """Ask about all films that are not in the journal yet, batch after batch.

    A query that takes the service too long is repeated for half as many films, and so are those after it.

    Args:
        imdb: the IMDb ids of the films.
        service: the query service.
        journal: keeps every batch.
        on_progress: receives the number of films asked about so far.

    Raises:
        DownloadError: the service does not answer; the message says what is kept.
    """
    wanted = list(imdb)
    asked = journal.asked
    pending = [number for number in wanted if number not in asked]
    size, place = BATCH, 0
    on_progress(len(wanted) - len(pending))
    while place < len(pending):
        try:
            batch = fetch_batch(service, pending[place : place + size])
        except QueryTooSlowError as error:
            if size > SMALLEST_BATCH:
                size = max(size // 2, SMALLEST_BATCH)
                continue
            raise DownloadError(f"{str(error).rstrip('.')}; {resume_hint(journal)}") from error
        except TransientError as error:
            raise DownloadError(f"{error}; {resume_hint(journal)}") from error
        journal.append(batch)
        place += len(batch.asked)
        on_progress(len(wanted) - len(pending) + place)
    return join_batches(journal, set(wanted))


def resume_hint(journal: Journal) -> str:
    """Describe what to do after a temporary failure."""
    if kept := len(journal.asked):
        return f"the answers about {kept:,} films are kept in {journal.path}; the same command resumes from there."
    return "check the network, and try again later."


def join_batches(journal: Journal, wanted: set[int]) -> FilmSet:
    """Join the batches of a journal, of the films that are wanted now."""
    labels: dict[str, str] = {}
    people: dict[str, str] = {}
    for batch in journal.batches:
        labels |= batch.labels
        people |= batch.people
    films = (film for batch in journal.batches for film in batch.films if film.imdb in wanted)
    return FilmSet(tuple(films), labels, people)
