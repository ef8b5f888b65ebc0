"""Documents and docstrings refer only to files, names and sources that exist."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

BINARY = {".npy", ".onnx", ".svg", ".gz"}
MISSING_DOCUMENTS = re.compile(
    r"\b(?:measures|spec|names|design|prose|screens|habits)\.md"
    r"|\b(?:spec|measures) §|\bsource 00[0-4]\b|\.\./shared/docs",
    re.IGNORECASE,
)
"""Working papers that are not in the repository."""
KEY = re.compile(r"\[((?:van der )?[A-ZÀ-Þ][\w-]* (?:19|20)\d\d|S\d)\]")
"""A key of docs/references.md, such as the first column there."""
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH_IN_BACKTICKS = re.compile(r"`([\w.-]+(?:/[\w.-]+)*\.(?:py|yaml|md|toml|tsv|txt))`")
USER_FILES = {"config.yaml", "training.yaml"}
"""Files of the user and of bundles, which documents name without a folder."""
MAX_WIDTH = 100


@cache
def tracked_files() -> tuple[Path, ...]:
    """All text files that git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    paths = (ROOT / name for name in sorted(set(listed.stdout.split("\0"))) if name)
    return tuple(path for path in paths if path.is_file() and path.suffix not in BINARY)


def documents() -> list[Path]:
    return [path for path in tracked_files() if path.suffix == ".md"]


def numbered_lines(path: Path) -> Iterator[tuple[str, str]]:
    """Each line of a file, with the place to name in a message."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        yield f"{path.relative_to(ROOT)}:{number}", line


def prose_lines(path: Path) -> Iterator[tuple[str, str]]:
    """The lines outside of code blocks."""
    inside = False
    for place, line in numbered_lines(path):
        if line.lstrip().startswith("```"):
            inside = not inside
        elif not inside:
            yield place, line


def exists(name: str, near: Path) -> bool:
    """Whether a path exists from the root, beside the document, or, for a bare name, anywhere in the repository."""
    if (ROOT / name).exists() or (near.parent / name).exists() or name in USER_FILES:
        return True
    return "/" not in name and any(path.name == name for path in tracked_files())


def test_no_reference_to_documents_outside_the_repository() -> None:
    assert [
        f"{place}: {line.strip()}"
        for path in tracked_files()
        if path != Path(__file__)
        for place, line in numbered_lines(path)
        if MISSING_DOCUMENTS.search(line)
    ] == []


def test_links_lead_to_files() -> None:
    links = [
        (path, place, link) for path in documents() for place, line in prose_lines(path) for link in LINK.findall(line)
    ]
    assert links
    assert [
        f"{place}: {link}"
        for path, place, link in links
        if "://" not in link and not (path.parent / link.partition("#")[0]).exists()
    ] == []


def test_paths_in_backticks_exist() -> None:
    assert [
        f"{place}: {name}"
        for path in documents()
        for place, line in prose_lines(path)
        for name in PATH_IN_BACKTICKS.findall(line)
        if not exists(name, path)
    ] == []


def test_keys_are_defined_in_the_references() -> None:
    references = (ROOT / "docs/references.md").read_text(encoding="utf-8")
    defined = set(re.findall(r"^\| \[([^\]]+)\] \|", references, re.MULTILINE))
    assert {"Steck 2020", "S4"} <= defined
    assert [
        f"{place}: [{key}]"
        for path in tracked_files()
        if path.suffix in {".py", ".md", ".yaml"}
        for place, line in numbered_lines(path)
        for key in KEY.findall(line)
        if key not in defined
    ] == []


def test_lines_of_documents_are_wrapped() -> None:
    assert [
        f"{place}: {len(line)} characters"
        for path in documents()
        for place, line in prose_lines(path)
        if len(line) > MAX_WIDTH and not line.lstrip().startswith("|") and "](" not in line
    ] == []


def test_names_of_the_glossary_are_in_the_files_beside_them() -> None:
    rows = [
        (place, line.rsplit(" | ", 1)[-1])
        for place, line in prose_lines(ROOT / "docs/glossary.md")
        if line.startswith("| ") and "`" in line.rsplit(" | ", 1)[-1]
    ]
    assert len(rows) > 50
    for place, where in rows:
        for part in where.split("; "):
            file, *names = re.findall(r"`([^`]+)`", part)
            text = (ROOT / file).read_text(encoding="utf-8")
            assert [name for name in names if not re.search(rf"\b{name}\b", text)] == [], place
