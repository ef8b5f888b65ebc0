"""NeuMF (He et al. 2017) with a genre projection and an optional intent tower (source 000).

A user's embedding is not looked up but pooled from the films they spoke of, so that whoever comes is folded in by a
sum. Each step hides a random part of every user's likes and asks for it, as a session does.
"""

from dataclasses import asdict

import numpy as np
import torch
from torch import nn

from matinee.engine.models.neural import AnswerScale, IntentTower, Network
from matinee.training.config.config import NeumfConfig
from matinee.training.models.embedding_bags import Histories, bags, draw, histories
from matinee.training.models.interactions import Material, Trained
from matinee.training.models.training_loop import averaged, device, fit, plain, seeded, tensor
from matinee.training.preprocess.filter import filter_ratings
from matinee.training.text.film_text import title_and_genres
from matinee.training.text.pretrained import DIMENSIONS
from matinee.training.text.sentence_encoder import encode

RANKED = 20
"""Validation looks at the first so many films."""
INTENT_SHARE = 0.5
"""Share of users who say in a step what they are in the mood for."""
INTENT_TARGETS = 4
"""A mood asks for so many of the hidden likes, those whose texts are nearest to it."""


class Neumf(nn.Module):
    """GMF and MLP over a pooled user and a film, joined by one linear layer."""

    def __init__(self, films: int, genres: torch.Tensor, config: NeumfConfig) -> None:
        super().__init__()
        first, second = config.layers
        self.register_buffer("genres", genres)
        self.history_gmf = nn.EmbeddingBag(films, config.gmf_dimensions, mode="sum")
        self.history_mlp = nn.EmbeddingBag(films, config.mlp_dimensions, mode="sum")
        self.item_gmf = nn.Embedding(films, config.gmf_dimensions)
        self.item_mlp = nn.Embedding(films, config.mlp_dimensions)
        self.genre = nn.Linear(genres.shape[1], config.genre_dimensions)
        self.from_item = nn.Linear(config.mlp_dimensions + config.genre_dimensions, first)
        self.from_user = nn.Linear(config.mlp_dimensions, first, bias=False)
        self.second = nn.Linear(first, second)
        self.output = nn.Linear(config.gmf_dimensions + second, 1)
        self.dropout = nn.Dropout(config.dropout)
        self.intent = None
        if config.intent:
            tower = nn.Sequential(nn.Linear(DIMENSIONS, 128), nn.ReLU(), nn.Dropout(config.dropout), nn.Linear(128, 64))
            self.intent = nn.Sequential(*tower, nn.ReLU(), nn.Linear(64, first, bias=False))
        for table in (self.history_gmf, self.history_mlp, self.item_gmf, self.item_mlp):
            nn.init.normal_(table.weight, std=config.initial_scale)

    def forward(
        self, told: tuple[torch.Tensor, ...], items: torch.Tensor, intent: torch.Tensor | None = None
    ) -> torch.Tensor:
        """(n, m) log odds of m films for each of n users.

        Args:
            told: films, starts and weights of n histories.
            items: (n, m) films.
            intent: (n, 384) what each user is in the mood for; a zero row says nothing.
        """
        films, starts, weights = told
        gmf = self.history_gmf(films, starts, per_sample_weights=weights)
        mlp = self.history_mlp(films, starts, per_sample_weights=weights)
        film = torch.cat([self.item_mlp(items), self.genre(self.genres[items])], dim=-1)
        person = self.from_user(self.dropout(mlp))
        if self.intent is not None and intent is not None:
            person = person + self.intent(intent) * intent.any(dim=1, keepdim=True)
        hidden = torch.relu(self.from_item(self.dropout(film)) + person[:, None])
        hidden = torch.relu(self.second(self.dropout(hidden)))
        return self.output(torch.cat([gmf[:, None] * self.item_gmf(items), hidden], dim=-1)).squeeze(-1)


def train_neumf(material: Material, config: NeumfConfig) -> Trained:
    """Train on likes by binary cross-entropy; keep the state that ranks hidden likes of held-out users best."""
    generator, where = seeded(config.seed), device()
    kept = filter_ratings(material.ratings, config.min_user_ratings, config.min_movie_ratings)
    movies = np.unique(kept["movie"].to_numpy())
    rows = np.array([material.catalogue.row(int(movie)) for movie in movies])
    told = histories(kept, movies)
    enough = generator.permutation([user for user, films in enumerate(told.liked) if len(films) >= 2])
    held_out, learning = np.split(enough, [max(1, round(len(enough) * config.validation_share))])
    genres = tensor(material.catalogue.genres[rows].astype(np.float32), where)
    texts = encode([title_and_genres(material.catalogue, row) for row in rows]) if config.intent else None
    network = Neumf(len(movies), genres, config).to(where)
    slow = averaged(network, config.averaging)
    optimiser = torch.optim.Adam(network.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay)

    def epoch() -> None:
        network.train()
        for users in np.array_split(generator.permutation(learning), -(-len(learning) // config.batch_users)):
            asked = draw(told, users, config.targets, config.negatives, generator)
            intent = None if texts is None else tensor(moods(asked.items, asked.labels, texts, generator), where)
            history = [tensor(part, where) for part in bags(asked.likes, asked.dislikes, config.dislike)]
            logits = network(history, tensor(asked.items, where), intent)
            labels = tensor(asked.labels, where)
            loss = nn.functional.binary_cross_entropy_with_logits(logits[labels >= 0], labels[labels >= 0])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            slow.update_parameters(network)

    known = {user: generator.permutation(told.liked[user]) for user in held_out}

    def validate() -> float:
        slow.eval()
        return float(np.mean([hidden_ndcg(slow, told, user, known[user], config.dislike, where) for user in held_out]))

    measured = fit(slow, epoch, validate, epochs=config.epochs, patience=config.patience)
    likes = sum(len(films) for films in told.liked)
    return Trained(
        model=exported(slow.module, rows, AnswerScale(1.0, config.dislike, float("inf"), odds=True)),
        config=asdict(config),
        metrics={"likes": likes, "users": len(told.liked), "films": len(movies), **measured},
    )


def moods(items: np.ndarray, labels: np.ndarray, texts: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """(n, 384) the text of one hidden like for half of the users, zeros for the others; looked up for this batch alone.

    Where a mood is said, only the hidden likes nearest to it stay asked for: ``labels`` is changed.
    """
    said = np.zeros((len(items), texts.shape[1]), dtype=np.float32)
    for place in np.flatnonzero(generator.random(len(items)) < INTENT_SHARE):
        hidden = np.flatnonzero(labels[place] == 1)
        said[place] = texts[items[place, generator.choice(hidden)]]
        nearness = texts[items[place, hidden]] @ said[place]
        labels[place, hidden[np.argsort(-nearness)[INTENT_TARGETS:]]] = -1.0
    return said


def hidden_ndcg(
    network: nn.Module, told: Histories, user: int, liked: np.ndarray, dislike: float, where: torch.device
) -> float:
    """NDCG@20 of the second half of a user's likes, told the first."""
    known, hidden = np.split(liked, [(len(liked) + 1) // 2])
    history = [tensor(part, where) for part in bags([known], [told.disliked[user]], dislike)]
    scores = plain(network(history, torch.arange(told.films, device=where)[None])[0])
    scores[known] = -np.inf
    best = np.argsort(-scores, kind="stable")[:RANKED]
    gains = 1 / np.log2(np.arange(2, RANKED + 2))
    return float((gains[: len(best)] * np.isin(best, hidden)).sum() / gains[: len(hidden)].sum())


@torch.no_grad()
def exported(network: Neumf, rows: np.ndarray, scale: AnswerScale) -> Network:
    """The network as plain arrays, with everything about a film worked out in advance."""
    film = torch.cat([network.item_mlp.weight, network.genre(network.genres)], dim=-1)
    factors = network.item_gmf.weight.shape[1]
    gmf, mlp = network.output.weight[0, :factors], network.output.weight[0, factors:]
    tower = None
    if network.intent is not None:
        first, second, last = (part for part in network.intent if isinstance(part, nn.Linear))
        tower = IntentTower(
            plain(first.weight.T), plain(first.bias), plain(second.weight.T), plain(second.bias), plain(last.weight.T)
        )
    return Network(
        rows=rows,
        history=plain(torch.cat([network.history_gmf.weight, network.history_mlp.weight], dim=1)),
        expected=np.zeros(len(rows), dtype=np.float32),
        factors=plain(network.item_gmf.weight * gmf),
        hidden=plain(network.from_item(film)),
        from_user=plain(network.from_user.weight.T),
        second=plain(network.second.weight.T),
        second_bias=plain(network.second.bias),
        output=plain(mlp),
        bias=np.full(len(rows), float(network.output.bias), dtype=np.float32),
        scale=scale,
        intent=tower,
    )
