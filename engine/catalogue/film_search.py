"""Finds films by what people type: titles, short names, people, ids and links."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import CatalogueFacts
from matinee.engine.catalogue.film_hits import FilmHit, combine
from matinee.engine.catalogue.film_links import linked_rows, parse_link
from matinee.engine.catalogue.people import collect_people
from matinee.engine.catalogue.people_search import PeopleIndex
from matinee.engine.catalogue.person_names import query_words
from matinee.engine.catalogue.person_reading import PersonReader
from matinee.engine.catalogue.query_text import numbered_line, respell_ordinals, without_fillers
from matinee.engine.catalogue.short_names import ShortNames
from matinee.engine.catalogue.title_agreement import Agreement, TitleReader, TitleReading
from matinee.engine.catalogue.title_normalization import normalize_title
from matinee.engine.catalogue.title_search import MAX_QUERY_LENGTH, Hit, TitleIndex, split_year

COMPARED = 8
"""How many of the most similar titles decide whether a line is a title."""
ALL_FILMS = 1_000
"""More films than anyone of a catalogue made."""
MAX_LINK_LENGTH = 1_000
"""An id or link further on in a line is not looked for."""
SIGNS = re.compile(r"[+&*/$@]")
"""What tells titles apart if it is typed, though titles are compared without it: "romeo + juliet"."""
SURE_SIMILARITY, NEAR_SIMILARITY, NEAR_MISSPELLED = 0.87, 0.84, 0.8
"""Similarities from which the words of a line are a title that is misspelled, and from which a title is near to it.

They separate the queries of benchmarks/queries_*.tsv, of which the lowest has 0.88, from made-up titles and those of
films that no catalogue of 2018 has (benchmarks/absent.tsv)."""
NUMBERED_SIMILARITY = 0.7
"""Similarity from which films of a series are near to a line with a number that the series does not have."""
SHORT_LETTERS, SURE_SHORT_SIMILARITY = 5, 0.92
"""Most letters of a short line, and the similarity it needs: "tenet" is not The Net."""
MAX_YEARS_OFF = 2
"""A film of this title from another year is a near one."""
MIN_UNIQUE_LETTERS, DOMINANCE = 4, 4
"""Letters from which a part of several titles can mean one film, and how many times as many ratings it needs."""
NEAR_LISTED = 4
"""How many near films are listed."""


class FilmSearch:
    """Searches the titles and the people of a catalogue."""

    def __init__(self, catalogue: Catalogue, titles: TitleIndex, facts: CatalogueFacts | None) -> None:
        """Create the search.

        Args:
            catalogue: the films.
            titles: the index of their titles.
            facts: their people and series; None if they are not known.
        """
        self._catalogue, self._titles = catalogue, titles
        self._pages = () if facts is None else facts.pages
        self._reader = TitleReader(catalogue)
        self._short_names = ShortNames(catalogue, titles, None if facts is None else facts.series)
        self._people = None
        if facts is not None:
            self._people = PersonReader(catalogue, PeopleIndex(collect_people(catalogue, facts)), self._reader)

    def warm_up(self) -> None:
        """Read what is otherwise read while the first lines are typed."""
        self._short_names.warm_up()
        self.search("warm up", 1)

    def search(self, text: str, limit: int) -> list[FilmHit]:
        """Find films by title, short name, person, title and person, id or link.

        Args:
            text: what was typed.
            limit: maximum number of results.

        Returns:
            The films of a person, the most rated first, if the line means one; otherwise films by title, best first,
            and after them those of a well-known person of that name. If no title is similar enough, those that are
            near, and none if there are not any.
        """
        return self._without_twins(self._search(text.strip(), limit))

    def _search(self, line: str, limit: int) -> list[FilmHit]:
        if (link := parse_link(line[:MAX_LINK_LENGTH])) is not None:
            rows = linked_rows(link, self._catalogue, self._pages)
            if rows is not None:
                return [FilmHit(row, 1.0) for row in rows[:limit]]
            line = link.title
        line = line[:MAX_QUERY_LENGTH]
        found, title = self._read(line, limit)
        for other in self._other_wordings(line):
            if title.agreement >= Agreement.BEGUN:
                break
            others, other_title = self._read(other, limit)
            if other_title.agreement >= Agreement.BEGUN or other == without_fillers(line):
                line, found, title = other, others, other_title
        hits = self._choose(line, found, title, limit)
        if not hits and (expanded := self._short_names.expand(line)) is not None:
            return self._choose(expanded, *self._read(expanded, limit), limit)
        return hits

    def is_ambiguous(self, text: str, hits: Sequence[FilmHit]) -> bool:
        """Whether a text is only a part of the titles of several films, none of which is by far the best known.

        Args:
            text: what was typed.
            hits: the films found for it.
        """
        films = self._reader.read(text.strip()[:MAX_QUERY_LENGTH], [hit.row for hit in hits]).films
        first = hits[0].row
        if not Agreement.BEGUN <= films.get(first, Agreement.UNLIKE) < Agreement.SAME:
            return False
        counts = self._catalogue.rating_counts
        others = [counts[row] for row, agreement in films.items() if row != first and agreement >= Agreement.BEGUN]
        is_short = len(normalize_title(text)) < MIN_UNIQUE_LETTERS
        return bool(others) and (is_short or counts[first] <= DOMINANCE * max(others))

    def _other_wordings(self, line: str) -> Iterator[str]:
        """What a line may mean: without the words around a title, with other ordinals, with initials written out."""
        bare = without_fillers(line)
        wordings = (bare, respell_ordinals(bare), self._short_names.expand(bare))
        yield from dict.fromkeys(each for each in wordings if each and each.casefold() != line.casefold())

    def _without_twins(self, hits: list[FilmHit]) -> list[FilmHit]:
        """The films found, each once; a film that is listed twice by its better known row."""
        twins, shown = self._catalogue.twins, self._catalogue.shown
        found: dict[int, FilmHit] = {}
        for hit in hits:
            found.setdefault(twins.get(hit.row, (hit.row,))[0], hit)
        return [replace(hit, row=row) for row, hit in found.items() if shown[row]]

    def _read(self, line: str, limit: int) -> tuple[list[Hit], TitleReading]:
        """The films with similar titles, and how far they agree with the line, with or without a year at its end."""
        found = self._titles.search(line, max(limit, COMPARED))
        rows = [hit.row for hit in found[:COMPARED]]
        title = self._reader.read(line, rows)
        if (split := split_year(line)) is not None:
            title = max(title, self._reader.read(split[0], rows), key=lambda each: (each.agreement, each.similarity))
        return found, title

    def _choose(self, line: str, found: list[Hit], title: TitleReading, limit: int) -> list[FilmHit]:
        """The films that a line means most likely: by short name, by person, or by title."""
        by_title = [FilmHit(hit.row, hit.score) for hit in found]
        rows = [hit.row for hit in found[:COMPARED]]
        if first := self._short_names.find(line, title, rows) or self._with_signs(line, rows):
            top = max(1.0, found[0].score if found else 0.0)
            others = by_title if title.agreement > Agreement.UNLIKE else []
            return combine([FilmHit(row, top) for row in first[:limit]], others, limit, 0.0)
        films = self._of_people(line, by_title, limit)
        if films is not None:
            return films
        similar = self._similar_enough(line, found, title, by_title, limit)
        if self._people is None or any(not hit.is_near for hit in similar):
            return similar
        exact = self._people.films_of_exact_name(query_words(line))
        return (exact or similar or self._people.films_of_full_name(query_words(line)))[:limit]

    def _of_people(self, line: str, by_title: list[FilmHit], limit: int) -> list[FilmHit] | None:
        """The films of the person whom a line names; None if it does not name one."""
        words = query_words(line)
        if self._people is None or not words:
            return None
        rows = [hit.row for hit in by_title[:COMPARED]]
        films = self._people.find(words, self._reader.read(line, rows), by_title, limit)
        if films is not None or (split := split_year(line)) is None:
            return films
        without_year, year = split  # "hitchcock psycho 1960", "kubrick 1968"
        films = self._people.find(query_words(without_year), self._reader.read(without_year, rows), by_title, ALL_FILMS)
        years = self._catalogue.years
        of_year = [hit for hit in films or [] if hit.person is not None and years[hit.row] == year]
        return combine(of_year, films or [], limit, 0.0) if of_year else None

    def _similar_enough(
        self, line: str, found: list[Hit], title: TitleReading, by_title: list[FilmHit], limit: int
    ) -> list[FilmHit]:
        """The films that are found by title, or those whose titles are near."""
        most = max((hit.similarity for hit in found), default=0.0)
        if found and self._has_other_year(line, found[0].row):
            floor = SURE_SIMILARITY
        elif found and self._has_other_number(line, found[0].row, title):
            floor = NUMBERED_SIMILARITY
        elif title.agreement >= Agreement.BEGUN or most >= sure_similarity(line):
            return by_title[:limit]
        elif misspelled := [hit for hit in by_title[:COMPARED] if self._reader.has_misspelled_words(line, hit.row)]:
            return misspelled[:limit]
        else:
            floor = NEAR_MISSPELLED if title.agreement is Agreement.MISSPELLED else NEAR_SIMILARITY
        near = [
            replace(shown, is_near=True)
            for shown, hit in zip(by_title, found, strict=True)
            if hit.similarity >= floor or self._reader.has_title(line, hit.row)
        ]
        return near[: min(limit, NEAR_LISTED)]

    def _has_other_year(self, line: str, row: int) -> bool:
        """Whether a line ends with another year than that of the most similar film, which is not part of its title."""
        split, known = split_year(line), int(self._catalogue.years[row])
        if split is None or not known or self._reader.read(line, [row]).agreement >= Agreement.BEGUN:
            return False
        return abs(known - split[1]) > MAX_YEARS_OFF

    def _has_other_number(self, line: str, row: int, title: TitleReading) -> bool:
        """Whether a line has a number in a series that the most similar title does not have."""
        numbered = numbered_line(line)
        if numbered is None or title.agreement >= Agreement.BEGUN:
            return False
        return not self._reader.has_word(str(numbered.number), row)

    def _with_signs(self, line: str, rows: list[int]) -> list[int]:
        """The rows of the films whose titles have a line as typed, with its signs; none for a line without signs."""
        if not SIGNS.search(line):
            return []
        typed = " ".join(line.casefold().split())
        titles = {row: (self._catalogue.titles[row], *self._catalogue.alternatives[row]) for row in rows}
        return [row for row in rows if any(typed in title.casefold() for title in titles[row])]


def sure_similarity(line: str) -> float:
    """The similarity from which a title is the line, misspelled."""
    is_short = len(normalize_title(line)) <= SHORT_LETTERS
    return SURE_SHORT_SIMILARITY if is_short else SURE_SIMILARITY
