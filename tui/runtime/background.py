"""Loads the bundle and the sentence encoder in threads, without delaying key presses."""

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Lock, Thread
from threading import enumerate as enumerate_threads
from typing import TYPE_CHECKING

from textual.message import Message

from matinee.tui.messages import CatalogueFailed, CatalogueLoaded, EncoderLoaded
from matinee.tui.title_lines import resolve_favourites

if TYPE_CHECKING:
    from matinee.engine.prompts.service import PromptService
    from matinee.engine.recommender import Recommender

SWITCH_INTERVAL = 0.0005
"""Seconds a loading thread may hold the interpreter; with Python's default of 5 ms typing stutters."""
LOADING, ENDING = Lock(), Event()
LOADER = "matinee loads"
"""Name of every thread that loads."""
SEARCH_DELAY = 1.0
"""Seconds after the first film until searches are prepared, so that a prompt that is opened sooner need not wait for
them; and after the catalogue until what prompts need is imported, which would delay the first letters."""
WARM_UP_PROMPT = "something warm, nothing with qwerty in it"
"""Interpreted once the encoder is loaded, so that the first exclusion is as fast as the next ones."""


def start_loader(load: Callable[..., None], *arguments: object) -> None:
    """Load something in a thread; a daemon, because the end of the app would wait for any other."""
    Thread(target=load, args=arguments, daemon=True, name=LOADER).start()


def stop_loading() -> None:
    """Keep threads that load from beginning anything new."""
    ENDING.set()


def is_loading() -> bool:
    """Whether a thread is still loading.

    When Python ends, it stops threads wherever they are; in a library written in C++ or Rust, such as onnxruntime,
    that aborts the whole process. It must then end without that.
    """
    return any(thread.name == LOADER for thread in enumerate_threads())


def start_catalogue_load(
    model: str | None,
    titles: Sequence[str],
    searches: bool,
    post: Callable[[Message], object],
    bundle: Path | None = None,
) -> None:
    """Load a bundle in a thread.

    Args:
        model: name of the model to load; None for the default.
        titles: favourites to look up.
        searches: whether to prepare searches too; otherwise ``start_warm_up`` does, once the first film is on screen.
        post: called with a CatalogueLoaded or a CatalogueFailed.
        bundle: its folder; None for the one that Matinee finds.
    """
    start_loader(load_catalogue, model, titles, searches, post, bundle)


def load_catalogue(
    model: str | None,
    titles: Sequence[str],
    searches: bool,
    post: Callable[[Message], object],
    bundle: Path | None = None,
) -> None:
    """Import the engine, open the bundle and look up the favourites; then post the outcome."""
    try:
        with yield_to_ui():
            from matinee import load

            recommender = load(bundle)
            recommender.model(model)
            favourites = resolve_favourites(recommender, titles)
            if searches:
                recommender.warm_up()
    except Exception as error:  # noqa: BLE001 - the app reports or raises it
        post_while_running(post, CatalogueFailed(error))
    else:
        post_while_running(post, CatalogueLoaded(recommender, favourites))
        if searches and not ENDING.wait(SEARCH_DELAY):
            warm_up(recommender)


def start_warm_up(recommender: "Recommender") -> None:
    """Prepare searches and prompts in a thread, once a film is on screen and nobody waits for them."""
    start_loader(warm_up, recommender)


def warm_up(recommender: "Recommender") -> None:
    """Import what interprets prompts; build the search indexes a moment later, unless they are built."""
    with yield_to_ui(), suppress(Exception):  # a damaged file is reported when it is needed
        import matinee.engine.prompts.interpreter  # noqa: F401
    if not ENDING.wait(SEARCH_DELAY):
        with yield_to_ui(), suppress(Exception):
            recommender.warm_up()


def start_encoder_load(prompts: "PromptService", post: Callable[[Message], object]) -> None:
    """Load the sentence encoder in a thread; until it is loaded, prompts are interpreted with the lexicon alone.

    Args:
        prompts: what interprets prompts.
        post: called with an EncoderLoaded.
    """
    prompts.wait_for_encoder = False
    start_loader(load_encoder, prompts, post)


def load_encoder(prompts: "PromptService", post: Callable[[Message], object]) -> None:
    """Load the lexicon, which is used first, and then the encoder; say so, and warm up what few prompts need."""
    try:
        with yield_to_ui():
            from matinee.engine.prompts.prompt import Prompt

            prompts.load_encoder()
            post_while_running(post, EncoderLoaded())
            prompts.interpreter().understand(Prompt(WARM_UP_PROMPT))
        for _ in prompts.interpreter().encode_moods():
            if ENDING.is_set():
                break
    except Exception as error:  # noqa: BLE001 - the session continues without it, and the user is told why
        prompts.problem = f"Prompts are matched by keywords only: {error}"
        post_while_running(post, EncoderLoaded())


def post_while_running(post: Callable[[Message], object], message: Message) -> None:
    """Post a message from a thread, unless the app has ended."""
    with suppress(RuntimeError):  # its event loop is closed
        post(message)


@contextmanager
def yield_to_ui() -> Iterator[None]:
    """Let other threads run often and suspend garbage collection, which alone delayed keys by 25 to 35 ms.

    What is loaded here stays in memory, so it is excluded from later collections. One thread loads at a time.
    """
    with LOADING:
        previous = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_INTERVAL)
        gc.disable()
        try:
            yield
        finally:
            gc.freeze()
            gc.enable()
            sys.setswitchinterval(previous)
