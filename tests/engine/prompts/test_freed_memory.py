"""Memory is returned to the system where its C library can, and nothing fails where it cannot."""

import sys
from types import SimpleNamespace

import pytest

from matinee.engine.prompts.text import freed_memory
from matinee.engine.prompts.text.freed_memory import return_freed_memory


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The arguments that a C library's function is called with."""
    called: list[int] = []
    monkeypatch.setattr(freed_memory, "CDLL", lambda _name: SimpleNamespace(malloc_trim=called.append))
    return called


def test_memory_is_returned_on_linux_only(calls: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    return_freed_memory()
    assert calls == [0]
    for platform in ("win32", "darwin"):
        monkeypatch.setattr(sys, "platform", platform)
        return_freed_memory()
    assert calls == [0]


def test_a_c_library_without_the_function_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(freed_memory, "CDLL", lambda _name: SimpleNamespace())
    return_freed_memory()
