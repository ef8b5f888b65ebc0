"""Whatever it takes to understand prompts, loaded when it is first needed: lexicon, films' texts, sentence encoder."""

from collections.abc import Callable

from matinee.engine.bundle.bundle import Bundle
from matinee.engine.catalogue.catalogue import Movie
from matinee.engine.errors import EncoderError, MatineeError
from matinee.engine.models.film_similarity import Alike
from matinee.engine.prompts.encoder import Encoder, find_encoder, load_encoder
from matinee.engine.prompts.interpreter import Moods
from matinee.engine.prompts.lexicon import Lexicon, load_lexicon
from matinee.policy import PolicyError


class Understanding:
    """What understands prompts: with the encoder once it is loaded, before that with the lexicon alone.

    Attributes:
        patient: whether the first prompt waits for the encoder; the app answers with the lexicon until it is there.
        problem: why the lexicon alone answers; empty where it does not, or nobody has tried to load the encoder.
    """

    def __init__(self, bundle: Bundle, alike: Alike, search: Callable[[str, int], list[Movie]]) -> None:
        self.patient = True
        self.problem = ""
        self._bundle, self._alike, self._search = bundle, alike, search
        self._encoder: Encoder | None = None
        self._moods: dict[bool, Moods] = {}

    @property
    def encoded(self) -> bool:
        """Whether the encoder is loaded."""
        return self._encoder is not None

    def moods(self) -> Moods:
        """What understands prompts, as well as can be done now. Raises MatineeError for a lexicon that is damaged."""
        if self.patient and not self.encoded and not self.problem:
            self.load_encoder()
        if self.encoded not in self._moods:
            self._moods[self.encoded] = self._listening_with(self._encoder)
        return self._moods[self.encoded]

    def load_encoder(self) -> None:
        """Read the encoder and the films' texts; where that cannot be, ``problem`` says why. May run in a thread."""
        folder = find_encoder(self._bundle.folder)
        if self._alike.texts is None:
            self.problem = "This bundle has no texts of films; make one with `matinee train --text`."
        elif folder is None:
            self.problem = "The encoder is not installed; reinstall matinee or run `matinee train encoder`."
        else:
            try:
                self.listen_with(load_encoder(folder))
            except EncoderError as error:
                self.problem = str(error)

    def listen_with(self, encoder: Encoder) -> None:
        """Understand prompts with this encoder from now on."""
        moods = self._listening_with(encoder)
        moods.warm_up()
        self._moods[True] = moods
        self._encoder = encoder
        moods.learn_topics()

    def _listening_with(self, encoder: Encoder | None) -> Moods:
        return Moods(
            self._bundle.catalogue,
            lexicon(),
            self._search,
            self._alike.total,
            self._alike.space,
            None if encoder is None else self._alike.texts,  # the lexicon alone needs none, and waits for none
            encoder,
        )


def lexicon() -> Lexicon:
    """The lexicon that ships. Raises MatineeError where it is damaged."""
    try:
        return load_lexicon()
    except PolicyError as error:
        raise MatineeError(str(error)) from error
