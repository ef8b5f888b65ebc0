"""Learning which words of a prompt are ruled out: the upper layers of the encoder, trained on marked prompts.

Sentence vectors do not tell "scary" from "not scary", but the layers below know each word in its place. The lower
layers are shared with the encoder and stay as they are; copies of the upper ones learn to tell, word by word, what
``negation_prompts.txt`` marks: "a {+crime} story, hold the {-jokes}".
"""

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from matinee.engine.prompts.encoder import Encoded

PROMPTS = Path(__file__).with_name("negation_prompts.txt")
MARKED = re.compile(r"\{([+-])([^}]*)\}")
UNMARKED = -100
HELD_OUT = 0.1
"""The share of prompts on which the reader is measured and not trained."""
EPOCHS, BATCH, RATE, DECAY, DROPOUT = 8, 16, 4e-4, 0.05, 0.2
SMOOTHING = 0.1
"""Marks are believed to all but half of this, so that the odds stay comparable with what the patterns say."""


@dataclass(frozen=True, eq=False)
class Example:
    """A marked prompt as the encoder sees it.

    Attributes:
        states: (n_pieces, 384) from the shared layers.
        labels: (n_pieces,) 1 ruled out, 0 wished for, ``UNMARKED`` elsewhere.
        spans: (first piece, behind the last, whether ruled out) of each mark.
    """

    states: np.ndarray
    labels: np.ndarray
    spans: list[tuple[int, int, bool]]


class RefusalReader(nn.Module):
    """The encoder's upper layers and one number a word piece: the log odds that it is ruled out."""

    def __init__(self, layers: Sequence[nn.Module], width: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(copy.deepcopy(list(layers)))
        self.dropout = nn.Dropout(DROPOUT)
        self.odds = nn.Linear(width, 1)

    def forward(self, states: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """(n, n_pieces) log odds, from (n, n_pieces, width) states; ``mask`` is 1 where a piece is there."""
        hidden = None if mask is None else (1.0 - mask[:, None, None, :]) * -1e9
        for layer in self.layers:
            out = layer(states, hidden)
            states = out[0] if isinstance(out, tuple) else out
        return self.odds(self.dropout(states)).squeeze(-1)


def marked_prompts(path: Path = PROMPTS) -> list[tuple[str, list[tuple[int, int, bool]]]]:
    """(prompt without its marks, [(start, end, whether ruled out)]) of every line."""
    prompts = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text, spans, last = "", [], 0
        for mark in MARKED.finditer(line):
            text += line[last : mark.start()]
            spans.append((len(text), len(text) + len(mark[2]), mark[1] == "-"))
            text, last = text + mark[2], mark.end()
        if spans:
            prompts.append((text + line[last:], spans))
    return prompts


def example(encoded: Encoded, spans: list[tuple[int, int, bool]]) -> Example:
    """A prompt's marks, carried over to the encoder's word pieces."""
    labels = np.full(len(encoded.offsets), UNMARKED)
    pieces = []
    for start, end, refused in spans:
        places = [place for place, (left, right) in enumerate(encoded.offsets) if left < end and start < right]
        if places:
            labels[places] = int(refused)
            pieces.append((places[0], places[-1] + 1, refused))
    return Example(encoded.states[0], labels, pieces)


def train_reader(
    examples: list[Example], layers: Sequence[nn.Module], seed: int
) -> tuple[RefusalReader, list[Example]]:
    """Train on all but ``HELD_OUT`` of the examples; returns the reader and those left out."""
    torch.manual_seed(seed)
    order = np.random.default_rng(seed).permutation(len(examples))
    measured = [examples[place] for place in order[: round(len(order) * HELD_OUT)]]
    trained = [examples[place] for place in order[len(measured) :]]
    reader = RefusalReader(layers, trained[0].states.shape[1])
    fit(reader, trained, np.random.default_rng(seed))
    return reader, measured


def fit(reader: RefusalReader, examples: list[Example], generator: np.random.Generator) -> None:
    """Adam with one cycle of the learning rate, on the marked word pieces alone."""
    steps = EPOCHS * -(-len(examples) // BATCH)
    optimiser = torch.optim.AdamW(reader.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=RATE, total_steps=steps, pct_start=0.1)
    reader.train()
    for _ in range(EPOCHS):
        order = generator.permutation(len(examples))
        for start in range(0, len(order), BATCH):
            states, mask, labels = padded([examples[place] for place in order[start : start + BATCH]])
            odds = reader(states, mask)
            marked = labels != UNMARKED
            believed = labels[marked] * (1.0 - SMOOTHING) + SMOOTHING / 2
            loss = nn.functional.binary_cross_entropy_with_logits(odds[marked], believed)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    reader.eval()


def padded(examples: list[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """States, mask and labels of a batch, filled up to the longest."""
    longest = max(len(one.labels) for one in examples)
    states = torch.zeros(len(examples), longest, examples[0].states.shape[1])
    mask = torch.zeros(len(examples), longest)
    labels = torch.full((len(examples), longest), UNMARKED)
    for place, one in enumerate(examples):
        count = len(one.labels)
        states[place, :count] = torch.from_numpy(one.states)
        mask[place, :count] = 1.0
        labels[place, :count] = torch.from_numpy(one.labels)
    return states, mask, labels


def accuracy(odds: list[np.ndarray], examples: list[Example]) -> dict[str, float]:
    """How many marks are told rightly, and of those ruled out, how many are found and how many rightly."""
    told = np.array(
        [
            (values[start:end].mean() > 0, refused)
            for values, one in zip(odds, examples, strict=True)
            for start, end, refused in one.spans
        ]
    )
    said, true = told[:, 0], told[:, 1]
    hits = float((said & true).sum())
    return {
        "marks": float(len(told)),
        "accuracy": float((said == true).mean()),
        "recall": hits / max(float(true.sum()), 1.0),
        "precision": hits / max(float(said.sum()), 1.0),
    }
