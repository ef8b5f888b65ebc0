"""What those who are watching must not be shown, and what takes its place: "scary movie for my 8 year old"."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from matinee.engine.prompts.audience.audience_table import read_audiences
from matinee.engine.prompts.clauses import Clause
from matinee.engine.prompts.words.lexicon import Lexicon


def banned_genres(active: Sequence[Clause]) -> set[str]:
    """The genres that those who are watching must not be shown, or would not like and are not asked for.

    Args:
        active: the clauses that are not switched off.
    """
    asked = asked_genres(active)
    audiences = [clause.audience.audience for clause in active if clause.audience is not None]
    asked |= {"Children"} if any(each.only for each in audiences) else set()  # "for my kids, not for babies"
    return {genre for each in audiences for genre in (*each.never, *(set(each.unless_asked) - asked))}


def asked_genres(active: Sequence[Clause]) -> set[str]:
    """The genres that are asked for, by their names or by a topic."""
    wishes = [clause for clause in active if clause.kind == "wish"]
    return {genre for clause in wishes for genre in (*clause.named_genres, *clause.topic_genres)}


def replace_banned(clause: Clause, banned: Collection[str], lexicon: Lexicon) -> Clause:
    """A wish without the genres that are banned; a mood that suits the audience takes their place if there is one.

    Args:
        clause: any clause; those that ask for nothing banned are returned unchanged.
        banned: the genres.
        lexicon: has the moods.
    """
    asked = [genre for genre, weight in clause.genres.items() if weight > 0 and genre in banned]
    if clause.kind not in ("wish", "audience") or not asked:
        return clause
    replacements = read_audiences().replacements
    moods = [lexicon.moods[replacements[genre]] for genre in asked if genre in replacements]
    genres = {genre: weight for genre, weight in clause.genres.items() if weight > 0 and genre not in banned}
    for mood in moods:
        genres |= mood.genres
    return replace(
        clause,
        text=", ".join(mood.text for mood in moods) or clause.text,
        moods=tuple(mood.text for mood in moods),
        genres=genres,
        named_genres=tuple(genre for genre in clause.named_genres if genre not in banned),
        topic_genres=tuple(genre for genre in clause.topic_genres if genre not in banned),
    )
