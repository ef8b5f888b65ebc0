"""Trains the negation tagger: which words of a prompt are excluded.

Sentence vectors do not separate "scary" from "not scary", but the encoder's lower layers know each word in its
context. These layers are shared with the encoder and stay fixed; copies of the upper ones learn, word by word, the
labels of ``negation_prompts.txt``: "a {+crime} story, hold the {-jokes}".
"""

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from matinee.engine.prompts.text.encoder import Encoded

PROMPTS = Path(__file__).with_name("negation_prompts.txt")
MARKED = re.compile(r"\{([+-])([^}]*)\}")
UNMARKED = -100
HELD_OUT_SHARE = 0.1
"""Share of the prompts that measure the tagger and do not train it."""
EPOCHS, BATCH, RATE, DECAY, DROPOUT = 8, 16, 4e-4, 0.05, 0.2
SMOOTHING = 0.1
"""Label smoothing: targets are 0.05 and 0.95, which keeps the log odds comparable with those of the patterns."""


@dataclass(frozen=True, eq=False)
class Example:
    """A marked prompt in word pieces.

    Attributes:
        states: (n_pieces, 384) output of the shared layers.
        labels: (n_pieces,) 1 for excluded, 0 for wanted, ``UNMARKED`` elsewhere.
        spans: (first piece, end, is excluded) of each mark.
    """

    states: np.ndarray
    labels: np.ndarray
    spans: list[tuple[int, int, bool]]


class NegationTagger(nn.Module):
    """The encoder's upper layers, and a linear layer for the log odds that a word piece is excluded."""

    def __init__(self, layers: Sequence[nn.Module], width: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(copy.deepcopy(list(layers)))
        self.dropout = nn.Dropout(DROPOUT)
        self.odds = nn.Linear(width, 1)

    def forward(self, states: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """Compute log odds, (n, n_pieces).

        Args:
            states: (n, n_pieces, width) output of the shared layers.
            mask: (n, n_pieces) 1 for a word piece, 0 for padding; None without padding.
        """
        hidden = None if mask is None else (1.0 - mask[:, None, None, :]) * -1e9
        for layer in self.layers:
            out = layer(states, hidden)
            states = out[0] if isinstance(out, tuple) else out
        odds: torch.Tensor = self.odds(self.dropout(states))
        return odds.squeeze(-1)


def read_marked_prompts(path: Path = PROMPTS) -> list[tuple[str, list[tuple[int, int, bool]]]]:
    """Read marked prompts, one a line.

    Returns:
        The text without its marks, and (start, end, is excluded) of each mark, for every line with marks.
    """
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


def make_example(encoded: Encoded, spans: list[tuple[int, int, bool]]) -> Example:
    """Map the marks of a prompt to its word pieces.

    Args:
        encoded: the encoded prompt.
        spans: (start, end, is excluded) of each mark, in characters.
    """
    labels = np.full(len(encoded.offsets), UNMARKED)
    pieces = []
    for start, end, is_excluded in spans:
        marked = [piece for piece, (left, right) in enumerate(encoded.offsets) if left < end and start < right]
        if marked:
            labels[marked] = int(is_excluded)
            pieces.append((marked[0], marked[-1] + 1, is_excluded))
    return Example(encoded.states[0], labels, pieces)


def train_tagger(
    examples: list[Example], layers: Sequence[nn.Module], seed: int
) -> tuple[NegationTagger, list[Example]]:
    """Train a tagger on all but ``HELD_OUT_SHARE`` of the examples.

    Args:
        examples: the marked prompts.
        layers: the encoder's upper layers, which are copied.
        seed: seed of the split and of the training.

    Returns:
        The tagger and the held-out examples.
    """
    torch.manual_seed(seed)
    order = np.random.default_rng(seed).permutation(len(examples))
    held_out = [examples[index] for index in order[: round(len(order) * HELD_OUT_SHARE)]]
    training = [examples[index] for index in order[len(held_out) :]]
    tagger = NegationTagger(layers, training[0].states.shape[1])
    fit(tagger, training, np.random.default_rng(seed))
    return tagger, held_out


def fit(tagger: NegationTagger, examples: list[Example], generator: np.random.Generator) -> None:
    """Train with AdamW and a one-cycle learning rate; only marked word pieces enter the loss."""
    steps = EPOCHS * -(-len(examples) // BATCH)
    optimiser = torch.optim.AdamW(tagger.parameters(), lr=RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=RATE, total_steps=steps, pct_start=0.1)
    tagger.train()
    for _ in range(EPOCHS):
        order = generator.permutation(len(examples))
        for start in range(0, len(order), BATCH):
            states, mask, labels = pad_batch([examples[index] for index in order[start : start + BATCH]])
            odds = tagger(states, mask)
            marked = labels != UNMARKED
            targets = labels[marked] * (1.0 - SMOOTHING) + SMOOTHING / 2
            loss = nn.functional.binary_cross_entropy_with_logits(odds[marked], targets)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    tagger.eval()


def pad_batch(examples: list[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Pad examples to the longest one.

    Returns:
        states (n, n_pieces, 384), mask (n, n_pieces) and labels (n, n_pieces).
    """
    longest = max(len(one.labels) for one in examples)
    states = torch.zeros(len(examples), longest, examples[0].states.shape[1])
    mask = torch.zeros(len(examples), longest)
    labels = torch.full((len(examples), longest), UNMARKED)
    for row, one in enumerate(examples):
        count = len(one.labels)
        states[row, :count] = torch.from_numpy(one.states)
        mask[row, :count] = 1.0
        labels[row, :count] = torch.from_numpy(one.labels)
    return states, mask, labels


def measure_accuracy(odds: list[np.ndarray], examples: list[Example]) -> dict[str, float]:
    """Measure how well the marks are predicted.

    Args:
        odds: (n_pieces,) log odds of each example; the mean over a mark's word pieces decides.
        examples: the marked prompts.

    Returns:
        The number of marks, the accuracy over all of them, and recall and precision of the excluded ones.
    """
    pairs = np.array(
        [
            (values[start:end].mean() > 0, is_excluded)
            for values, one in zip(odds, examples, strict=True)
            for start, end, is_excluded in one.spans
        ]
    )
    predicted, actual = pairs[:, 0], pairs[:, 1]
    hits = float((predicted & actual).sum())
    return {
        "marks": float(len(pairs)),
        "accuracy": float((predicted == actual).mean()),
        "recall": hits / max(float(actual.sum()), 1.0),
        "precision": hits / max(float(predicted.sum()), 1.0),
    }
