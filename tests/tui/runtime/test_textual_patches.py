"""The patches of Textual must be checked for every new version."""

from importlib.metadata import version

from matinee.tui.runtime.textual_patches import TEXTUAL_VERSION


def test_patches_were_checked_against_the_installed_textual() -> None:
    assert version("textual") == TEXTUAL_VERSION, "check every patch in textual_patches.py, then change TEXTUAL_VERSION"
