"""Parses the times of ratings: seconds, milliseconds and finer units since 1970, and written dates."""

import numpy as np
import pandas as pd

TIME_LIMIT = 253_402_300_800
"""Seconds until the year 10,000. A larger number is in a finer unit: as milliseconds, it begins in 1978."""
FINER_UNITS = 3
"""Milliseconds, microseconds and nanoseconds."""
EPOCH = pd.Timestamp("1970-01-01", tz="UTC")
SLASHED = r"^\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}"
"""Dates such as 30/7/2000, whose first number is the day or the month."""


def to_seconds(times: np.ndarray) -> np.ndarray:
    """Convert times since 1970 in seconds or any finer unit to whole seconds.

    >>> to_seconds(np.array([964982703, 964982703000, 964982703000000])).tolist()
    [964982703, 964982703, 964982703]
    """
    for _ in range(FINER_UNITS):
        is_finer = times >= TIME_LIMIT
        if not is_finer.any():
            break
        times = np.where(is_finer, times // 1000, times)
    return times


def parse_iso_dates(column: "pd.Series[str]") -> np.ndarray:
    """Parse dates such as 2000-07-30 18:45:03 into seconds, (n,); a large negative number where a value is no date."""
    dates = pd.to_datetime(column, format="ISO8601", errors="coerce", utc=True).dt.tz_localize(None)
    return dates.to_numpy("datetime64[s]").astype(np.int64)


def parse_times(column: "pd.Series[str]", *, is_cut: bool = False) -> "pd.Series[float]":
    """Parse the times of ratings into seconds since 1970; NaN where a value is not a time.

    Args:
        column: the times as text.
        is_cut: whether the file ends in the last value without a newline; a date that is shorter than all others is
            then not read.
    """
    numbers = pd.to_numeric(column, errors="coerce")
    seconds = pd.Series(to_seconds(numbers.to_numpy(np.float64)), column.index)
    seconds = seconds.where(seconds > 0)
    is_date = seconds.isna() & column.str.contains("[-/:]")
    if is_cut and is_date.iloc[-1]:
        lengths = column[is_date].str.len()
        is_date.iloc[-1] = len(lengths) < 2 or bool(lengths.iloc[-1] >= lengths.iloc[:-1].min())
    if is_date.any():
        seconds[is_date] = parse_dates(column[is_date])
    return seconds.where((seconds > 0) & (seconds < TIME_LIMIT))


def parse_dates(column: "pd.Series[str]") -> "pd.Series[float]":
    """Parse written dates into seconds since 1970; NaN where a value is not a date.

    In dates such as 3/4/2000, the month comes first unless the first number exceeds 12 anywhere in the column.
    """
    first = pd.to_numeric(column.str.extract(SLASHED)[0], errors="coerce")
    dates = pd.to_datetime(column, errors="coerce", utc=True, format="mixed", dayfirst=bool((first > 12).any()))
    # a difference is independent of the time unit that pandas chose
    return (dates - EPOCH).dt.total_seconds()


def is_last_time_truncated(seconds: np.ndarray) -> bool:
    """Check whether the last time of a file without a final newline lacks digits: it is far from all others.

    The times of one data set are close together. A number of seconds that loses a digit falls to a tenth; one of
    milliseconds that loses a digit is read as seconds, and lies in the far future.
    """
    others = seconds[:-1][seconds[:-1] > 0]
    if not len(others) or seconds[-1] <= 0:
        return False
    return bool(seconds[-1] < others.min() // 4 or seconds[-1] > others.max() * 4)
