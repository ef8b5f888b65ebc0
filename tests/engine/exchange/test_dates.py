"""Dates in the forms that services and spreadsheets write."""

from datetime import date

import pytest

from matinee.engine.exchange.dates import detect_day_first, parse_date


@pytest.mark.parametrize(
    "text",
    [
        "2020-03-14", "2020/03/14", "2020.3.14", "20200314", "2020-03-14T10:11:00Z", "2020-03-14 10:11:12.345 UTC",
        "2020-03-14T00:00:00+02:00", "14.03.2020", "14.3.20", "14. 03. 2020", "14-03-20", "3/14/20", "3/14/2020",
        "03/14/2020 10:11 PM", "14/03/2020", "14 Mar 2020", "14-Mar-2020", "14-Mar-20", "March 14, 2020",
        "Mar 14 2020, 10:11", "Sat Mar 14 00:00:00 2020", "14 mars 2020", "14 de marzo de 2020", "14. März 2020",
        "14 maart 2020", "Saturday, 14th March 2020", "1584180000", "1584180000000",
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_form(text: str) -> None:
    assert parse_date(text) == date(2020, 3, 14)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("30-11-93", date(1993, 11, 30)),
        ("Mon Jan 16 00:00:00 2012", date(2012, 1, 16)),
        ("15 juin 2019", date(2019, 6, 15)),
        ("15 juil. 2019", date(2019, 7, 15)),
        ("1 août 2019", date(2019, 8, 1)),
        ("mardi 3 mars 2020", date(2020, 3, 3)),
        ("2019-07", date(2019, 7, 1)),
        ("2019", date(2019, 1, 1)),
        ("July 2019", date(2019, 7, 1)),
    ],
)
def test_other_days_and_dates_without_a_day(text: str, when: date) -> None:
    assert parse_date(text) == when


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "2024-02-31", "32.01.2020", "13/13/2020", "0000-00-00", "9999-01-01", "12", "1/2", "March",
        "1" * 400, "Mar " * 400,
    ],
)  # fmt: skip
def test_what_is_not_a_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "day_first", "when"),
    [
        ("10-09-20", None, date(2020, 9, 10)),
        ("10.09.2020", None, date(2020, 9, 10)),
        ("10/09/2020", None, date(2020, 10, 9)),
        ("10/09/2020", True, date(2020, 9, 10)),
        ("10-09-20", False, date(2020, 10, 9)),
        ("25/09/2020", False, date(2020, 9, 25)),
    ],
)
def test_day_and_month_are_ordered_by_the_other_dates_or_the_separator(
    text: str, day_first: bool | None, when: date
) -> None:
    assert parse_date(text, day_first=day_first) == when


@pytest.mark.parametrize(
    ("texts", "day_first"),
    [
        (["01/02/2020", "13/02/2020", "02/14/2020"], True),
        (["01/02/2020", "02/14/2020"], False),
        (["01/02/2020", "2020-02-14", ""], None),
        (["2020-14-02"], None),
        ([], None),
    ],
)
def test_the_first_date_that_is_possible_in_one_order_only_decides(texts: list[str], day_first: bool | None) -> None:
    assert detect_day_first(texts) is day_first
