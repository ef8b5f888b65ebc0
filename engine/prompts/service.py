"""Loads what interpreting prompts needs when it is first needed: lexicon, film texts, sentence encoder."""

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from matinee.engine.bundle.bundle import Bundle
from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.errors import EncoderError, MatineeError
from matinee.engine.models.similarity import FilmSimilarity
from matinee.engine.prompts.text.encoder import Encoder, find_encoder, load_encoder
from matinee.engine.prompts.text.freed_memory import return_freed_memory
from matinee.policy import PolicyError

if TYPE_CHECKING:
    from matinee.engine.prompts.interpreter import PromptInterpreter
    from matinee.engine.prompts.words.lexicon import Lexicon


class PromptService:
    """Provides an interpreter of prompts: with the encoder once it is loaded, with the lexicon alone before that.

    Attributes:
        wait_for_encoder: whether the first prompt waits for the encoder; the app sets this to False and loads it in the
            background.
        problem: why only the lexicon is used; empty if the encoder works, or if it has not been loaded yet.
    """

    def __init__(
        self,
        bundle: Bundle,
        similarity: FilmSimilarity,
        search: Callable[[str, int], list[Movie]],
        today: int | None = None,
    ) -> None:
        """Store what interpreters are made from.

        Args:
            bundle: the films and their facts.
            similarity: compares films.
            search: finds films by title.
            today: the current year; None for the last of the catalogue.
        """
        self.wait_for_encoder = True
        self.problem = ""
        self._bundle, self._similarity, self._search, self._today = bundle, similarity, search, today
        self._encoder: Encoder | None = None
        self._interpreters: dict[bool, PromptInterpreter] = {}
        self._making = Lock()

    @property
    def has_encoder(self) -> bool:
        """Whether the encoder is loaded."""
        return self._encoder is not None

    @property
    def is_ready(self) -> bool:
        """Whether prompts can be interpreted at once, at least with the lexicon alone."""
        return bool(self._interpreters)

    def interpreter(self) -> "PromptInterpreter":
        """The best interpreter that is available now. Raises MatineeError if the lexicon is damaged."""
        if self.wait_for_encoder and not self.has_encoder and not self.problem:
            self.load_encoder()
        return self._available_interpreter()

    def load_encoder(self) -> None:
        """Load the encoder and the film texts; if that fails, ``problem`` says why. Can run in a thread.

        Its files are read in a thread of their own, which rarely holds the interpreter, while words and names are
        collected for the lexicon.

        Raises:
            MatineeError: the lexicon or the film texts are damaged.
        """
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(1) as threads:
            reading = threads.submit(self._read_encoder)
            self._available_interpreter()
            try:
                encoder = reading.result()
                return_freed_memory()
                self.use_encoder(encoder)
            except EncoderError as error:
                self.problem = str(error)
        return_freed_memory()

    def use_encoder(self, encoder: Encoder) -> None:
        """Interpret prompts with this encoder from now on."""
        interpreter = self._make_interpreter(encoder)
        with self._making:
            self._interpreters = {True: interpreter}
            self._encoder = encoder

    def _read_encoder(self) -> Encoder:
        """Read the encoder and the film texts. Raises EncoderError if there are none, and BundleError."""
        folder = find_encoder(self._bundle.folder)
        if self._similarity.texts is None:
            raise EncoderError("This bundle has no film texts; make one with `matinee train --text`.")
        if folder is None:
            raise EncoderError("The encoder is not installed; reinstall matinee or run `matinee train encoder`.")
        return load_encoder(folder)

    def _available_interpreter(self) -> "PromptInterpreter":
        with self._making:  # the first prompt may come while the thread that loads the encoder makes the same
            if self.has_encoder not in self._interpreters:
                self._interpreters[self.has_encoder] = self._make_interpreter(self._encoder)
            return self._interpreters[self.has_encoder]

    def _make_interpreter(self, encoder: Encoder | None) -> "PromptInterpreter":
        from matinee.engine.prompts.interpreter import PromptInterpreter  # compiles many patterns, which takes time

        interpreter = PromptInterpreter(
            self._bundle.catalogue,
            shipped_lexicon(),
            self._search,
            self._similarity,
            encoder,
            self._similarity.read_facts(),
            self._today,
        )
        interpreter.warm_up()
        return interpreter


def shipped_lexicon() -> "Lexicon":
    """Load the words that are part of the package, of all languages. Raises MatineeError if a file is damaged."""
    from matinee.engine.prompts.words.foreign_words import load_foreign_words
    from matinee.engine.prompts.words.lexicon import load_lexicon

    try:
        load_foreign_words()
        return load_lexicon()
    except PolicyError as error:
        raise MatineeError(str(error)) from error
