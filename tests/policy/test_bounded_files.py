"""Files that may be anything are read without waiting and without end."""

import os
from pathlib import Path

import pytest

from matinee.policy.bounded_files import open_regular, read_bounded


def test_a_file_up_to_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    assert read_bounded(path, 5) == b"12345"
    with pytest.raises(OSError, match="it is larger than 4 bytes"):
        read_bounded(path, 4)
    with open_regular(path) as stream:
        assert stream.read() == b"12345"


def test_only_regular_files_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/zero")
    for path in (tmp_path / "pipe", tmp_path / "link", tmp_path):
        with pytest.raises(OSError, match="it is not a regular file"):
            read_bounded(path, 1_000)
    (tmp_path / "file").write_bytes(b"content")
    (tmp_path / "link to a file").symlink_to(tmp_path / "file")
    assert read_bounded(tmp_path / "link to a file", 100) == b"content"


def test_a_missing_file_stays_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_bounded(tmp_path / "absent", 100)
