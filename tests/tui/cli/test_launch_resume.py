"""The last session that `matinee --resume` continues: the newest that this bundle can show."""

import os
from pathlib import Path

import pytest

from matinee.engine.errors import SessionError
from matinee.engine.models.profile import Answer
from matinee.engine.paths import last_sessions
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Answered
from matinee.engine.storage.last_session import LastSessionLog
from matinee.engine.storage.lock import log_path
from matinee.engine.storage.log import SessionLog
from matinee.tui.app import MatineeApp
from matinee.tui.cli.launch import Prepared, open_copy
from matinee.tui.cli.launch_options import LaunchOptions
from matinee.tui.config.config import Config
from tests.conftest import FAVOURITES
from tests.tui.driving import card_screen, drive, toasts

RESUME = LaunchOptions(resume=True)


def keep(recommender: Recommender, favourites: tuple[int, ...], model: str | None, seed: int, age: int) -> Path:
    """Keep a copy that was last changed some seconds ago."""
    folder = last_sessions()
    assert folder is not None
    before = {*folder.glob("*")}
    log = LastSessionLog(folder)
    log.start(favourites, model=model, seed=seed, bundle="some", policy=recommender.policy)
    log.append(Answered(1, Answer.LIKE))
    log.close()
    (path,) = {*folder.glob("*")} - before
    changed = path.stat().st_mtime - age
    os.utime(path, (changed, changed))
    return path


def test_without_a_last_session_the_one_saved_last_is_named(recommender: Recommender) -> None:
    prepared = Prepared(Config(), recommender)
    with pytest.raises(SessionError, match="There is no last session to resume") as failed:
        open_copy(RESUME, prepared)
    assert "--session" not in str(failed.value)
    for name in ("friday", "with anna"):
        with SessionLog.open(name) as log:
            log.start(FAVOURITES, model=None, seed=0, bundle="some", policy=recommender.policy)
    for name, age in (("friday", 60), ("with anna", 0)):
        changed = log_path(name).stat().st_mtime - age
        os.utime(log_path(name), (changed, changed))
    with pytest.raises(SessionError, match=r"no last session to resume.*`matinee --session 'with anna'` resumes the"):
        open_copy(RESUME, prepared)


@pytest.mark.parametrize(
    ("favourites", "model", "seed", "reason"),
    [
        ((99_999_999,), None, 0, "no film with the id 99999999"),
        (FAVOURITES, "no-model", 0, "no model 'no-model'"),
        (tuple(range(2, 40)), None, 0, "one to ten different films"),
        (FAVOURITES, None, -1, "seed must be"),
        ((1,), None, 0, "answered before"),
    ],
)
async def test_one_that_cannot_be_resumed_is_passed_over(
    recommender: Recommender, favourites: tuple[int, ...], model: str | None, seed: int, reason: str
) -> None:
    newest = keep(recommender, favourites, model, seed, age=0)
    prepared = Prepared(Config(), recommender)
    with pytest.raises(SessionError, match=f"{newest}: .*{reason}.*; delete that file or move it away"):
        open_copy(RESUME, prepared)
    content = newest.read_bytes()
    keep(recommender, FAVOURITES, None, 3, age=60)
    log = open_copy(RESUME, prepared)

    async def steps(_pilot: object, app: MatineeApp) -> None:
        session = card_screen(app).session
        assert session.seed == 3
        assert session.events == (Answered(1, Answer.LIKE),)
        assert any(str(newest) in note and reason in note for note in toasts(app))

    await drive(MatineeApp(recommender, log=log), steps)
    assert newest.read_bytes() == content
