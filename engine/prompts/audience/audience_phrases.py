"""Finds who is watching, "for my 8 year old", "date night with grandma", and the films that they may be shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import CatalogueFacts
from matinee.engine.prompts.audience.ages import find_ages
from matinee.engine.prompts.audience.audience_table import Audience, read_audiences
from matinee.engine.prompts.words.negation import split_clauses
from matinee.engine.prompts.words.phrase_patterns import Pattern, Span, find_spans
from matinee.policy.array_types import BoolArray

CHILDRENS_FILMS = ("children's film", "family film")
"""Keywords of films that are made for children."""
CHILDREN, SMALL_CHILDREN, TEENAGERS, GRANDPARENTS = "children", "small children", "teenagers", "grandparents"
MAX_SMALL, MAX_CHILD, MAX_TEENAGER, MIN_OLD = 6, 12, 15, 65
"""Ages in years up to which somebody is one of these, and from which somebody is old."""
CHILDREN_GENRES = ("Children", "Children's")
"""The current and the former name of one genre."""
NATURE = ("nature documentary",)
HARMLESS_ONCE, NO_RULES = ("Comedy", "Musical", "Adventure", "Fantasy", "Animation"), 1968
"""Genres that are harmless before this year, from which on Hollywood had no rules of decency any more."""
OF_CHILDREN = frozenset({CHILDREN, TEENAGERS})
"""Audiences that an age says more precisely."""


@dataclass(frozen=True)
class AudiencePhrase:
    """An audience, where it is in the prompt, and the films that it may be shown.

    Attributes:
        audience: who is watching.
        label: a few words for the screen, with the age: "for an 8-year-old".
        span: where it is.
        films: (n_movies,) True for films that may be shown, whatever else is said; genres are banned separately.
        unless_asked: (n_movies,) True for films that may be shown if nothing in ``audience.unless_asked`` is asked for.
        is_child_of_age: whether the words at ``span`` are the age of a child or a teenager.
    """

    audience: Audience
    label: str
    span: Span
    films: BoolArray = field(compare=False, repr=False)
    unless_asked: BoolArray = field(compare=False, repr=False)
    is_child_of_age: bool = False


class AudienceFinder:
    """Finds audiences in prompts, over one catalogue."""

    def __init__(self, catalogue: Catalogue, facts: CatalogueFacts | None) -> None:
        """Store what films are judged by.

        Args:
            catalogue: the films.
            facts: their keywords; without them only genres are known.
        """
        self._catalogue, self._facts = catalogue, facts
        self._masks: dict[frozenset[str], BoolArray] = {}

    def find(self, words: Sequence[str], *, is_translated: bool = False) -> Iterator[AudiencePhrase]:
        """Yield the audiences in a prompt, none overlapping another.

        An age says more than "my son": with one, all children in the prompt are as old as the youngest.

        Args:
            words: the prompt.
            is_translated: whether it was in another language, so that "children" is short for "for children".
        """
        table = read_audiences()
        taken = find_in_clauses(table.exceptions, words)
        ages = [age for age in find_ages(words) if not any(age.span.overlaps(other) for other in taken)]
        young = min((age.years for age in ages if age.years <= MAX_TEENAGER), default=None)
        for age in ages:
            if (name := name_of_age(age.years)) is not None:
                taken.append(age.span)
                phrase = self._phrase(table.audiences[name], label_of_age(age.years), age.span)
                yield replace(phrase, is_child_of_age=age.years <= MAX_TEENAGER)
        for name, audience in table.audiences.items():
            spans = find_in_clauses(table.patterns[name], words)
            if is_translated:  # the translation sets the audience off with a comma
                spans += find_spans(table.translated[name], words, Span(0, len(words)))
            for span in spans:
                if any(span.overlaps(other) for other in taken) or (ages and young is None and name in OF_CHILDREN):
                    continue
                taken.append(span)
                if name in OF_CHILDREN and young is not None:
                    yield self._phrase(table.audiences[name_of_age(young) or name], label_of_age(young), span)
                else:
                    yield self._phrase(audience, audience.label, span)

    def _phrase(self, audience: Audience, label: str, span: Span) -> AudiencePhrase:
        films = ~self._having(audience.never_keywords)
        if audience.only:
            films &= self._suitable[audience.only]
        if audience.not_shown:
            films &= ~self._named(audience.not_shown)
        return AudiencePhrase(audience, label, span, films, ~self._having(audience.unless_asked_keywords))

    def _having(self, keywords: frozenset[str]) -> BoolArray:
        """(n_movies,) True for the films with any of these keywords."""
        if keywords not in self._masks:
            none = np.zeros(len(self._catalogue), dtype=np.bool_)
            films = none if self._facts is None else self._facts.keywords.having(keywords)
            self._masks[keywords] = films
        return self._masks[keywords]

    def _named(self, labels: frozenset[str]) -> BoolArray:
        """(n_movies,) True for the films with these titles and years."""
        catalogue = self._catalogue
        films = np.zeros(len(catalogue), dtype=np.bool_)
        titled = zip(catalogue.titles, catalogue.years.tolist(), strict=True)
        films[[row for row, (title, year) in enumerate(titled) if f"{title} ({year})" in labels]] = True
        return films

    def _of_genres(self, names: Sequence[str]) -> BoolArray:
        columns = [name in names for name in self._catalogue.genre_names]
        return np.asarray(self._catalogue.genres[:, columns].any(axis=1))

    @cached_property
    def _suitable(self) -> Mapping[str, BoolArray]:
        """Kind of suitable films, as ``Audience.only`` names it → (n_movies,) True for those."""
        table, years = read_audiences(), self._catalogue.years
        tagged = self._of_genres(CHILDREN_GENRES) | self._having(frozenset(CHILDRENS_FILMS))
        tagged &= ~self._named(table.not_for_children)
        nature = self._having(frozenset(NATURE)) | (self._of_genres(["Documentary"]) & self._of_genres(["IMAX"]))
        children = tagged | self._named(table.also_for_children) | nature
        harmless = self._of_genres(HARMLESS_ONCE) & (years > 0) & (years < NO_RULES)
        return {"tagged": tagged, "children": children, "family": children | harmless}


def find_in_clauses(pattern: Pattern, words: Sequence[str]) -> list[Span]:
    """Find the matches of a pattern in each clause of a line."""
    return [span for clause in split_clauses(words) for span in find_spans(pattern, words, clause)]


def name_of_age(years: int) -> str | None:
    """The audience that somebody belongs to by age; None for adults."""
    if years <= MAX_TEENAGER:
        return SMALL_CHILDREN if years <= MAX_SMALL else CHILDREN if years <= MAX_CHILD else TEENAGERS
    return GRANDPARENTS if years >= MIN_OLD else None


def label_of_age(years: int) -> str:
    """The audience of an age, for the screen.

    >>> label_of_age(8), label_of_age(15)
    ('for an 8-year-old', 'for a 15-year-old')
    """
    if years < 1:
        return "for a baby"
    return f"for a{'n' * (years in (8, 11, 18) or 80 <= years < 90)} {years}-year-old"
