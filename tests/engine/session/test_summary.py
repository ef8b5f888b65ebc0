"""The summary of a session, counted from its events."""

from matinee.engine.models.profile import Answer
from matinee.engine.session.events import Imported
from matinee.engine.session.session import Session
from matinee.engine.session.summary import summarise
from tests.conftest import FAVOURITES


def answer_next(session: Session, answer: str) -> int:
    """Answer the film shown and return its id."""
    suggestion = session.next()
    assert suggestion is not None
    getattr(session, answer)()
    return suggestion.movie.id


def test_a_new_session(session: Session) -> None:
    summary = summarise(session)
    assert [movie.id for movie in summary.favourites] == list(FAVOURITES)
    assert (summary.liked, summary.disliked, summary.watchlist, summary.skipped) == ((), (), (), ())
    assert summary.imported == 0


def test_films_are_listed_by_answer_in_order(session: Session) -> None:
    answers = ["like", "dislike", "add_to_watchlist", "like", "skip", "add_to_watchlist"]
    ids = [answer_next(session, answer) for answer in answers]
    summary = summarise(session)
    assert [movie.id for movie in summary.liked] == [ids[0], ids[3]]
    assert [movie.id for movie in summary.disliked] == [ids[1]]
    assert [movie.id for movie in summary.watchlist] == [ids[2], ids[5]]
    assert [movie.id for movie in summary.skipped] == [ids[4]]


def test_undone_answers_are_not_counted(session: Session) -> None:
    answer_next(session, "like")
    answer_next(session, "skip")
    session.undo()
    session.undo()
    assert (summarise(session).liked, summarise(session).skipped) == ((), ())


def test_imported_films_are_counted_separately(session: Session) -> None:
    session.import_films(
        Imported("IMDb", ((50, Answer.LIKE), (1, Answer.DISLIKE), (2, Answer.SEEN), (3, Answer.WATCHLIST)))
    )
    liked = answer_next(session, "like")
    summary = summarise(session)
    assert [movie.id for movie in summary.liked] == [liked]
    assert (summary.disliked, summary.watchlist) == ((), ())
    assert summary.imported == 4


def test_what_was_learned_is_typical_and_sorted(session: Session) -> None:
    for _ in range(8):
        answer_next(session, "like")
    learned = summarise(session).learned
    assert [feature.strength for feature in learned] == sorted((each.strength for each in learned), reverse=True)
    assert all(feature.films >= 2 for feature in learned)
