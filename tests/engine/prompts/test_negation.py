"""What is excluded and what is wanted, by the patterns of the lexicon alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.engine.prompts.films.knowledge import Knowledge
from matinee.engine.prompts.parser import parse_prompt
from matinee.engine.prompts.words.lexicon import load_lexicon
from matinee.engine.prompts.words.negation import Role, label_roles
from matinee.engine.prompts.words.negation_scores import combine_scores
from matinee.engine.prompts.words.normalization import PUNCTUATION, token_texts
from matinee.engine.prompts.words.phrase_patterns import Span

LEXICON = load_lexicon()
WORDS = (
    "no not nothing without but or nor and , . ! horror scary funny war free non anti ugh i want just a the need apply "
    "is off table can get enough only keep out too please never again anything except less than"
)
LETTERS = {Role.WISH: "w", Role.EXCLUDED: "n", Role.CUE: "c", Role.PUNCTUATION: "."}


def excluded_genres(line: str) -> set[str]:
    """The excluded genres."""
    reading = parse_prompt(line, Knowledge(LEXICON, lambda _: None))
    return {
        genre for part in reading.parts if part.kind == "not" for genre, weight in part.genres.items() if weight >= 1
    }


def wanted_genres(line: str) -> set[str]:
    """Genres asked for by name or topic."""
    reading = parse_prompt(line, Knowledge(LEXICON, lambda _: None))
    return {genre for part in reading.parts if part.kind == "wish" for genre in part.named_genres + part.topic_genres}


def role_letters(line: str) -> str:
    """The roles of a line's words, a letter each: w for wish, n for excluded, c for cue, . for punctuation."""
    return "".join(LETTERS[role] for role in label_roles(token_texts(line), LEXICON.cues))


@pytest.mark.parametrize(
    ("line", "genres"),
    [
        ("not scary", {"Horror"}),
        ("no horror", {"Horror"}),
        ("No Horror!", {"Horror"}),
        ("without musicals", {"Musical"}),
        ("w/o musicals", {"Musical"}),
        ("sans musicals", {"Musical"}),
        ("anything but comedy", {"Comedy"}),
        ("everything except westerns", {"Western"}),
        ("horror need not apply", {"Horror"}),
        ("gore-free", {"Horror"}),
        ("no ghosts, gore or blood", {"Horror"}),
        ("no war, westerns or musicals", {"War", "Western", "Musical"}),
        ("neither war nor romance", {"War", "Romance"}),
        ("westerns, ugh", {"Western"}),
        ("westerns? no thanks", {"Western"}),
        ("musicals are off the table", {"Musical"}),
        ("don't want horror", {"Horror"}),
        ("i dont want any horror", {"Horror"}),
        ("I can’t stand musicals, i hate musicals", {"Musical"}),
        ("please no documentaries", {"Documentary"}),
        ("never romance", {"Romance"}),
        ("skip the horror", {"Horror"}),
        ("keep the kids stuff out", {"Children"}),
        ("unfunny", {"Comedy"}),
        ("nothing animated", {"Animation"}),
        ("tired of superhero movies", {"Action"}),
        ("no rom-coms", {"Comedy", "Romance"}),
        ("no heists", {"Crime"}),  # usually thrillers, which are not excluded
    ],
)
def test_exclusions(line: str, genres: set[str]) -> None:
    assert excluded_genres(line) == genres
    assert not wanted_genres(line)


@pytest.mark.parametrize(
    ("line", "asked", "out"),
    [
        ("bloodless thriller", {"Thriller"}, {"Horror"}),
        ("a comedy that isn't romantic", {"Comedy"}, {"Romance"}),
        ("no horror, something funny", {"Comedy"}, {"Horror"}),
        ("no horror but something funny please", {"Comedy"}, {"Horror"}),
        ("not scary, just funny", {"Comedy"}, {"Horror"}),
        ("comedy without romance", {"Comedy"}, {"Romance"}),
        ("sci-fi, no war", {"Sci-Fi"}, {"War"}),
        ("no musicals. thrillers!", {"Thriller"}, {"Musical"}),
        ("comedies rather than dramas", {"Comedy"}, {"Drama"}),
        ("action instead of romance", {"Action"}, {"Romance"}),
        ("skip the war, i want a western", {"Western"}, {"War"}),
        ("no horror, a funny western with robots or dragons", {"Comedy", "Western", "Sci-Fi", "Fantasy"}, {"Horror"}),
        ("crime, fantasy, not documentary", {"Crime", "Fantasy"}, {"Documentary"}),
    ],
)
def test_wishes_next_to_exclusions(line: str, asked: set[str], out: set[str]) -> None:
    assert excluded_genres(line) == out
    assert wanted_genres(line) == asked


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("not only comedies", {"Comedy"}),
        ("not just horror", {"Horror"}),
        ("can't get enough horror", {"Horror"}),
        ("cant get enough horror", {"Horror"}),
        ("nothing but westerns", {"Western"}),
        ("I wouldn't say no to a western", {"Western"}),
        ("no doubt a western", {"Western"}),
        ("why not a musical", {"Musical"}),
        ("who doesn't love a musical", {"Musical"}),
        ("no nonsense western", {"Western"}),
        ("non-stop action", {"Action"}),
        ("nonfiction", {"Documentary"}),
    ],
)
def test_false_cues_exclude_nothing(line: str, asked: set[str]) -> None:
    assert excluded_genres(line) == set()
    assert wanted_genres(line) >= asked


def test_an_excluded_mood_excludes_no_genre() -> None:
    (part,) = parse_prompt("nothing too sad", Knowledge(LEXICON, lambda _: None)).parts
    assert (part.kind, part.label) == ("not", "not: sad")
    assert dict(part.genres) == {"Drama": 0.5}


def test_a_genre_asked_for_by_name_is_never_excluded() -> None:
    reading = parse_prompt("scary but no gore", Knowledge(LEXICON, lambda _: None))
    assert [part.label for part in reading.parts] == ["scary", "not: gore"]
    assert excluded_genres("scary but no gore") == set()
    assert wanted_genres("scary but no gore") == {"Horror"}
    assert excluded_genres("horror without ghosts") == set()
    assert excluded_genres("ghosts but no horror") == {"Horror"}  # a topic does not outweigh a name


@pytest.mark.parametrize(
    ("line", "letters"),
    [
        ("funny, no horror", "w.cn"),
        ("not scary", "cn"),
        ("not only comedies", "ccw"),
        ("no war or westerns", "cnnn"),
        ("westerns, ugh", "n.c"),
        ("gore-free fun", "ncw"),
        ("", ""),
        ("!!", ".."),
        ("no", "c"),
    ],
)
def test_every_word_has_a_role(line: str, letters: str) -> None:
    assert role_letters(line) == letters


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(WORDS.split()),
        max_size=14,
    )
)
def test_any_line_is_labelled_word_by_word(words: list[str]) -> None:
    found = label_roles(words, LEXICON.cues)
    assert len(found) == len(words)
    assert [role is Role.PUNCTUATION for role in found] == [word in PUNCTUATION for word in words]


def test_the_tagger_can_overrule_the_patterns() -> None:
    words = ["no", "horror", "or", "the", "gore", ",", "fun"]
    found = [Role.CUE, Role.EXCLUDED, Role.EXCLUDED, Role.EXCLUDED, Role.EXCLUDED, Role.PUNCTUATION, Role.WISH]

    def combine(*logits: float) -> list[Role]:
        return combine_scores(words, found, logits, [Span(6, 7)], LEXICON.filler)

    assert combine(*[0.0] * 7) == found  # the tagger is undecided: the patterns decide
    assert combine(0, -4.4, 0, 0, 0, 0, 0)[1] is Role.EXCLUDED  # next to a cue the patterns add 4.5
    assert combine(0, -4.6, 0, 0, 0, 0, 0)[1] is Role.WISH
    assert combine(0, 0, 0, 0, -4.4, 0, 0)[4] is Role.EXCLUDED  # every item of a list is next to its cue
    assert combine(0, 0, 0, 0, -4.6, 0, 0)[4] is Role.WISH
    assert combine(0, 0, 0, 0, 0, 0, 0.9)[6] is Role.WISH  # without a cue they add 1 for a wish
    assert combine(0, 0, 0, 0, 0, 0, 1.1)[6] is Role.EXCLUDED
    assert combine(9, 9, 9, 9, 9, 9, 9)[0] is Role.CUE
    assert combine(9, 9, 9, 9, 9, 9, 9)[5] is Role.PUNCTUATION


def test_the_tagger_counts_more_farther_from_the_cue() -> None:
    words = ["no", "grey", "slow", "the", "long", "gore"]
    found = [Role.CUE, *[Role.EXCLUDED] * 5]

    def combine(*logits: float) -> list[Role]:
        return combine_scores(words, found, logits, [], LEXICON.filler)

    assert combine(0, 0, 0, 0, -4.4, 0)[4] is Role.EXCLUDED  # two content words between
    assert combine(0, 0, 0, 0, -4.6, 0)[4] is Role.WISH
    assert combine(0, 0, 0, 0, 0, -1.9)[5] is Role.EXCLUDED  # three: 2
    assert combine(0, 0, 0, 0, 0, -2.1)[5] is Role.WISH


def test_before_a_contrast_the_tagger_needs_more() -> None:
    words = ["drama", ",", "not", "comedy"]
    found = [Role.WISH, Role.PUNCTUATION, Role.CUE, Role.EXCLUDED]
    spans = [Span(0, 1), Span(3, 4)]
    assert combine_scores(words, found, [2.9, 0, 0, 0], spans, LEXICON.filler)[0] is Role.WISH
    assert combine_scores(words, found, [3.1, 0, 0, 0], spans, LEXICON.filler)[0] is Role.EXCLUDED


def test_in_a_line_without_any_cue_the_tagger_needs_less() -> None:
    words = ["jokes", "stay", "outside"]
    found = [Role.WISH] * 3
    assert combine_scores(words, found, [0.9, 0, 0], [Span(0, 1)], LEXICON.filler)[0] is Role.WISH
    assert combine_scores(words, found, [1.1, 0, 0], [Span(0, 1)], LEXICON.filler)[0] is Role.EXCLUDED


def test_the_tagger_alone_excludes_nothing_that_means_no_genre() -> None:
    words = ["my", "wife", ",", "a", "comedy"]
    found = [Role.WISH, Role.WISH, Role.PUNCTUATION, Role.WISH, Role.WISH]
    assert combine_scores(words, found, [0, 9, 0, 0, 0], [Span(4, 5)], LEXICON.filler) == found


def test_filler_takes_the_role_of_the_word_before() -> None:
    words = ["no", "horror", "or", "gore"]
    found = [Role.CUE, Role.EXCLUDED, Role.EXCLUDED, Role.EXCLUDED]
    assert combine_scores(words, found, [0, -9, 9, 0], [], LEXICON.filler)[2] is Role.WISH


def test_the_words_of_a_phrase_share_one_role() -> None:
    words = ["a", "haunted", "house"]
    found = [Role.WISH] * 3
    odds = [0.0, 5.0, 0.0]
    together = combine_scores(words, found, odds, [Span(1, 3)], LEXICON.filler)
    assert together[1:] == [Role.EXCLUDED] * 2  # their mean, 2.5, minus 2
    assert combine_scores(words, found, odds, [Span(1, 2)], LEXICON.filler)[1:] == [Role.EXCLUDED, Role.WISH]
