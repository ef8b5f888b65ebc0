"""Prompts with a damaged or missing encoder, and prompts in a session."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from matinee.engine.bundle.bundle import Bundle
from matinee.engine.errors import EncoderError, SessionError
from matinee.engine.prompts.prompt import Prompt
from matinee.engine.prompts.service import PromptService
from matinee.engine.prompts.text.encoder import Encoder, find_encoder, load_encoder
from matinee.engine.recommender import Recommender
from matinee.engine.session.session import Session
from tests.conftest import FAVOURITES


@pytest.fixture
def folder(recommender: Recommender, tmp_path: Path) -> Path:
    """A bundle folder with a copy of the encoder that a test may damage."""
    found = find_encoder(recommender.bundle.folder)
    assert found is not None
    shutil.copytree(found, tmp_path / "encoder")
    return tmp_path


def flip_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.parametrize("name", ["model.onnx", "reader.onnx", "tokenizer.json"])
def test_a_modified_encoder_is_rejected_and_the_lexicon_is_used(
    recommender: Recommender, folder: Path, name: str
) -> None:
    flip_a_byte(folder / "encoder" / name)
    with pytest.raises(EncoderError, match=f"{name} has been modified; reinstall"):
        load_encoder(folder / "encoder")
    service = make_service(recommender, replace(recommender.bundle, folder=folder))
    intent = service.interpreter().understand(Prompt("no horror, something funny"))
    assert not service.has_encoder
    assert not intent.uses_encoder
    assert intent.avoid_genres == ("Horror",)
    assert f"{name} has been modified" in service.problem
    assert len(service.problem.splitlines()) == 1


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda encoder: (encoder / "model.onnx").unlink(), "model.onnx is missing or unreadable"),
        (lambda encoder: (encoder / "encoder.json").write_text("{"), "encoder.json cannot be read"),
        (lambda encoder: (encoder / "encoder.json").write_text("[]"), "encoder.json cannot be read"),
        (lambda encoder: (encoder / "encoder.json").write_text('{"format": 9, "files": {}}'), "is of another version"),
    ],
)
def test_an_incomplete_encoder_is_rejected(
    recommender: Recommender, folder: Path, damage: Callable[[Path], None], message: str
) -> None:
    damage(folder / "encoder")
    service = make_service(recommender, replace(recommender.bundle, folder=folder))
    assert service.interpreter().understand(Prompt("sad")).genre_weights
    assert message in service.problem


def test_the_lexicon_can_be_used_while_the_encoder_is_read(
    recommender: Recommender, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = make_service(recommender, recommender.bundle)
    service.wait_for_encoder = False
    early: list[bool] = []

    def read(folder: Path) -> Encoder:
        early.append(service.interpreter().understand(Prompt("sad")).uses_encoder)
        return load_encoder(folder)

    monkeypatch.setattr("matinee.engine.prompts.service.load_encoder", read)
    service.load_encoder()
    assert early == [False]
    assert service.interpreter().understand(Prompt("sad")).uses_encoder


def test_a_bundle_without_texts_uses_the_lexicon(recommender: Recommender) -> None:
    bundle = replace(recommender.bundle, read_texts=lambda: None)
    without = Recommender(bundle, recommender.policy)
    assert not without.understand("no horror").uses_encoder
    assert without.prompts.problem.startswith("This bundle has no film texts")
    assert len(without.recommend(FAVOURITES, prompt="something funny, no romance")) == 10


def test_prompts_need_not_wait_for_the_encoder(recommender: Recommender) -> None:
    service = make_service(recommender, recommender.bundle)
    service.wait_for_encoder = False
    assert not service.interpreter().understand(Prompt("sad")).uses_encoder
    assert service.problem == ""
    service.load_encoder()
    assert service.interpreter().understand(Prompt("sad")).uses_encoder


def make_service(recommender: Recommender, bundle: Bundle) -> PromptService:
    return PromptService(bundle, recommender.similarity, lambda *_: [])


def test_clearing_the_prompt_restores_the_ranking(session: Session) -> None:
    before, card = session.ranking(), session.next()
    assert not [name for name in before.explain(0) if name.startswith("prompt")]
    session.prompt("no horror, something funny")
    asked = session.ranking()
    assert asked.scores.tolist() != before.scores.tolist()
    assert {"prompt_text", "prompt_genre"} <= set(asked.explain(0))
    assert session.next() != card
    session.clear_prompt()
    assert session.intent is None
    assert session.ranking().scores.tolist() == before.scores.tolist()
    assert session.next() == card


def test_a_session_follows_the_parts_of_its_prompt(session: Session, recommender: Recommender) -> None:
    session.prompt("90s heist, no comedy")
    whole = session.ranking().scores.tolist()
    card = session.next()
    assert card is not None
    assert card.movie.year is not None
    assert 1990 <= card.movie.year <= 1999
    assert "Comedy" not in card.movie.genres
    assert sum(card.terms.values()) == pytest.approx(card.score)
    session.toggle_part("1990–1999")
    assert session.ranking().scores.tolist() != whole
    session.toggle_part("1990–1999")
    assert session.ranking().scores.tolist() == whole
    with pytest.raises(SessionError, match="The prompt has no part 'nonsense'"):
        session.toggle_part("nonsense")
    session.undo()
    session.undo()
    assert session.ranking().scores.tolist() == whole
    twin = recommender.session(FAVOURITES, history=session.history)
    assert twin.ranking().scores.tolist() == whole


def test_a_lower_taste_share_gives_the_prompt_more_weight(recommender: Recommender) -> None:
    shares = []
    for taste in (0.0, 1.0):
        policy = replace(recommender.policy, prompt_taste_share=taste)
        session = Recommender(recommender.bundle, policy).session(FAVOURITES)
        plain = session.ranking()
        session.prompt("romantic")
        asked = session.ranking()
        if taste:
            assert np.corrcoef(asked.contributions["model"], plain.contributions["model"])[0, 1] > 0.999
        else:
            assert "model" not in asked.contributions
        shares.append(recommender.catalogue.genres[asked.top(50), recommender.catalogue.genre("romance")].mean())
    assert shares[0] > shares[1]
