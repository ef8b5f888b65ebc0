"""Reads films of TMDB, for those who have a key."""

import re
from http import HTTPStatus

from matinee.engine.online.errors import UnusableAnswerError
from matinee.engine.online.film import Summary
from matinee.engine.online.http_client import get_json
from matinee.engine.online.plots import clean_plot
from matinee.engine.online.services import Services
from matinee.engine.online.tmdb_key import TmdbKey
from matinee.engine.online.watch import Watch

NAME = "TMDB"
PAGES = "https://www.themoviedb.org/movie/"
POSTER_PATH = re.compile(r"/[\w-]+\.(?:jpg|png)", re.ASCII)
WRONG_KEY = "TMDB does not accept the key in the configuration; `matinee config set tmdb_key` changes it."


def find_summary(film: int, key: TmdbKey, services: Services, watch: Watch) -> Summary | None:
    """Fetch the overview of a film.

    Args:
        film: its id at TMDB.
        key: the user's key.
        services: the services.
        watch: the time limit.

    Returns:
        The summary; None if TMDB has no overview of the film.

    Raises:
        OnlineError: TMDB cannot be reached, or does not accept the key.
    """
    if not key.is_well_formed:
        raise UnusableAnswerError(WRONG_KEY)
    try:
        document = get_json(f"{services.tmdb.address}/{film}{key.query()}", services.tmdb, watch, key.headers())
    except UnusableAnswerError as error:
        if error.status == HTTPStatus.UNAUTHORIZED:
            raise UnusableAnswerError(WRONG_KEY, error.status) from None
        if error.status == HTTPStatus.NOT_FOUND:
            return None
        raise
    overview, poster = document.get("overview"), document.get("poster_path")
    plot = clean_plot(overview) if isinstance(overview, str) else ""
    if not plot:
        return None
    posters: tuple[str, ...] = ()
    if isinstance(poster, str) and POSTER_PATH.fullmatch(poster):
        posters = (services.tmdb_images.address + poster,)
    return Summary(plot, NAME, f"{PAGES}{film}", posters)
