"""The hybrid [S1]: embeddings, batch norm, cross-attention over texts, and a diversity-aware loss."""

from dataclasses import asdict

import numpy as np
import torch

from matinee.training.config.config import VARIANTS, HybridConfig
from matinee.training.models.interactions import TrainingData, TrainingResult
from matinee.training.models.rating_network import Penalty, RatingNetwork, export_network, train_rating_network
from matinee.training.models.residuals import RatingResiduals
from matinee.training.models.training_loop import seed_all
from matinee.training.preprocess.split import filter_ratings, sample_users
from matinee.training.text.film_text import tag_text, title_and_genres
from matinee.training.text.sentence_encoder import DIMENSIONS, encode


def train_hybrid(data: TrainingData, config: HybridConfig) -> TrainingResult:
    """Train on stars with a loss that also favours varied films and a realistic distribution of ratings."""
    generator = seed_all(config.seed)
    variant_min_user, variant_min_movie = VARIANTS[config.variant]
    kept = filter_ratings(
        sample_users(data.ratings, config.seed),
        config.min_user_ratings or variant_min_user,
        config.min_movie_ratings or variant_min_movie,
    )
    observed, movies = RatingResiduals.from_ratings(kept)
    rows = data.rows(movies)
    texts, n_tagged = encode_film_texts(data, rows, config.min_tags)
    genres = data.catalogue.genres[rows]
    network = RatingNetwork(observed, genres, config, texts)
    measured = train_rating_network(network, observed, config, generator, make_penalty(genres, config))
    counts = {"ratings": len(kept), "users": observed.n_users, "films": observed.n_films, "tagged_films": n_tagged}
    return TrainingResult(
        model=export_network(network, observed, rows), config=asdict(config), metrics={**counts, **measured}
    )


def encode_film_texts(data: TrainingData, rows: np.ndarray, min_tags: int) -> tuple[np.ndarray, int]:
    """Encode two texts of each film: its title and genres, and its tags.

    Args:
        data: the films and tags.
        rows: (n,) catalogue rows of the films.
        min_tags: fewest different tags of a film for them to be used.

    Returns:
        (n, 2, 384) vectors, zeros for unused tags; and the number of films with tags.
    """
    vectors = np.zeros((len(rows), 2, DIMENSIONS), dtype=np.float32)
    vectors[:, 0] = encode([title_and_genres(data.catalogue, row) for row in rows])
    tags = {} if data.dataset.tags is None else tag_text(data.dataset.tags, min_tags)
    ids = [int(data.catalogue.ids[row]) for row in rows]
    tagged = [index for index, movie in enumerate(ids) if movie in tags]
    if tagged:
        vectors[tagged, 1] = encode([tags[ids[index]] for index in tagged])
    return vectors, len(tagged)


def make_penalty(genres: np.ndarray, config: HybridConfig) -> Penalty:
    """Create what the loss adds to the squared error [S1].

    Diversity is the expected genre cosine of two films drawn from the batch by the softmax of their predicted stars.
    Distribution is the squared difference of the means, plus that of the standard deviations, of predicted and given
    stars.

    Args:
        genres: (n_films, n_genres) which genres the films have.
        config: the weights of both terms.
    """
    lengths = np.sqrt(np.maximum(genres.sum(axis=1, keepdims=True), 1))
    unit = torch.from_numpy((genres / lengths).astype(np.float32))

    def penalty(predicted: torch.Tensor, stars: torch.Tensor, films: torch.Tensor) -> torch.Tensor:
        drawn = torch.softmax(predicted, dim=0) @ unit.to(films.device)[films]
        distribution = (predicted.mean() - stars.mean()) ** 2 + (predicted.std() - stars.std()) ** 2
        return config.diversity * (drawn @ drawn) + config.distribution * distribution

    return penalty
