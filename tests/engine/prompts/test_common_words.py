"""Which words the encoder knows as a whole."""

from matinee.engine.prompts.text.encoder import find_encoder, load_encoder, open_tokenizer
from matinee.engine.recommender import Recommender

WORDS = ["heist", "the", "1984", "zzyzx", "moviess", "[UNK]", "##ing", "unk", "co-op", "Heist", "café", "東京", "", " "]


def test_a_word_is_common_if_it_is_one_piece(recommender: Recommender) -> None:
    folder = find_encoder(recommender.bundle.folder)
    assert folder is not None
    encoder, tokenizer = load_encoder(folder), open_tokenizer(folder / "tokenizer.json")
    for word in [*WORDS, "a" * 100, "a" * 101]:
        pieces = tokenizer.encode(word, add_special_tokens=False).ids
        assert encoder.is_common(word) == (len(pieces) == 1), word
    assert encoder.is_common("movie")
    assert not encoder.is_common("zzyzx")
