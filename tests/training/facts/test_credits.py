"""Directors named in the first sentences of an article."""

import pytest

from matinee.training.facts.credits import parse_directors

ZAZ = ("Jim Abrahams", "David Zucker", "Jerry Zucker")


@pytest.mark.parametrize(
    ("text", "directors"),
    [
        ("Heat is a 1995 film directed by Michael Mann, starring Al Pacino.", ("Michael Mann",)),
        ("It was written, produced and directed by Agnès Varda.", ("Agnès Varda",)),
        ("Fargo is a film directed by Joel and Ethan Coen.", ("Joel Coen", "Ethan Coen")),
        ("A film directed by Peter Farrelly and Bobby Farrelly.", ("Peter Farrelly", "Bobby Farrelly")),
        ("It was directed by Jim Abrahams, David Zucker, and Jerry Zucker.", ZAZ),
        ("It was directed by Ernst von Borsody and stars Heinz Moog.", ("Ernst von Borsody",)),
        ("It is directed by J.J. Abrams.", ("J.J. Abrams",)),
        ("Die Hard 2 was directed by Renny Harlin's friend Jan de Bont.", ("Renny Harlin",)),
        ("It was directed by veteran documentary filmmaker Frederick Wiseman.", ("Frederick Wiseman",)),
        ("It was directed by Cannes-winning Polish filmmaker Andrzej Wajda.", ("Andrzej Wajda",)),
        ("It was directed by two-time Academy Award-winner Milos Forman.", ("Milos Forman",)),
        ("It was directed by and starring Kenneth Branagh.", ("Kenneth Branagh",)),
        ("It was directed by Robert Downey, Sr. in New York.", ("Robert Downey, Sr.",)),
    ],
)
def test_directors_are_found(text: str, directors: tuple[str, ...]) -> None:
    assert parse_directors(text) == directors


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The orchestra directed the music of the time.",
        "It was directed by Walt Disney Productions.",
        "It was directed by Madonna.",
        "It was directed by the brothers of a convent.",
    ],
)
def test_what_is_not_the_full_name_of_a_person_is_left_out(text: str) -> None:
    assert parse_directors(text) == ()


def test_a_name_far_behind_the_verb_is_not_taken() -> None:
    assert parse_directors("It was directed by " + "very " * 60 + "Michael Mann.") == ()
