"""Parses a prompt into clauses, step by step: what is recognised first takes its words from all later steps."""

from collections.abc import Sequence
from dataclasses import replace

from matinee.engine.prompts.audience.audience_phrases import AudiencePhrase
from matinee.engine.prompts.clause_builder import make_clauses
from matinee.engine.prompts.clauses import Clause, ParsedPrompt
from matinee.engine.prompts.films.film_comparisons import compare_years, follow_examples
from matinee.engine.prompts.films.film_finder import add_dated, find_films
from matinee.engine.prompts.films.film_phrases import FilmPhrase
from matinee.engine.prompts.films.film_reader import FilmReader
from matinee.engine.prompts.films.knowledge import Knowledge
from matinee.engine.prompts.periods.years import read_years
from matinee.engine.prompts.phrases import Phrases
from matinee.engine.prompts.reading import Reading, start_reading
from matinee.engine.prompts.talk import find_talk
from matinee.engine.prompts.unjudgeable import AGE_RATINGS, NO_FILM, SMALL_TALK, Unjudgeable, find_unjudgeable
from matinee.engine.prompts.words.negation import is_excluded
from matinee.engine.prompts.words.phrase_patterns import Span
from matinee.engine.prompts.words.prompt_line import PromptLine, read_line

AUDIENCE_WORDS = frozenset({
    "for", "with", "my", "our", "old", "are", "is", "be", "have", "here", "there", "watching", "present", "around",
    "visiting", "room", "house", "too", "also", "joining", "aged", "age", "rated", "pg", "under",
})  # fmt: skip
"""With one of these, an audience is one even among words that are excluded."""
KINDS_OF_FILMS = frozenset({"movie", "movies", "film", "films", "flick", "flicks", "cartoon", "cartoons", "stuff"})
"""With one of these, films for an audience may be excluded: "kids' movies are beneath me"."""


def parse_prompt(
    text: str,
    knowledge: Knowledge,
    disabled: frozenset[str] = frozenset(),
    switched: frozenset[str] = frozenset(),
) -> ParsedPrompt:
    """Parse a prompt.

    Args:
        text: what the user typed; see ``read_line``.
        knowledge: what it is read with.
        disabled: labels of the clauses that are switched off.
        switched: names that are both a person and a film, and mean the less likely of both.
    """
    line = read_line(text, knowledge.lexicon)
    # Films with their year are certain, and conversation is about them: "have you seen Heat (1995)?"
    dated = knowledge.find_dated(line)
    # Conversation comes before roles, since "no, I haven't" excludes nothing.
    talk = find_talk(line.words, [title.span for title in dated], find_other_meanings(line, knowledge))
    # Roles come before phrases, since "no star wars" and "skip kids movies" exclude what they name.
    reading = start_reading(line, dated, talk, knowledge)
    reader = FilmReader(line, knowledge, switched)
    reading, phrases = find_phrases(reading, reader, knowledge)
    # Wishes and exclusions come last: they are the words that nothing else has taken.
    clauses = make_clauses(reading, phrases, reader, knowledge)
    if not clauses and line.text:  # only filler: "something", "anything good"
        clauses = [Clause("unknown", line.text, why=SMALL_TALK)]
    parts = tuple({clause.label: clause for clause in clauses}.values())
    return ParsedPrompt(line.text, parts, disabled, reading.is_talk or talk.is_conversation, talk.makes_request)


def find_phrases(reading: Reading, reader: FilmReader, knowledge: Knowledge) -> tuple[Reading, Phrases]:
    """Find everything in a prompt that has a meaning of its own, in the order of precedence.

    Args:
        reading: the prompt, of which only the roles are known.
        reader: reads names of films in it.
        knowledge: what it is read with.

    Returns:
        The prompt, of which all that was found is taken, and what was found.
    """
    words = reading.words
    # People are found before films, since the better known of both is meant by a name, but they take their words later.
    people = knowledge.find_facts(words)
    careers = [fact.span for fact in people if fact.is_career]
    # Films come first: their names have years, "heat 1995", and "I have already seen Inception" names one.
    found = find_films(reader, reading.by_pattern, people)
    films = add_dated(found.films, reading.dated, is_conversation=reading.talk.is_conversation)
    roles = follow_examples(reading.line.words, films, reading.roles, reading.by_pattern)
    reading = replace(reading, roles=roles).take(films)
    # "Like Heat but newer" counts from Heat, otherwise "newer" counts from today.
    compared = compare_years(reading.line.words, films)
    reading = reading.take(compared)
    # Ages of children come before times, "under 10s"; times come before other audiences, "from my teens", and before
    # places, "old hollywood"; but people keep their careers, "latest ridley scott".
    watching = find_audiences(reading, knowledge)
    children = [phrase.span for phrase in watching if phrase.is_child_of_age]
    years, reading = reading.claim(read_years(words, knowledge.calendar), others=[*careers, *children])
    # What cannot be judged comes before places, "with german subtitles", but an age rating also says who is watching.
    unjudgeable = reading.free(find_unjudgeable(words), others=careers)
    audiences = reading.take(phrase for phrase in unjudgeable if phrase.why != AGE_RATINGS).free(watching)
    reading = reading.take([*unjudgeable, *audiences])
    facts, reading = reading.claim([*people, *found.people])
    # Fine genres take no words: those of "heist" are also a wish.
    keywords = reading.free(knowledge.find_keywords(words))
    unjudgeable += find_remarks(reading, films)
    return reading, Phrases(films, [*compared, *years], unjudgeable, audiences, facts, keywords)


def find_other_meanings(line: PromptLine, knowledge: Knowledge) -> list[Span]:
    """Where words of a prompt are that are not conversation, although they may look like it."""
    wishes = [phrase.span for phrase in find_unjudgeable(line.words) if phrase.why != SMALL_TALK]
    audiences = knowledge.find_audiences(line.words, is_translated=line.is_translated)
    return [*wishes, *(phrase.span for phrase in audiences)]


def find_audiences(reading: Reading, knowledge: Knowledge) -> list[AudiencePhrase]:
    """Who is watching, unless that is excluded: "skip kids movies", but not "no gore for my kids"."""
    found = knowledge.find_audiences(reading.words, is_translated=reading.line.is_translated)
    return [phrase for phrase in found if phrase.is_child_of_age or not excludes_audience(reading, phrase.span)]


def excludes_audience(reading: Reading, span: Span) -> bool:
    """Whether films for an audience are excluded; the negation tagger decides only if a kind of films is named."""
    words = reading.words[span.start : span.end]
    if AUDIENCE_WORDS & {*words}:
        return False
    return is_excluded(span, reading.roles if KINDS_OF_FILMS & {*words} else reading.by_pattern)


def find_remarks(reading: Reading, films: Sequence[FilmPhrase]) -> list[Unjudgeable]:
    """What is only said in conversation, and films with their year that the catalogue does not have."""
    taken = [film.span for film in films]
    said = [span for span in reading.talk.spans if not any(map(span.overlaps, taken))]
    missing = [title.span for title in reading.dated if title.movie is None]
    return [*(Unjudgeable(span, SMALL_TALK) for span in said), *(Unjudgeable(span, NO_FILM) for span in missing)]
