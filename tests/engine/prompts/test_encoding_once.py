"""No text of a prompt is encoded twice, and what the lexicon says in other words is encoded in advance."""

from collections import Counter

import pytest

from matinee.engine.prompts.facts.people_names import collect_names
from matinee.engine.prompts.interpreter import PromptInterpreter
from matinee.engine.prompts.prompt import Prompt
from matinee.engine.prompts.service import PromptService
from matinee.engine.prompts.text.encoder import Encoded, Encoder, find_encoder, load_encoder
from matinee.engine.recommender import Recommender
from matinee.policy.array_types import FloatArray


class CountingEncoder(Encoder):
    """An encoder that counts the texts it is given."""

    def __init__(self, encoder: Encoder) -> None:
        self.counts: Counter[str] = Counter()
        self._encoder = encoder

    def encode_text(self, text: str) -> Encoded:
        self.counts[text] += 1
        return self._encoder.encode_text(text)

    def negation_logits(self, encoded: Encoded) -> FloatArray:
        return self._encoder.negation_logits(encoded)

    def is_common(self, word: str) -> bool:
        return self._encoder.is_common(word)

    def knows_word(self, word: str) -> bool:
        return self._encoder.knows_word(word)


@pytest.fixture
def encoder(recommender: Recommender) -> CountingEncoder:
    folder = find_encoder(recommender.bundle.folder)
    assert folder is not None
    return CountingEncoder(load_encoder(folder))


@pytest.fixture
def interpreter(recommender: Recommender, encoder: CountingEncoder) -> PromptInterpreter:
    service = PromptService(recommender.bundle, recommender.similarity, lambda *_: [])
    service.use_encoder(encoder)
    encoder.counts.clear()
    return service.interpreter()


@pytest.mark.parametrize("line", ["heist", "funny", "slow burning heist, no romance", "sad but not gory, no romance"])
def test_no_text_of_a_prompt_is_encoded_twice(
    interpreter: PromptInterpreter, encoder: CountingEncoder, line: str
) -> None:
    interpreter.understand(Prompt(line))
    assert encoder.counts[line] == 1
    assert set(encoder.counts.values()) == {1}


def test_moods_are_encoded_in_advance(interpreter: PromptInterpreter, encoder: CountingEncoder) -> None:
    for _ in interpreter.encode_moods():
        pass
    assert len(encoder.counts) > 100
    encoder.counts.clear()
    line = "something slow burning and bleak"
    interpreter.understand(Prompt(line))
    assert set(encoder.counts) == {line, "slow burning bleak"}


def test_names_are_collected_once_for_both_interpreters(recommender: Recommender, encoder: CountingEncoder) -> None:
    service = PromptService(recommender.bundle, recommender.similarity, lambda *_: [])
    service.wait_for_encoder = False
    first = service.interpreter()
    collected = collect_names.cache_info().misses
    service.use_encoder(encoder)
    second = service.interpreter()
    assert second is not first
    assert collect_names.cache_info().misses == collected
    for each in (first, second):
        assert [part.label for part in each.understand(Prompt("hitchcock")).parts] == ["by Alfred Hitchcock"]
