"""The log that `matinee --verbose` writes."""

import os

import click
import pytest

from matinee.cli import cli
from matinee.engine.paths import log_folder


def test_a_log_that_is_no_file_is_refused_at_once() -> None:
    log_folder().mkdir(parents=True)
    os.mkfifo(log_folder() / "matinee.log")
    with pytest.raises(click.ClickException, match=r"matinee\.log is not a regular file"):
        cli.main(["--verbose"], standalone_mode=False)
