"""Makes the clauses of a prompt from what was recognised in it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from matinee.engine.prompts.audience.audience_phrases import AudiencePhrase
from matinee.engine.prompts.clauses import Clause
from matinee.engine.prompts.facts.fact_phrases import FactPhrase
from matinee.engine.prompts.film_clauses import make_film_clauses
from matinee.engine.prompts.films.film_comparisons import wants_more
from matinee.engine.prompts.films.film_reader import FilmReader
from matinee.engine.prompts.films.knowledge import Knowledge, KnowsWord
from matinee.engine.prompts.films.shared_names import film_named
from matinee.engine.prompts.periods.period_words import FIRST, LAST
from matinee.engine.prompts.periods.years import Years
from matinee.engine.prompts.phrases import Phrases
from matinee.engine.prompts.reading import Reading
from matinee.engine.prompts.unjudgeable import NO_WORD, SMALL_TALK, Unjudgeable
from matinee.engine.prompts.wishes import find_exclusions, find_wishes, is_vague, parse_wish
from matinee.engine.prompts.words.lexicon import Lexicon


def make_clauses(reading: Reading, phrases: Phrases, reader: FilmReader, knowledge: Knowledge) -> list[Clause]:
    """Make the clauses of a prompt, in the order in which they are shown; their labels may repeat.

    Args:
        reading: the prompt.
        phrases: what was recognised in it; all other words are wishes and exclusions.
        reader: has the names of films and people.
        knowledge: what the prompt is read with.
    """
    lexicon, typed, talk = knowledge.lexicon, reading.line.words, reading.talk
    wishes = find_wishes(reading, phrases.keywords, lexicon)
    exclusions = find_exclusions(reading, phrases.keywords, lexicon, wishes)
    if reading.is_talk and not (talk.states_preference or talk.makes_request):
        wishes = [Clause("unknown", wish.label, why=SMALL_TALK) if is_vague(wish) else wish for wish in wishes]
    asks_else = bool(wishes or phrases.facts or phrases.years) or any(film.attitude == "like" for film in phrases.films)
    return [
        *(make_years_clause(entry, excluded=reading.excludes(entry.span)) for entry in phrases.years),
        *make_film_clauses(phrases.films, reader, seen_is_liked=not asks_else or wants_more(typed)),
        *(make_audience_clause(phrase, reading.words, lexicon) for phrase in phrases.audiences),
        *(make_fact_clause(fact, film_named(reader, fact), reading.excludes(fact.span)) for fact in phrases.facts),
        *(mark_gibberish(clause, knowledge.knows_word) for clause in (*wishes, *exclusions)),
        *make_unknown_clauses(phrases.unjudgeable, typed),
    ]


def make_years_clause(years: Years, *, excluded: bool) -> Clause:
    """The clause of a period that is asked for or excluded."""
    if excluded and years.requested is not None:  # films that the catalogue does not have need no substitute
        years = Years(*years.requested, years.span)
    limits = (max(years.first, FIRST), min(years.last, LAST))
    return Clause("not" if excluded else "years", f"not: {years.label}" if excluded else years.label, years=limits)


def make_audience_clause(phrase: AudiencePhrase, words: Sequence[str], lexicon: Lexicon) -> Clause:
    """The clause of who is watching: what their words mean, or what they like if their words mean nothing."""
    own = parse_wish(words[phrase.span.start : phrase.span.end], lexicon)
    if own is None or not (own.named_genres or own.topic_genres):
        own = parse_wish(phrase.audience.mood.split(), lexicon)
    liked = Clause("audience", phrase.label) if own is None else own
    return replace(liked, kind="audience", label=phrase.label, audience=phrase)


def make_fact_clause(fact: FactPhrase, name: str, excluded: bool) -> Clause:
    """The clause of a person, a place or a language that is asked for or excluded.

    Args:
        fact: what film facts decide.
        name: its words if they are also a film; else empty.
        excluded: whether it is excluded.
    """
    if not excluded or fact.is_negation:
        return Clause("fact", fact.label, fact=fact, name=name)
    label = f"by or with {fact.label.removeprefix('like ')}" if fact.is_manner else fact.label  # these are left out
    return Clause("not", f"not: {label}", fact=fact, name=name)


def make_unknown_clauses(phrases: Sequence[Unjudgeable], words: Sequence[str]) -> Iterator[Clause]:
    """Yield the clauses of what changes nothing."""
    for phrase in phrases:
        yield Clause("unknown", " ".join(words[phrase.span.start : phrase.span.end]), why=phrase.why)


def mark_gibberish(clause: Clause, knows_word: KnowsWord) -> Clause:
    """The clause itself, or one that changes nothing if none of its words is known."""
    if clause.kind == "unknown" or clause.genres or clause.moods or any(map(knows_word, clause.text.split())):
        return clause
    return Clause("unknown", clause.text, why=NO_WORD)
