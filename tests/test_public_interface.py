"""The public interface of the package: its names, its documented example, and an import that loads nothing else."""

import doctest
import subprocess
import sys

import pytest

import matinee
import matinee.engine.environment
from matinee.engine.recommender import Recommender
from matinee.engine.session.session import Session

RECOMMENDER = ["search", "similar", "recommend", "session", "understand", "catalogue"]
SESSION = ["next", "like", "dislike", "skip", "undo", "redo", "prompt", "clear_prompt"]


@pytest.mark.parametrize("module", [matinee, matinee.engine.environment])
def test_examples_in_docstrings_run(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted > 0
    assert result.failed == 0


def test_every_public_name_is_found() -> None:
    assert all(getattr(matinee, name).__name__ == name for name in matinee.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Card'"):
        matinee.Card  # noqa: B018 - the former name of Suggestion


def test_the_documented_methods_exist() -> None:
    assert all(hasattr(Recommender, name) for name in RECOMMENDER)
    assert all(hasattr(Session, name) for name in SESSION)


def test_importing_the_package_does_not_import_numpy() -> None:
    program = "import sys, matinee; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_session_without_a_prompt_does_not_import_what_interprets_prompts() -> None:
    program = (
        "import sys, matinee; session = matinee.load().session([318, 858]); session.next(); session.like(); "
        "sys.exit('matinee.engine.prompts.words.phrase_patterns' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
