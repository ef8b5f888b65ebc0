"""Parses a prompt into clauses."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from matinee.engine.prompts.audience_phrases import AudienceFinder, AudiencePhrase
from matinee.engine.prompts.clauses import Clause, ParsedPrompt
from matinee.engine.prompts.dated_titles import DatedTitles
from matinee.engine.prompts.fact_finder import FactFinder
from matinee.engine.prompts.fact_phrases import FactPhrase
from matinee.engine.prompts.film_clauses import add_dated, compare_years, follow_examples, make_film_clauses, wants_more
from matinee.engine.prompts.film_names import FilmNames
from matinee.engine.prompts.film_phrases import FilmFinder, is_excluded, runs_of
from matinee.engine.prompts.film_reader import FindTitle
from matinee.engine.prompts.lexicon import GenreWord, Lexicon, Mood
from matinee.engine.prompts.negation import Role, combine_scores, label_roles
from matinee.engine.prompts.normalization import Token, clean_line, tokenize
from matinee.engine.prompts.period_words import FIRST, LAST
from matinee.engine.prompts.phrase_patterns import Span
from matinee.engine.prompts.release_calendar import Calendar
from matinee.engine.prompts.talk import FILM, find_talk
from matinee.engine.prompts.translation import translate
from matinee.engine.prompts.unjudgeable import NO_FILM, NO_WORD, SMALL_TALK, Unjudgeable, find_unjudgeable
from matinee.engine.prompts.vocabulary import find_meanings, remove_filler, split_affixes, strip_filler
from matinee.engine.prompts.years import SHIPPED, Years, read_years

MAX_LENGTH = 500
"""Characters of a prompt that are read."""
BY_NAME, BY_TOPIC, TYPICAL, BY_MOOD = 1.0, 0.7, 0.5, 0.5
"""Weight of a genre that is named, one of whose topics is named, that typically accompanies a named one, and factor on
the weights of a mood."""
EXCLUDED = 1.0
"""Weight of a genre that is excluded by its name or by a topic."""
AUDIENCE_WORDS = frozenset({"for", "with", "my", "our", "old"})
"""With one of these, an audience is one even among words that are excluded."""
UNWANTED = 0.5
"""Weight of a genre that goes with an excluded mood: "nothing sad" lowers dramas but does not exclude them."""

NegationScorer = Callable[[str, Sequence[Token]], Sequence[float]]
"""The negation tagger: (line, its tokens) → log odds of each token that it is excluded."""
Spanned = TypeVar("Spanned", AudiencePhrase, FactPhrase, Years, Unjudgeable)
"""Something that was recognised in a prompt, and where."""
KnowsWord = Callable[[str], bool]
"""Whether a word is one, rather than letters at random."""


def parse_prompt(
    text: str,
    lexicon: Lexicon,
    find_title: FindTitle,
    score_negation: NegationScorer | None = None,
    disabled: frozenset[str] = frozenset(),
    *,
    facts: FactFinder | None = None,
    audiences: AudienceFinder | None = None,
    dated_titles: DatedTitles | None = None,
    knows_word: KnowsWord = lambda _word: True,
    calendar: Calendar = SHIPPED,
    names: FilmNames | None = None,
    switched: frozenset[str] = frozenset(),
) -> ParsedPrompt:
    """Parse a prompt.

    Args:
        text: what the user typed, in English or a language of ``translation``; only the first ``MAX_LENGTH`` characters
            are read.
        lexicon: the vocabulary.
        find_title: finds the film that is named in words like "like Heat".
        score_negation: the negation tagger; without it only the patterns of the lexicon decide.
        disabled: labels of the clauses that are switched off.
        facts: finds people, places, languages and fine genres; None without film facts.
        audiences: finds who is watching; None not to look.
        dated_titles: finds films that are named with their year; None without.
        knows_word: tells words from gibberish.
        calendar: what "the last 20 years" and "newest" count back from.
        names: the exact names of films; without them only examples after "like" are found.
        switched: names that are both a person and a film, and mean the less likely of both.
    """
    line = translate(clean_line(text, MAX_LENGTH), lexicon)
    is_translated = line != clean_line(text, MAX_LENGTH)
    tokens = [part for token in tokenize(line) for part in split_affixes(token, lexicon)]
    typed = [token.text for token in tokens]
    dated = [] if dated_titles is None else dated_titles.find(line, tokens)
    named = [title.span for title in dated]
    others = [each.span for each in find_unjudgeable(typed) if each.why != SMALL_TALK]
    if audiences is not None:
        others += [each.span for each in audiences.find(typed, is_translated=is_translated)]
    talk = find_talk(typed, named, others)
    in_talk = bool(talk.spans or named)
    said = (*talk.spans, *talk.openers)
    roles = by_pattern = label_roles(replace_spans(replace_spans(typed, said, "."), named, FILM), lexicon.cues)
    words = replace_spans(typed, (*said, *named), ".")
    if score_negation is not None and words:
        roles = ask_tagger(words, by_pattern, lexicon, lambda: score_negation(line, tokens))
    people = [] if facts is None else facts.find(words)
    careers = [fact.span for fact in people if fact.is_career]
    find_person = (lambda _words: None) if facts is None else facts.person_named
    finder = FilmFinder(line, tokens, by_pattern, lexicon, find_title, names, find_person, people, switched)
    films = add_dated(finder.find(), dated, is_conversation=talk.is_conversation)
    taken_by_films = [film.span for film in films]
    taken = [*said, *named, *taken_by_films]
    roles = follow_examples(typed, films, roles, by_pattern)
    compared = compare_years(typed, films)
    taken += [entry.span for entry in compared]
    years = [*compared, *free_of(read_years(words, calendar), [*taken, *careers])]
    taken += [entry.span for entry in years]
    unknown = free_of(find_unjudgeable(words), [*taken, *careers])
    taken += [each.span for each in unknown]
    unknown += [Unjudgeable(span, SMALL_TALK) for span in talk.spans if not any(map(span.overlaps, taken_by_films))]
    unknown += [Unjudgeable(title.span, NO_FILM) for title in dated if title.movie is None]
    watching = [] if audiences is None else free_of(list(audiences.find(words, is_translated=is_translated)), taken)
    watching = [phrase for phrase in watching if not is_refused(words, phrase.span, by_pattern)]
    taken += [phrase.span for phrase in watching]
    found = free_of([*people, *finder.people_meant()], taken)
    taken += [fact.span for fact in found]
    keywords = [] if facts is None else free_of(facts.keywords(words), taken)
    roles = list(roles)
    for span in taken:
        roles[span.start : span.end] = [Role.CUE] * (span.end - span.start)
    wishes = [
        replace(clause, keywords=tuple(fact for fact in keywords if fact.span.overlaps(span)))
        for span in runs_of(roles, Role.WISH)
        if (clause := parse_wish(words[span.start : span.end], lexicon)) is not None
    ]
    exclusions = [
        replace(clause, keywords=tuple(fact for fact in keywords if fact.span.overlaps(span)))
        for span in runs_of(roles, Role.EXCLUDED)
        if (clause := parse_exclusion(words[span.start : span.end], lexicon, wishes)) is not None
        and not (talk.is_conversation and is_vague(clause) and Role.EXCLUDED not in by_pattern[span.start : span.end])
    ]
    if in_talk and not (talk.states_preference or talk.makes_request):
        wishes = [Clause("unknown", wish.label, why=SMALL_TALK) if is_vague(wish) else wish for wish in wishes]
    asks_else = bool(wishes or found or years) or any(film.attitude == "like" for film in films)
    clauses = [
        *(years_clause(entry, excluded=is_excluded(entry.span, by_pattern)) for entry in years),
        *make_film_clauses(films, typed, names, find_person, seen_is_liked=not asks_else or wants_more(typed)),
        *(audience_clause(phrase, words, lexicon) for phrase in watching),
        *(fact_clause(fact, finder.film_named(fact), is_excluded(fact.span, by_pattern)) for fact in found),
        *(mark_gibberish(clause, knows_word) for clause in (*wishes, *exclusions)),
        *(Clause("unknown", " ".join(typed[each.span.start : each.span.end]), why=each.why) for each in unknown),
    ]
    if not clauses and line:  # only filler: "something", "anything good"
        clauses = [Clause("unknown", line, why=SMALL_TALK)]
    parts = tuple({clause.label: clause for clause in clauses}.values())
    return ParsedPrompt(line, parts, disabled, in_talk or talk.is_conversation, talk.makes_request)


def ask_tagger(
    words: Sequence[str], by_pattern: list[Role], lexicon: Lexicon, score: Callable[[], Sequence[float]]
) -> list[Role]:
    """The roles by the patterns and the negation tagger, which cannot judge a line in which every word is unknown."""
    meant = [span for span, _ in find_meanings(words, lexicon) if Role.CUE not in by_pattern[span.start : span.end]]
    if not meant and Role.EXCLUDED not in by_pattern:
        return by_pattern
    return combine_scores(words, by_pattern, score(), meant, lexicon.filler)


def replace_spans(words: Sequence[str], spans: Iterable[Span], mark: str) -> list[str]:
    """The words with a mark for each word of some spans."""
    inside = {place for span in spans for place in range(span.start, span.end)}
    return [mark if place in inside else word for place, word in enumerate(words)]


def is_vague(clause: Clause) -> bool:
    """Whether no word of a clause has a meaning in the lexicon; in a conversation those are remarks."""
    return not (clause.genres or clause.moods or clause.keywords)


def mark_gibberish(clause: Clause, knows_word: KnowsWord) -> Clause:
    """The clause itself, or one that changes nothing if none of its words is known."""
    if clause.kind == "unknown" or clause.genres or clause.moods or any(map(knows_word, clause.text.split())):
        return clause
    return Clause("unknown", clause.text, why=NO_WORD)


def free_of(phrases: Sequence[Spanned], taken: Sequence[Span]) -> list[Spanned]:
    """The phrases that share no word with what was recognised before."""
    return [phrase for phrase in phrases if not any(phrase.span.overlaps(span) for span in taken)]


def is_refused(words: Sequence[str], span: Span, roles: Sequence[Role]) -> bool:
    """Whether an audience is excluded, "skip kids movies", not what is "no gore for my kids"."""
    return is_excluded(span, roles) and not AUDIENCE_WORDS & set(words[span.start : span.end])


def years_clause(years: Years, *, excluded: bool) -> Clause:
    """The clause of a period that is asked for or excluded."""
    if excluded and years.requested is not None:  # films that the catalogue does not have need no substitute
        years = Years(*years.requested, years.span)
    limits = (max(years.first, FIRST), min(years.last, LAST))
    return Clause("not" if excluded else "years", f"not: {years.label}" if excluded else years.label, years=limits)


def audience_clause(phrase: AudiencePhrase, words: Sequence[str], lexicon: Lexicon) -> Clause:
    """The clause of who is watching: what their words mean, or what they like if their words mean nothing."""
    own = parse_wish(words[phrase.span.start : phrase.span.end], lexicon)
    if own is None or not (own.named_genres or own.topic_genres):
        own = parse_wish(phrase.audience.mood.split(), lexicon)
    liked = Clause("audience", phrase.label) if own is None else own
    return replace(liked, kind="audience", label=phrase.label, audience=phrase)


def fact_clause(fact: FactPhrase, name: str, excluded: bool) -> Clause:
    """The clause of a person, a place or a language that is asked for or excluded.

    Args:
        fact: what film facts decide.
        name: its words if they are also a film; else empty.
        excluded: whether it is excluded.
    """
    if not excluded or fact.is_negation:
        return Clause("fact", fact.label, fact=fact, name=name)
    return Clause("not", f"not: {fact.label}", fact=fact, name=name)


def parse_wish(words: Sequence[str], lexicon: Lexicon) -> Clause | None:
    """Parse wanted words; None if they are only filler."""
    content = remove_filler(words, lexicon)
    if not content:
        return None
    genres: dict[str, float] = {}
    named: list[str] = []
    topical: list[str] = []
    moods: list[str] = []
    for _, entry in find_meanings(words, lexicon):
        if isinstance(entry, GenreWord):
            named += entry.essential
            for genre in entry.genres:
                genres[genre] = max(genres.get(genre, 0.0), BY_NAME if genre in entry.essential else TYPICAL)
        elif isinstance(entry, Mood):
            moods.append(entry.text)
            for genre, weight in entry.genres.items():
                genres[genre] = genres.get(genre, 0.0) + BY_MOOD * weight
        else:
            topical.append(entry)
            genres[entry] = max(genres.get(entry, 0.0), BY_TOPIC)
    return Clause(
        "wish",
        strip_filler(words, lexicon),
        text=" ".join(content),
        moods=tuple(dict.fromkeys(moods)),
        genres=genres,
        named_genres=tuple(dict.fromkeys(named)),
        topic_genres=tuple(dict.fromkeys(topical)),
    )


def parse_exclusion(words: Sequence[str], lexicon: Lexicon, wishes: Sequence[Clause]) -> Clause | None:
    """Parse excluded words; None if they are only filler.

    A genre that is also asked for by name is never excluded ("scary but no gore"). A genre that is asked for by a topic
    is not excluded by another topic.

    Args:
        words: the excluded words.
        lexicon: the vocabulary.
        wishes: what the same prompt asks for.
    """
    content = remove_filler(words, lexicon)
    if not content:
        return None
    named = {genre for wish in wishes for genre in wish.named_genres}
    wanted = named | {genre for wish in wishes for genre in wish.topic_genres}
    genres: dict[str, float] = {}
    for _, entry in find_meanings(words, lexicon):
        if isinstance(entry, GenreWord):
            genres |= {genre: EXCLUDED for genre in entry.essential if genre not in named}
        elif isinstance(entry, Mood):
            for genre, weight in entry.genres.items():
                if weight >= UNWANTED and genre not in wanted:
                    genres.setdefault(genre, UNWANTED)
        elif entry not in wanted:
            genres[entry] = EXCLUDED
    return Clause("not", f"not: {strip_filler(words, lexicon)}", " ".join(content), genres=genres)
