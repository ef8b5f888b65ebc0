"""The names of the people of a catalogue, collected once for all interpreters of prompts."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.engine.catalogue.facts import CatalogueFacts
from matinee.engine.catalogue.people import collect_people
from matinee.engine.catalogue.person_names import surname_of
from matinee.engine.catalogue.title_normalization import fold_lines

MIN_FAME, MIN_FAME_OF_DIRECTOR = 10.0, 1.0
"""Ratings of an actor's and of a director's films from which the name is recognised."""
MIN_FILMS_OF_DIRECTOR = 2
MIN_SHARE = 0.5
"""Share in the fame of all namesakes from which a surname alone means one person."""

MIN_FAME_OF_GIVEN, MIN_GIVEN_SHARE = 150.0, 0.75
"""Ratings of a person's films, and share in the fame of all people of the name, from which a given name means them."""
MIN_DIRECTED, MIN_DIRECTOR_SHARE = 8, 0.9
"""Films of a director, and share in the fame of all directors of the name, from which a surname alone means them."""


class PeopleNames:
    """What people are recognised by; people are addressed by their numbers in ``people``.

    Attributes:
        people: the directors and actors.
        full: a full name, also with its words joined → the best known person of that name.
        namesakes: a surname → everybody who has it, the best known first.
        surnames: a surname → the person that it means if it stands alone.
        given: a given name → the person that it means if it stands alone.
        in_titles: a word → the number of titles that have it.
    """

    def __init__(self, catalogue: Catalogue, facts: CatalogueFacts) -> None:
        """Collect the names.

        Args:
            catalogue: the films.
            facts: their directors and casts.
        """
        self.people = collect_people(catalogue, facts)
        fame, directed, words = self.people.fame, self.people.n_directed, self.people.words
        known = fame >= np.where(directed >= MIN_FILMS_OF_DIRECTOR, MIN_FAME_OF_DIRECTOR, MIN_FAME)
        is_known: list[bool] = known.tolist()  # reading an array number by number takes longer
        by_fame = np.argsort(fame, kind="stable").tolist()
        self.full = {" ".join(words[one]): one for one in by_fame if len(words[one]) > 1 and is_known[one]}
        self.full |= {name.replace(" ", ""): one for name, one in self.full.items()}
        self.namesakes: dict[str, list[int]] = {}
        for one in reversed(by_fame):
            place = surname_of(self.people.names[one], words[one])
            self.namesakes.setdefault(" ".join(words[one][place.start : place.stop]), []).append(one)
        self.surnames = {
            surname: people[0]
            for surname, people in self.namesakes.items()
            if is_known[people[0]] and (len(people) == 1 or self._stands_out(people))
        }
        self.given = self._collect_given(words)
        self.in_titles: dict[str, int] = Counter(
            word for title in fold_lines(catalogue.titles) for word in set(title.split())
        )

    def _collect_given(self, words: Sequence[Sequence[str]]) -> dict[str, int]:
        """The given names by which one very well-known person is meant: "denzel", "keanu".

        Args:
            words: the words of each person's name.
        """
        fame = self.people.fame
        bearers: dict[str, list[int]] = {}
        for one, name in enumerate(words):
            if len(name) > 1:
                bearers.setdefault(name[0], []).append(one)
        famous = {words[one][0] for one in np.flatnonzero(fame >= MIN_FAME_OF_GIVEN).tolist() if len(words[one]) > 1}
        best = {name: people[int(np.argmax(fame[people]))] for name, people in bearers.items() if name in famous}
        return {name: one for name, one in best.items() if fame[one] >= MIN_GIVEN_SHARE * fame[bearers[name]].sum()}

    def _stands_out(self, people: Sequence[int]) -> bool:
        """Whether a surname alone means the best known of its people: of all, or of those who direct if they do."""
        fame, films = self.people.fame[people], self.people.n_directed[people]
        is_director = films[0] >= MIN_DIRECTED and fame[0] >= MIN_DIRECTOR_SHARE * fame[films > 0].sum()
        return bool(is_director or fame[0] >= MIN_SHARE * fame.sum())


@lru_cache(maxsize=1)
def collect_names(catalogue: Catalogue, facts: CatalogueFacts) -> PeopleNames:
    """The names of a catalogue's people; those of the last catalogue are kept."""
    return PeopleNames(catalogue, facts)
