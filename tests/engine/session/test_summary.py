"""What came of an evening, counted from its events."""

import pytest

from matinee.engine.session.events import Answer, Imported
from matinee.engine.session.session import Session
from matinee.engine.session.summary import MOVED, summarise
from tests.conftest import FAVOURITES


def shown(session: Session, answer: str) -> int:
    """Answer the film on show; its id."""
    card = session.next()
    assert card is not None
    getattr(session, answer)()
    return card.movie.id


def test_an_evening_that_has_just_begun(session: Session) -> None:
    summary = summarise(session)
    assert [movie.id for movie in summary.favourites] == list(FAVOURITES)
    assert (summary.liked, summary.disliked, summary.kept, summary.skipped) == ((), (), (), ())
    assert (summary.moved, summary.brought) == ((), 0)


def test_films_stand_in_the_list_of_their_answer_in_order(session: Session) -> None:
    answers = ["like", "dislike", "later", "like", "skip", "later"]
    ids = [shown(session, answer) for answer in answers]
    summary = summarise(session)
    assert [movie.id for movie in summary.liked] == [ids[0], ids[3]]
    assert [movie.id for movie in summary.disliked] == [ids[1]]
    assert [movie.id for movie in summary.kept] == [ids[2], ids[5]]
    assert [movie.id for movie in summary.skipped] == [ids[4]]


def test_what_was_taken_back_is_not_counted(session: Session) -> None:
    shown(session, "like")
    shown(session, "skip")
    session.undo()
    session.undo()
    assert (summarise(session).liked, summarise(session).skipped) == ((), ())


def test_films_from_elsewhere_are_counted_apart(session: Session) -> None:
    session.take_in(Imported("IMDb", ((50, Answer.LIKE), (1, Answer.DISLIKE), (2, Answer.SEEN), (3, Answer.LATER))))
    liked = shown(session, "like")
    summary = summarise(session)
    assert [movie.id for movie in summary.liked] == [liked]
    assert (summary.disliked, summary.kept) == ((), ())
    assert summary.brought == 4


def test_the_genres_that_moved_come_the_largest_change_first(session: Session) -> None:
    for _ in range(8):
        shown(session, "dislike")
    moved = summarise(session).moved
    sizes = [abs(change) for _, change in moved]
    assert sizes == sorted(sizes, reverse=True)
    assert min(sizes) >= MOVED
    names = session.catalogue.genre_names
    for genre, change in moved:
        column = names.index(genre)
        assert change == pytest.approx(session.taste[column] - session.starting_taste[column])
    told = {genre for genre, _ in moved}
    still = [column for column, name in enumerate(names) if name not in told]
    assert all(abs(session.taste[column] - session.starting_taste[column]) < MOVED for column in still)
