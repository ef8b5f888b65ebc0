"""NeuMF [He 2017] with a genre projection and an optional tower for prompts [S0].

The embedding of a user is not looked up but pooled from their likes and dislikes, so that a new user is folded in by a
sum. As in a session, each step hides a random part of every user's likes and predicts it.
"""

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
import torch
from torch import nn

from matinee.engine.models.neural import FeedbackScale, IntentTower, Network
from matinee.training.config.config import NeumfConfig
from matinee.training.errors import DataError
from matinee.training.models.embedding_bags import Histories, embedding_bags, sample_batch, user_histories
from matinee.training.models.interactions import TrainingData, TrainingResult
from matinee.training.models.training_loop import ema_copy, fit, pick_device, seed_all, tensor, to_numpy
from matinee.training.preprocess.split import filter_ratings, sample_users
from matinee.training.text.film_text import title_and_genres
from matinee.training.text.sentence_encoder import DIMENSIONS, encode

CUTOFF = 20
"""Films of a ranking that validation counts."""
PROMPT_SHARE = 0.5
"""Share of the users of a step who give a prompt."""
PROMPT_TARGETS = 4
"""Hidden likes that remain to be predicted with a prompt: those whose texts are nearest to it."""


class Neumf(nn.Module):
    """GMF and MLP over a pooled user and a film, joined by one linear layer."""

    genres: torch.Tensor

    def __init__(self, films: int, genres: torch.Tensor, config: NeumfConfig) -> None:
        """Create an untrained network.

        Args:
            films: number of films.
            genres: (films, n_genres) which genres they have.
            config: the settings.
        """
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
        self.intent: nn.Sequential | None = None
        if config.intent:
            tower = nn.Sequential(nn.Linear(DIMENSIONS, 128), nn.ReLU(), nn.Dropout(config.dropout), nn.Linear(128, 64))
            self.intent = nn.Sequential(*tower, nn.ReLU(), nn.Linear(64, first, bias=False))
        for table in (self.history_gmf, self.history_mlp, self.item_gmf, self.item_mlp):
            nn.init.normal_(table.weight, std=config.initial_scale)

    def forward(
        self, histories: Sequence[torch.Tensor], items: torch.Tensor, intent: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Compute log odds (n, m) of m films for each of n users.

        Args:
            histories: film indices, offsets and weights of the users' histories; see ``embedding_bags``.
            items: (n, m) film indices.
            intent: (n, 384) the users' prompts, a zero row for a user without one; None for no prompts.
        """
        films, offsets, weights = histories
        gmf = self.history_gmf(films, offsets, per_sample_weights=weights)
        mlp = self.history_mlp(films, offsets, per_sample_weights=weights)
        film = torch.cat([self.item_mlp(items), self.genre(self.genres[items])], dim=-1)
        user = self.from_user(self.dropout(mlp))
        if self.intent is not None and intent is not None:
            user = user + self.intent(intent) * intent.any(dim=1, keepdim=True)
        hidden = torch.relu(self.from_item(self.dropout(film)) + user[:, None])
        hidden = torch.relu(self.second(self.dropout(hidden)))
        logits: torch.Tensor = self.output(torch.cat([gmf[:, None] * self.item_gmf(items), hidden], dim=-1))
        return logits.squeeze(-1)


def train_neumf(data: TrainingData, config: NeumfConfig) -> TrainingResult:
    """Train on likes by binary cross-entropy, and keep the state that best ranks hidden likes of held-out users.

    Raises:
        DataError: there are too few users with likes.
    """
    generator, device = seed_all(config.seed), pick_device()
    kept = filter_ratings(sample_users(data.ratings, config.seed), config.min_user_ratings, config.min_movie_ratings)
    movies = np.unique(kept["movie"].to_numpy())
    rows = data.rows(movies)
    histories = user_histories(kept, movies)
    enough = generator.permutation([user for user, films in enumerate(histories.liked) if len(films) >= 2])
    if len(enough) < 2:
        raise DataError(
            f"neumf learns from users with two likes, and there are {len(enough)}; take more ratings, or lower "
            "--min-user-ratings or --min-movie-ratings."
        )
    n_held_out = min(max(1, round(len(enough) * config.validation_share)), len(enough) - 1)
    held_out, training = np.split(enough, [n_held_out])
    genres = tensor(data.catalogue.genres[rows].astype(np.float32), device)
    texts = encode([title_and_genres(data.catalogue, row) for row in rows]) if config.intent else None
    network = Neumf(len(movies), genres, config).to(device)
    average = ema_copy(network, config.averaging)
    optimiser = torch.optim.Adam(network.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay)

    def epoch() -> None:
        network.train()
        for users in np.array_split(generator.permutation(training), -(-len(training) // config.batch_users)):
            batch = sample_batch(histories, users, config.targets, config.negatives, generator)
            prompts = None
            if texts is not None:
                prompts = tensor(sample_prompts(batch.items, batch.labels, texts, generator), device)
            bags = [tensor(part, device) for part in embedding_bags(batch.likes, batch.dislikes, config.dislike)]
            logits = network(bags, tensor(batch.items, device), prompts)
            labels = tensor(batch.labels, device)
            loss = nn.functional.binary_cross_entropy_with_logits(logits[labels >= 0], labels[labels >= 0])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            average.update_parameters(network)

    shuffled = {user: generator.permutation(histories.liked[user]) for user in held_out}

    def validate() -> float:
        average.eval()
        known = ((user, shuffled[user]) for user in held_out)
        return float(np.mean([hidden_ndcg(average, histories, *one, config.dislike, device) for one in known]))

    assert isinstance(average.module, Neumf)  # a copy of the network
    measured = fit(average, epoch, validate, epochs=config.epochs, patience=config.patience)
    likes = sum(len(films) for films in histories.liked)
    return TrainingResult(
        model=export_network(average.module, rows, FeedbackScale(1.0, config.dislike, None, odds=True)),
        config=asdict(config),
        metrics={"likes": likes, "users": len(histories.liked), "films": len(movies), **measured},
    )


def sample_prompts(
    items: np.ndarray, labels: np.ndarray, texts: np.ndarray, generator: np.random.Generator
) -> np.ndarray:
    """Draw a prompt for half of the users: the text of one of their hidden likes.

    Args:
        items: (n, m) films to score.
        labels: (n, m) their labels. With a prompt, the hidden likes that are not among the nearest to it are set to −1,
            in place.
        texts: (n_films, 384) unit text vectors.
        generator: source of randomness.

    Returns:
        (n, 384) prompts, zero rows for the other users.
    """
    prompts = np.zeros((len(items), texts.shape[1]), dtype=np.float32)
    for row in np.flatnonzero(generator.random(len(items)) < PROMPT_SHARE):
        hidden = np.flatnonzero(labels[row] == 1)
        prompts[row] = texts[items[row, generator.choice(hidden)]]
        similarity = texts[items[row, hidden]] @ prompts[row]
        labels[row, hidden[np.argsort(-similarity)[PROMPT_TARGETS:]]] = -1.0
    return prompts


def hidden_ndcg(
    network: nn.Module, histories: Histories, user: int, liked: np.ndarray, dislike: float, device: torch.device
) -> float:
    """Measure NDCG@20 of the second half of a user's likes, given the first half and the dislikes.

    Args:
        network: the network.
        histories: the likes and dislikes of all users.
        user: index of the user.
        liked: the user's likes, shuffled.
        dislike: weight of a dislike.
        device: where the network is.
    """
    known, hidden = np.split(liked, [(len(liked) + 1) // 2])
    bags = [tensor(part, device) for part in embedding_bags([known], [histories.disliked[user]], dislike)]
    scores = to_numpy(network(bags, torch.arange(histories.n_films, device=device)[None])[0])
    scores[known] = -np.inf
    best = np.argsort(-scores, kind="stable")[:CUTOFF]
    gains = 1 / np.log2(np.arange(2, CUTOFF + 2))
    return float((gains[: len(best)] * np.isin(best, hidden)).sum() / gains[: len(hidden)].sum())


@torch.no_grad()
def export_network(network: Neumf, rows: np.ndarray, scale: FeedbackScale) -> Network:
    """Convert a network to arrays: everything about a film is computed in advance.

    Args:
        network: the trained network.
        rows: (n_films,) catalogue rows of the films.
        scale: what a like and a dislike count.
    """
    film = torch.cat([network.item_mlp.weight, network.genre(network.genres)], dim=-1)
    factors = network.item_gmf.weight.shape[1]
    gmf, mlp = network.output.weight[0, :factors], network.output.weight[0, factors:]
    tower = None
    if network.intent is not None:
        first, second, last = (part for part in network.intent if isinstance(part, nn.Linear))
        tower = IntentTower(
            to_numpy(first.weight.T),
            to_numpy(first.bias),
            to_numpy(second.weight.T),
            to_numpy(second.bias),
            to_numpy(last.weight.T),
        )
    return Network(
        rows=rows,
        history=to_numpy(torch.cat([network.history_gmf.weight, network.history_mlp.weight], dim=1)),
        expected=np.zeros(len(rows), dtype=np.float32),
        factors=to_numpy(network.item_gmf.weight * gmf),
        hidden=to_numpy(network.from_item(film)),
        from_user=to_numpy(network.from_user.weight.T),
        second=to_numpy(network.second.weight.T),
        second_bias=to_numpy(network.second.bias),
        output=to_numpy(mlp),
        bias=np.full(len(rows), float(network.output.bias), dtype=np.float32),
        scale=scale,
        intent=tower,
    )
