"""Prompts where the encoder is damaged or not there yet, and prompts in a session."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from matinee.engine.bundle.bundle import Bundle
from matinee.engine.errors import EncoderError, SessionError
from matinee.engine.prompts.encoder import find_encoder, load_encoder
from matinee.engine.prompts.service import Understanding
from matinee.engine.recommender import Recommender
from matinee.engine.session.events import Prompt
from matinee.engine.session.session import Session
from tests.conftest import FAVOURITES


@pytest.fixture
def folder(recommender: Recommender, tmp_path: Path) -> Path:
    """A bundle's folder with an encoder that may be damaged."""
    found = find_encoder(recommender.bundle.folder)
    assert found is not None
    shutil.copytree(found, tmp_path / "encoder")
    return tmp_path


def flip_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.parametrize("name", ["model.onnx", "reader.onnx", "tokenizer.json"])
def test_a_changed_encoder_is_refused_and_the_lexicon_answers(
    recommender: Recommender, folder: Path, name: str
) -> None:
    flip_a_byte(folder / "encoder" / name)
    with pytest.raises(EncoderError, match=f"{name} has been changed since it was made; reinstall"):
        load_encoder(folder / "encoder")
    understanding = understands(recommender, replace(recommender.bundle, folder=folder))
    intent = understanding.moods().understand(Prompt("no horror, something funny"))
    assert not understanding.encoded
    assert not intent.encoded
    assert intent.avoid_genres == ("Horror",)
    assert f"{name} has been changed" in understanding.problem
    assert len(understanding.problem.splitlines()) == 1


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda encoder: (encoder / "model.onnx").unlink(), "model.onnx is missing or unreadable"),
        (lambda encoder: (encoder / "encoder.json").write_text("{"), "encoder.json cannot be read"),
        (lambda encoder: (encoder / "encoder.json").write_text("[]"), "encoder.json cannot be read"),
        (lambda encoder: (encoder / "encoder.json").write_text('{"format": 9, "files": {}}'), "is of another version"),
    ],
)
def test_an_encoder_that_is_not_whole_is_refused(
    recommender: Recommender, folder: Path, damage: Callable[[Path], None], said: str
) -> None:
    damage(folder / "encoder")
    understanding = understands(recommender, replace(recommender.bundle, folder=folder))
    assert understanding.moods().understand(Prompt("sad")).genre_weights
    assert said in understanding.problem


def test_a_bundle_without_texts_answers_with_the_lexicon(recommender: Recommender) -> None:
    bundle = replace(recommender.bundle, read_texts=lambda: None)
    without = Recommender(bundle, recommender.policy)
    assert not without.understand("no horror").encoded
    assert without.understanding.problem.startswith("This bundle has no texts of films")
    assert len(without.recommend(FAVOURITES, prompt="something funny, no romance")) == 10


def test_nobody_waits_for_the_encoder_who_does_not_want_to(recommender: Recommender) -> None:
    understanding = understands(recommender, recommender.bundle)
    understanding.patient = False
    assert not understanding.moods().understand(Prompt("sad")).encoded
    assert understanding.problem == ""
    understanding.load_encoder()
    assert understanding.moods().understand(Prompt("sad")).encoded


def understands(recommender: Recommender, bundle: Bundle) -> Understanding:
    return Understanding(bundle, recommender.alike, lambda *_: [])


def test_without_a_prompt_the_ranking_is_what_it_was(session: Session) -> None:
    before, card = session.ranking(), session.next()
    assert not [name for name in before.explain(0) if name.startswith("intent")]
    session.prompt("no horror, something funny")
    asked = session.ranking()
    assert asked.scores.tolist() != before.scores.tolist()
    assert {"intent_text", "intent_genre"} <= set(asked.explain(0))
    assert session.next() != card
    session.clear_prompt()
    assert session.intent is None
    assert session.ranking().scores.tolist() == before.scores.tolist()
    assert session.next() == card


def test_a_session_follows_the_chips(session: Session, recommender: Recommender) -> None:
    session.prompt("90s heist, no comedy")
    whole = session.ranking().scores.tolist()
    card = session.next()
    assert card is not None
    assert card.movie.year is not None
    assert 1990 <= card.movie.year <= 1999
    assert "Comedy" not in card.movie.genres
    assert sum(card.terms.values()) == pytest.approx(card.score)
    session.switch_part("1990–1999")
    assert session.ranking().scores.tolist() != whole
    session.switch_part("1990–1999")
    assert session.ranking().scores.tolist() == whole
    with pytest.raises(SessionError, match="The prompt has no part 'nonsense'"):
        session.switch_part("nonsense")
    session.undo()
    session.undo()
    assert session.ranking().scores.tolist() == whole
    twin = recommender.session(FAVOURITES, history=session.history)
    assert twin.ranking().scores.tolist() == whole


def test_a_prompt_is_heard_more_the_less_taste_counts(recommender: Recommender) -> None:
    shares = []
    for taste in (0.0, 1.0):
        policy = replace(recommender.policy, intent_taste_share=taste)
        session = Recommender(recommender.bundle, policy).session(FAVOURITES)
        plain = session.ranking()
        session.prompt("romantic")
        asked = session.ranking()
        if taste:
            assert asked.products["embedding"].tolist() == plain.products["embedding"].tolist()
        else:
            assert "embedding" not in asked.products
        shares.append(recommender.catalogue.genres[asked.top(50), recommender.catalogue.genre("romance")].mean())
    assert shares[0] > shares[1]
