"""The phrases of a prompt that have a meaning of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from matinee.engine.prompts.audience.audience_phrases import AudiencePhrase
from matinee.engine.prompts.facts.fact_phrases import FactPhrase
from matinee.engine.prompts.films.film_phrases import FilmPhrase
from matinee.engine.prompts.periods.years import Years
from matinee.engine.prompts.unjudgeable import Unjudgeable


@dataclass(frozen=True)
class Phrases:
    """What was recognised in a prompt; of all but the keywords, no two share a word.

    Attributes:
        films: the films that are named.
        years: the periods.
        unjudgeable: what changes nothing.
        audiences: who is watching.
        facts: the people and places.
        keywords: the fine genres; their words are also parts of wishes and exclusions.
    """

    films: Sequence[FilmPhrase]
    years: Sequence[Years]
    unjudgeable: Sequence[Unjudgeable]
    audiences: Sequence[AudiencePhrase]
    facts: Sequence[FactPhrase]
    keywords: Sequence[FactPhrase]
