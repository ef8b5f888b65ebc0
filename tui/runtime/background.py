"""Reading the bundle behind the picker and the reader of moods behind the card, without the keys noticing."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

from textual.message import Message

from matinee.tui.messages import CatalogueFailed, CatalogueRead, ListeningDone

if TYPE_CHECKING:
    from matinee.engine.prompts.service import Understanding

SWITCH_OFTEN = 0.0005
"""Seconds the loading thread may hold the interpreter while keys wait; Python's own 5 ms make typing stutter."""
FIRST_LINE = "something warm, nothing with qwerty in it"
"""Understood before anybody asks, so that the first mood is as quick as the others."""


def start_reading(model: str | None, post: Callable[[Message], object]) -> None:
    """Read the bundle that is found; ``post`` gets a CatalogueRead or a CatalogueFailed.

    The thread is a daemon: quitting must not wait for it, as it would for a Textual worker.
    """
    Thread(target=read_bundle, args=(model, post), daemon=True).start()


def read_bundle(model: str | None, post: Callable[[Message], object]) -> None:
    """Import the engine, open the bundle, build the title index."""
    try:
        with giving_way():
            from matinee import load

            recommender = load()
            recommender.model(model)
            recommender.prepare()
    except Exception as error:  # noqa: BLE001 - handed to the app, which says it or fails with it
        post(CatalogueFailed(error))
    else:
        post(CatalogueRead(recommender))


def start_listening(understanding: "Understanding", post: Callable[[Message], object]) -> None:
    """Load what understands moods; until it is there the lexicon alone answers. ``post`` gets a ListeningDone."""
    understanding.patient = False
    Thread(target=listen, args=(understanding, post), daemon=True).start()


def listen(understanding: "Understanding", post: Callable[[Message], object]) -> None:
    """Warm the lexicon, which answers first, then the encoder."""
    try:
        with giving_way():
            from matinee.engine.session.events import Prompt

            understanding.moods().understand(Prompt(FIRST_LINE))
            understanding.load_encoder()
            understanding.moods().understand(Prompt(FIRST_LINE))
    except Exception as error:  # noqa: BLE001 - an evening goes on without it, and is told why
        understanding.problem = f"Moods are understood less well: {error}"
    post(ListeningDone())


@contextmanager
def giving_way() -> Iterator[None]:
    """Let the other threads in often, and do not stop them to look for garbage: what is read here stays.

    The collector alone held the keys up for 25 to 35 ms.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_OFTEN)
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        sys.setswitchinterval(usual)
