"""Warnings of libraries reach the log, not the user."""

import logging
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

from matinee.training.cli.dependency_warnings import logged_warnings
from matinee.training.cli.progress import steps, user_progress


def test_warnings_are_logged_and_not_printed(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "matinee")
    with logged_warnings():
        warnings.simplefilter("always")
        warnings.warn("matrix is singular", RuntimeWarning, stacklevel=1)
        logging.getLogger("some_library").warning("falling back to %s", "the CPU")
    assert capfd.readouterr().err == ""
    assert "RuntimeWarning: matrix is singular" in caplog.text
    assert "some_library: falling back to the CPU" in caplog.text


@pytest.mark.parametrize("context", [lambda: steps(1), user_progress])
def test_every_bar_logs_warnings(
    capfd: pytest.CaptureFixture[str], context: Callable[[], AbstractContextManager[Any]]
) -> None:
    handlers = list(logging.getLogger().handlers)
    with context():
        warnings.simplefilter("always")
        warnings.warn("matrix is singular", RuntimeWarning, stacklevel=1)
    assert "singular" not in capfd.readouterr().err
    assert logging.getLogger().handlers == handlers


def test_matinees_own_log_is_not_repeated(caplog: pytest.LogCaptureFixture) -> None:
    with logged_warnings():
        logging.getLogger("matinee.training").warning("once")
    assert [record.getMessage() for record in caplog.records] == ["once"]
