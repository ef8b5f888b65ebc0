"""Reads a line as the name of a person ("al pacino"), or of a film and a person ("stalker tarkovsky")."""

from collections.abc import Iterable, Sequence
from itertools import chain
from math import ceil, inf, log10, sqrt
from typing import NamedTuple

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.film_hits import FilmHit, combine
from matinee.engine.catalogue.people import Person
from matinee.engine.catalogue.people_search import MIN_ACTOR_FAME, NamePart, PeopleIndex, PersonMatch, is_exact
from matinee.engine.catalogue.title_agreement import OTHER_TITLE, Agreement, TitleReader, TitleReading
from matinee.engine.catalogue.title_normalization import ENGLISH_ARTICLES

NEEDED_LEAD = {
    Agreement.UNLIKE: -1.3,
    Agreement.MISSPELLED: -0.5,
    Agreement.BEGUN: 1.0,
    Agreement.WORDS: 0.8,
    Agreement.START: 1.3,
    Agreement.SAME: 1.7,
}
"""How much better known a person must be than the films with such titles, in powers of ten, for a line to mean them."""
FULL_NAME_GAIN, UNFINISHED_NAME_GAIN, GIVEN_NAME_COST = 1.3, 0.4, 1.2
"""What a full name, an unfinished one and a given name count more or less than a surname, in powers of ten."""
MISSPELLING_COST, UNFINISHED_COST = 6.0, 0.65
"""What a name loses that is misspelled, for each unit of similarity, or unfinished, in powers of ten."""
MIN_FAME = 3.0
"""Ratings of a person for whom a misspelled or unfinished name is taken."""
MIN_SINGLE_NAME = 0.85
"""Similarity of a name that is typed without the rest of the full name: "northman" is not Portman."""
MIN_SHARE = 0.5
"""A given name means a person who has this share of the fame of all people of the name."""
SURE_LEAD = 1.7
"""With this lead, films with the name in their titles are not listed after those of the person."""
MIN_LEAD_BESIDE = -0.5
"""With this lead, a person whom the line does not mean is still listed after the titles."""
PERSON_BESIDE, TITLES_BESIDE = 3 / 8, 1 / 4
"""Shares of the list that are kept for a person after titles, and for titles after the films of a person."""
MIN_NAME_LETTERS, MIN_NAME, MIN_TITLE, MIN_BOTH = 3, 0.8, 0.8, 0.75
"""Letters and similarity of a name, similarity of a title, and their product, in a line that has both."""
NAMESAKES = 5
"""How many people of a name are considered in a line that has both."""
MAX_PEOPLE, MIN_LISTED_FAME = 4, 20.0
"""How many people of one name are listed, and the ratings of those who are listed beside the best known."""
CONSIDERED = 12
"""How many people are looked at for others of the same name."""
FIRST_SHARE = 1 / 2
"""Share of the list for the first of several people of one name."""
DIRECTOR_RENOWN, ACTOR_RENOWN = 1 / 4, 1 / 10
"""Shares of the highest renown from which a director is listed before actors of the same name, and an actor at all."""


class PersonReader:
    """Finds the films of the people whom lines name."""

    def __init__(self, catalogue: Catalogue, people: PeopleIndex, reader: TitleReader) -> None:
        """Create the reader.

        Args:
            catalogue: the films.
            people: the index of their people.
            reader: compares lines with their titles.
        """
        self._people, self._reader = people, reader
        self._popularity = catalogue.rating_counts

    def find(self, words: list[str], title: TitleReading, by_title: list[FilmHit], limit: int) -> list[FilmHit] | None:
        """Find the films of the person whom a line names.

        Args:
            words: the line, from ``query_words``.
            title: the line as a title.
            by_title: the films with similar titles, best first.
            limit: maximum number of results.

        Returns:
            The films of the person before or after those found by title; None if the line does not mean a person.
        """
        is_whole_title = title.agreement is Agreement.SAME and words[0] in ENGLISH_ARTICLES
        found = [] if is_whole_title else self._people.find(words, limit=CONSIDERED)
        films = self._with_person(found, title, by_title, limit) if found else None
        if films is None and title.agreement <= Agreement.MISSPELLED:
            films = self._with_title_and_person(words, title, by_title, limit)
        return films

    def films_of_full_name(self, words: list[str]) -> list[FilmHit]:
        """The films of the person with whose full name a line begins or ends, whatever the rest of it means."""
        for cut in range(2, len(words)):
            for name in (words[-cut:], words[:cut]):
                for match in self._people.find(name, unfinished=False):
                    if match.part is NamePart.FULL and match.complete and match.similarity == 1:
                        return films_of(self._people.person(match), match.similarity)
        return []

    def films_of_exact_name(self, words: list[str]) -> list[FilmHit]:
        """The films of the best known person whose surname or full name a line is as it is spelled."""
        for match in self._people.find(words, unfinished=False, limit=CONSIDERED):
            if is_exact(match) and match.fame >= MIN_FAME:
                return films_of(self._people.person(match), match.similarity)
        return []

    def _with_person(
        self, found: list[PersonMatch], title: TitleReading, by_title: list[FilmHit], limit: int
    ) -> list[FilmHit] | None:
        """The films of a person before or after those with similar titles; None if the line does not mean them.

        Those of other people of the same name are listed, too.
        """
        match = found[0]
        person = self._people.person(match)
        if match.part is not NamePart.FULL and match.similarity < MIN_SINGLE_NAME:
            return None
        if match.part is NamePart.SURNAME and person.role == "actor" and match.fame < MIN_ACTOR_FAME:
            return None
        films = films_of(person, match.similarity)
        lead = lead_of(match, self._ratings(rivals(match, title, films)), title.agreement)
        if lead >= NEEDED_LEAD[title.agreement]:
            named = title.rows(Agreement.BEGUN if lead < SURE_LEAD else Agreement.SAME)
            beside = [hit for hit in by_title if hit.row in named]
            room = limit - min(int(TITLES_BESIDE * limit), len(beside))
            return combine(self._films_of_name(found, room), beside, limit, TITLES_BESIDE)
        is_named = match.part is not NamePart.GIVEN and match.similarity == 1
        if is_named and title.agreement >= Agreement.BEGUN and lead >= MIN_LEAD_BESIDE:
            directors = [each for each in found[1:] if self._people.person(each).role != "actor"]
            films = self._films_of_name([match, *directors], int(PERSON_BESIDE * limit))
            return combine([hit for hit in by_title if hit.row in title.films], films, limit, PERSON_BESIDE)
        return None

    def _films_of_name(self, found: list[PersonMatch], room: int) -> list[FilmHit]:
        """The films of the first match and of other well-known people whose name is the line just as well.

        Args:
            found: the people whose name the line may be, the most likely first.
            room: films by which each of these people should be listed.

        Returns:
            Some films of each, those of well-known directors first, and then the rest of their films.
        """
        people = [Namesake(found[0].fame, self._people.person(found[0]))]
        if is_exact(found[0]):
            same = [each for each in found[1:] if is_exact(each) and each.part is found[0].part]
            people += [Namesake(each.fame, self._people.person(each)) for each in same]
        listed = order_namesakes(people)[:MAX_PEOPLE]
        return share_list([films_of(each.person, found[0].similarity) for each in listed], room)

    def _with_title_and_person(
        self, words: list[str], title: TitleReading, by_title: list[FilmHit], limit: int
    ) -> list[FilmHit] | None:
        """The films whose title and person a line names before the person's others; None if a title is more similar."""
        both = self._title_and_person(words)
        if not both or both[0].score <= title.similarity:
            return None
        films = combine(both, films_of(both[0].person, both[-1].score), max(limit, len(both)), 0.0)
        return combine(films, by_title if title.agreement is Agreement.MISSPELLED else [], limit, TITLES_BESIDE)

    def _ratings(self, rows: Iterable[int]) -> float:
        return float(self._popularity[list(rows)].sum())

    def _title_and_person(self, words: list[str]) -> list[FilmHit]:
        """The films whose title and person a line names, in either order; best first."""
        best: dict[int, FilmHit] = {}
        for cut in range(1, len(words)):
            before, after = words[:cut], words[cut:]
            for title, name, is_last in ((before, after, True), (after, before, False)):
                if len("".join(name)) >= MIN_NAME_LETTERS:
                    for hit in self._films_of_namesakes(" ".join(title), name, is_last):
                        best[hit.row] = max(best.get(hit.row, hit), hit, key=lambda each: each.score)
        return sorted(best.values(), key=lambda hit: (-hit.score, -self._popularity[hit.row], hit.row))

    def _films_of_namesakes(self, title: str, name: list[str], is_last: bool) -> Iterable[FilmHit]:
        """The films with a title by any person with a name; a name at the end of the line may be unfinished."""
        for match in self._people.find(name, unfinished=is_last, limit=NAMESAKES):
            is_given = match.part is NamePart.GIVEN
            if match.similarity >= (1.0 if is_given else MIN_NAME) and (match.complete or not is_given):
                person = self._people.person(match)
                for row in person.rows.tolist():
                    similarity = self._reader.similarity(title, row)
                    least = OTHER_TITLE if is_given else MIN_TITLE
                    if similarity >= least and similarity * match.similarity >= MIN_BOTH:
                        yield FilmHit(row, similarity * match.similarity, person)


def films_of(person: Person | None, score: float) -> list[FilmHit]:
    """The films of a person, the most rated first; none without a person."""
    return [] if person is None else [FilmHit(row, score, person, by_title=False) for row in person.rows.tolist()]


class Namesake(NamedTuple):
    """A person whose name a line is.

    Attributes:
        fame: number of ratings of their films, from ``People``.
        person: the person with their films.
    """

    fame: float
    person: Person

    @property
    def renown(self) -> float:
        """How well known they are for their films: a single film that everybody saw counts less than many."""
        return self.fame * sqrt(len(self.person.rows))


def order_namesakes(people: Sequence[Namesake]) -> list[Namesake]:
    """The people to list for one name: the first one and others who are well known, directors before actors.

    Args:
        people: everybody of the name, the most likely first.
    """
    most = max(each.renown for each in people)

    def is_director(each: Namesake, share: float) -> bool:
        return each.person.role != "actor" and each.renown >= share * most

    listed = [
        each
        for each in people[1:]
        if each.fame >= MIN_LISTED_FAME and (is_director(each, 0.0) or each.renown >= ACTOR_RENOWN * most)
    ]
    return sorted([people[0], *listed], key=lambda each: (not is_director(each, DIRECTOR_RENOWN), -each.renown))


def share_list(groups: Sequence[list[FilmHit]], room: int) -> list[FilmHit]:
    """Join the films of several people so that the first ones are some of each.

    Args:
        groups: the films of each person; one that is listed before is not listed again.
        room: films at the beginning of the list: ``FIRST_SHARE`` of them by the first person, the rest by the others.
    """
    left, parts = room, []
    for place, group in enumerate(groups):
        count = ceil(room * FIRST_SHARE) if place == 0 else ceil(left / (len(groups) - place))
        parts.append((group[:count], group[count:]))
        left -= count
    films: dict[int, FilmHit] = {}
    for hit in (*chain.from_iterable(first for first, _ in parts), *chain.from_iterable(rest for _, rest in parts)):
        films.setdefault(hit.row, hit)
    return list(films.values())


def rivals(match: PersonMatch, title: TitleReading, films: list[FilmHit]) -> set[int]:
    """The rows of the films that a line may mean rather than a person.

    A full name inside a title says that the film is about the person, and a film of the person is found either way.

    Args:
        match: the person.
        title: the line as a title.
        films: the films of the person.
    """
    if match.similarity < 1:
        return set(title.films)
    is_full = match.part is NamePart.FULL and match.complete
    own = {film.row for film in films} - title.rows(Agreement.SAME)
    return title.rows(Agreement.START if is_full else Agreement.UNLIKE) - own


def lead_of(match: PersonMatch, ratings: float, agreement: Agreement) -> float:
    """How much better known a person is than the films a line may be the title of.

    A full name counts more than that, a misspelled, unfinished or given name less.

    Args:
        match: the person.
        ratings: number of ratings of these films.
        agreement: how the line agrees with their titles.

    Returns:
        The lead in powers of ten; -inf if the line cannot mean the person, inf if it cannot mean a title.
    """
    is_spelled = match.similarity == 1
    gain = 0.0
    if not is_spelled and agreement >= Agreement.BEGUN:
        return -inf
    if match.part is NamePart.GIVEN:
        if not is_spelled or match.share < MIN_SHARE or agreement is Agreement.SAME:
            return -inf
        gain = -GIVEN_NAME_COST
    elif is_spelled and match.complete and agreement is Agreement.UNLIKE:
        return inf
    elif is_spelled and match.part is NamePart.FULL:
        gain = FULL_NAME_GAIN if match.complete else UNFINISHED_NAME_GAIN
    if match.fame < MIN_FAME and not (is_spelled and match.complete):
        return -inf
    cost = MISSPELLING_COST * (1 - match.similarity) + UNFINISHED_COST * (not match.complete)
    return log10((match.fame + 1) / (ratings + 1)) + gain - cost
