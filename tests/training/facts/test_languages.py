"""The languages of films: corrected where the source names one that is only heard in a scene."""

import pytest

from matinee.training.facts.languages import ENGLISH_SPEAKING, FILM_LANGUAGES, LanguageCorrections, read_corrections
from matinee.training.facts.records import FilmSet, make_records
from matinee.training.facts.table import SEPARATOR, SHIPPED_TABLE, FilmRecord, read_table
from matinee.training.facts.wikidata_films import WikidataFilm, labels_by_hand, read_rows

CORRECTIONS = LanguageCorrections(
    by_film={7: ("Japanese",), 8: ("French", "Spanish")},
    english_speaking={
        "Canada": frozenset({"English", "French"}),
        "United Kingdom": frozenset({"English", "Welsh"}),
    },
)


def corrected(imdb: int, countries: str, languages: str) -> str:
    """The languages after the correction; values are separated as in the table."""
    film = FilmRecord(imdb, "A film", countries=split(countries), languages=split(languages))
    return SEPARATOR.join(CORRECTIONS.apply(film).languages)


def split(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split(SEPARATOR)))


@pytest.mark.parametrize(
    ("countries", "languages", "expected"),
    [
        ("United Kingdom", "French", "English"),  # heard in a scene
        ("United Kingdom", "Spain", "English"),
        ("United Kingdom|Canada", "Russian|German", "English"),
        ("Canada", "French", "French"),
        ("United Kingdom", "Welsh", "Welsh"),
        ("United Kingdom", "French|English", "French|English"),
        ("United Kingdom|Canada", "French", "French"),
        ("United Kingdom|Italy", "Italian", "Italian"),
        ("France", "English", "English"),  # more often true than not
        ("France", "Italian", "Italian"),
        ("United Kingdom", "", ""),
        ("", "French", "French"),
    ],
)
def test_a_language_that_no_english_speaking_country_of_the_film_speaks(
    countries: str, languages: str, expected: str
) -> None:
    assert corrected(1, countries, languages) == expected


def test_languages_by_hand_take_precedence() -> None:
    assert corrected(7, "United Kingdom", "English") == "Japanese"
    assert corrected(8, "France", "German") == "French|Spanish"


def test_films_that_were_fetched_are_corrected_too() -> None:
    film = WikidataFilm(1, "A film", 1999, "", countries=("Q145",), languages=("Q150",))
    (record,) = make_records(FilmSet((film,), {}, {}))
    assert (record.countries, record.languages) == (("United Kingdom",), ("English",))


def test_the_corrections_name_films_and_languages_of_the_table() -> None:
    table = {record.imdb: record for record in read_table(SHIPPED_TABLE)}
    languages = set(labels_by_hand().values())
    rows = read_rows(FILM_LANGUAGES)
    assert [int(row["imdb"]) for row in rows] == sorted({int(row["imdb"]) for row in rows})
    for row in rows:
        record = table[int(row["imdb"])]
        assert (row["title"], row["year"]) == (record.title, str(record.year or "")), row
        assert record.languages == split(row["languages"]), row
        assert all(name in languages or name.startswith("Q") for name in record.languages), row
    assert {row["country"] for row in read_rows(ENGLISH_SPEAKING)} <= languages


@pytest.mark.parametrize(
    ("imdb", "languages"),
    [
        (114388, "English"),  # Sense and Sensibility
        (147612, "English"),  # Happiness
        (108052, "English"),  # Schindler's List
        (499549, "English"),  # Avatar
        (55614, "English"),  # West Side Story
        (61395, "French"),  # Belle de Jour
        (114319, "English"),  # Sabrina, of 1995
        (185125, "Spanish"),  # All About My Mother
        (498380, "Japanese"),  # Letters from Iwo Jima
        (472043, "Yucatec Maya"),  # Apocalypto
        (1127715, "Spanish"),  # Sin Nombre
        (390221, "Spanish"),  # Maria Full of Grace
        (95765, "Italian"),  # Cinema Paradiso
        (110413, "English"),  # Léon
    ],
)
def test_languages_in_the_shipped_table(imdb: int, languages: str) -> None:
    film = next(record for record in read_table(SHIPPED_TABLE) if record.imdb == imdb)
    assert SEPARATOR.join(film.languages) == languages


def test_no_film_of_an_english_speaking_country_keeps_a_doubtful_language_unless_named_by_hand() -> None:
    corrections = read_corrections()
    doubtful = [record for record in read_table(SHIPPED_TABLE) if corrections.is_doubtful(record)]
    assert len(doubtful) > 50
    assert {record.imdb for record in doubtful} <= corrections.by_film.keys()
