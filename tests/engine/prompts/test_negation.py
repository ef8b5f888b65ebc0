"""What is ruled out and what is not, by the patterns of the lexicon alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matinee.engine.prompts.lexicon import load_lexicon
from matinee.engine.prompts.negation import Role, Span, listened, roles
from matinee.engine.prompts.normalization import PUNCTUATION, tokens
from matinee.engine.prompts.parser import read_prompt

LEXICON = load_lexicon()
WORDS = (
    "no not nothing without but or nor and , . ! horror scary funny war free non anti ugh i want just a the need apply "
    "is off table can get enough only keep out too please never again anything except less than"
)
LETTERS = {Role.WISH: "w", Role.RULED_OUT: "n", Role.CUE: "c", Role.MARK: "."}


def ruled_out(line: str) -> set[str]:
    """Genres that must not be."""
    reading = read_prompt(line, LEXICON, lambda _: None)
    return {genre for part in reading.parts if part.kind == "not" for genre, much in part.genres.items() if much >= 1}


def wished(line: str) -> set[str]:
    """Genres asked for by name or topic."""
    reading = read_prompt(line, LEXICON, lambda _: None)
    return {genre for part in reading.parts if part.kind == "wish" for genre in part.named + part.topical}


def marked(line: str) -> str:
    """The roles of a line's words, a letter each: wish, not, cue, mark."""
    return "".join(LETTERS[role] for role in roles(tokens(line), LEXICON.cues))


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
        ("no heists", {"Crime"}),  # which are usually thrillers; that is not ruled out
    ],
)
def test_what_is_ruled_out(line: str, genres: set[str]) -> None:
    assert ruled_out(line) == genres
    assert not wished(line)


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
def test_a_wish_beside_it_stays_a_wish(line: str, asked: set[str], out: set[str]) -> None:
    assert ruled_out(line) == out
    assert wished(line) == asked


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
def test_what_only_looks_like_it_rules_nothing_out(line: str, asked: set[str]) -> None:
    assert ruled_out(line) == set()
    assert wished(line) >= asked


def test_a_mood_ruled_out_bans_no_genre() -> None:
    (part,) = read_prompt("nothing too sad", LEXICON, lambda _: None).parts
    assert (part.kind, part.label) == ("not", "not: sad")
    assert dict(part.genres) == {"Drama": 0.5}


def test_a_genre_asked_for_by_name_is_never_ruled_out() -> None:
    reading = read_prompt("scary but no gore", LEXICON, lambda _: None)
    assert [part.label for part in reading.parts] == ["scary", "not: gore"]
    assert ruled_out("scary but no gore") == set()
    assert wished("scary but no gore") == {"Horror"}
    assert ruled_out("horror without ghosts") == set()
    assert ruled_out("ghosts but no horror") == {"Horror"}  # a topic does not outweigh the name


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
def test_every_word_has_its_role(line: str, letters: str) -> None:
    assert marked(line) == letters


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(WORDS.split()),
        max_size=14,
    )
)
def test_any_line_gives_every_word_one_role(words: list[str]) -> None:
    found = roles(words, LEXICON.cues)
    assert len(found) == len(words)
    assert [role is Role.MARK for role in found] == [word in PUNCTUATION for word in words]


def test_the_reader_of_refusals_has_a_say() -> None:
    words = ["no", "horror", "or", "the", "gore", ",", "fun"]
    found = [Role.CUE, Role.RULED_OUT, Role.RULED_OUT, Role.RULED_OUT, Role.RULED_OUT, Role.MARK, Role.WISH]

    def heard(*odds: float) -> list[Role]:
        return listened(words, found, odds, [], LEXICON.filler)

    assert heard(*[0.0] * 7) == found  # the reader says nothing: the patterns decide
    assert heard(0, -4.4, 0, 0, 0, 0, 0)[1] is Role.RULED_OUT  # beside the cue they say 4.5
    assert heard(0, -4.6, 0, 0, 0, 0, 0)[1] is Role.WISH
    assert heard(0, 0, 0, 0, -4.4, 0, 0)[4] is Role.RULED_OUT  # each item of a list is beside it
    assert heard(0, 0, 0, 0, -4.6, 0, 0)[4] is Role.WISH
    assert heard(0, 0, 0, 0, 0, 0, 0.9)[6] is Role.WISH  # where they say nothing, 1 for a wish
    assert heard(0, 0, 0, 0, 0, 0, 1.1)[6] is Role.RULED_OUT
    assert heard(9, 9, 9, 9, 9, 9, 9)[0] is Role.CUE
    assert heard(9, 9, 9, 9, 9, 9, 9)[5] is Role.MARK


def test_the_reader_has_more_of_a_say_farther_from_the_cue() -> None:
    words = ["no", "grey", "slow", "the", "long", "gore"]
    found = [Role.CUE, *[Role.RULED_OUT] * 5]

    def heard(*odds: float) -> list[Role]:
        return listened(words, found, odds, [], LEXICON.filler)

    assert heard(0, 0, 0, 0, -4.4, 0)[4] is Role.RULED_OUT  # two words between; filler does not count
    assert heard(0, 0, 0, 0, -4.6, 0)[4] is Role.WISH
    assert heard(0, 0, 0, 0, 0, -1.4)[5] is Role.RULED_OUT  # three words between: 1.5
    assert heard(0, 0, 0, 0, 0, -1.6)[5] is Role.WISH


def test_a_wish_beside_what_only_looks_like_a_cue_is_surer() -> None:
    words = ["not", "only", "comedy"]
    found = [Role.CUE, Role.CUE, Role.WISH]
    assert listened(words, found, [0, 0, 1.4], [], LEXICON.filler)[2] is Role.WISH  # 1.5 where elsewhere it is 1
    assert listened(words, found, [0, 0, 1.6], [], LEXICON.filler)[2] is Role.RULED_OUT


def test_filler_goes_with_the_word_before_it() -> None:
    words = ["no", "horror", "or", "gore"]
    found = [Role.CUE, Role.RULED_OUT, Role.RULED_OUT, Role.RULED_OUT]
    assert listened(words, found, [0, -9, 9, 0], [], LEXICON.filler)[2] is Role.WISH


def test_words_that_mean_something_together_go_one_way() -> None:
    words = ["a", "haunted", "house"]
    found = [Role.WISH] * 3
    odds = [0.0, 5.0, -2.0]
    together = listened(words, found, odds, [Span(1, 3)], LEXICON.filler)
    assert together[1:] == [Role.RULED_OUT] * 2  # their mean, 1.5, less 1
    assert listened(words, found, odds, [], LEXICON.filler)[1:] == [Role.RULED_OUT, Role.WISH]
