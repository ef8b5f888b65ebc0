"""The hybrid of source 001: embeddings, batch norm, texts joined by cross-attention, a diversity-aware loss."""

from dataclasses import asdict

import numpy as np
import torch

from matinee.engine.catalogue.catalogue import Catalogue
from matinee.training.config.config import VARIANTS, HybridConfig
from matinee.training.models.interactions import Material, Trained
from matinee.training.models.rating_network import Penalty, StarsNetwork, exported, train_stars
from matinee.training.models.residuals import Observed
from matinee.training.models.training_loop import seeded
from matinee.training.preprocess.filter import filter_ratings
from matinee.training.text.film_text import tag_text, title_and_genres
from matinee.training.text.pretrained import DIMENSIONS
from matinee.training.text.sentence_encoder import encode


def train_hybrid(material: Material, config: HybridConfig) -> Trained:
    """Learn stars; the loss also asks for varied films on top and for ratings spread as people's are."""
    generator = seeded(config.seed)
    fewest_of_user, fewest_of_film = VARIANTS[config.variant]
    kept = filter_ratings(
        material.ratings, config.min_user_ratings or fewest_of_user, config.min_movie_ratings or fewest_of_film
    )
    users, user = np.unique(kept["user"].to_numpy(), return_inverse=True)
    movies, film = np.unique(kept["movie"].to_numpy(), return_inverse=True)
    observed = Observed(user, film, kept["rating"].to_numpy(), len(users), len(movies))
    rows = np.array([material.catalogue.row(int(movie)) for movie in movies])
    texts, tagged = film_texts(material, rows, config.min_tags)
    genres = material.catalogue.genres[rows]
    network = StarsNetwork(observed, genres, config, texts)
    measured = train_stars(network, observed, config, generator, penalty(genres, config))
    counts = {"ratings": len(kept), "users": len(users), "films": len(movies), "tagged_films": tagged}
    return Trained(model=exported(network, observed, rows), config=asdict(config), metrics={**counts, **measured})


def film_texts(material: Material, rows: np.ndarray, min_tags: int) -> tuple[np.ndarray, int]:
    """(n, 2, 384) vectors of title and genres, and of the tags, zeros where too few; and how many films have tags."""
    catalogue: Catalogue = material.catalogue
    vectors = np.zeros((len(rows), 2, DIMENSIONS), dtype=np.float32)
    vectors[:, 0] = encode([title_and_genres(catalogue, row) for row in rows])
    tags = {} if material.dataset.tags is None else tag_text(material.dataset.tags, min_tags)
    tagged = [place for place, row in enumerate(rows) if int(catalogue.ids[row]) in tags]
    if tagged:
        vectors[tagged, 1] = encode([tags[int(catalogue.ids[rows[place]])] for place in tagged])
    return vectors, len(tagged)


def penalty(genres: np.ndarray, config: HybridConfig) -> Penalty:
    """What the loss of source 001 adds to the squared error.

    Diversity: expected genre cosine of two films drawn from the batch by softmax of their predicted stars.
    Distribution: squared difference between the means, and the deviations, of predicted and given stars.
    """
    lengths = np.sqrt(np.maximum(genres.sum(axis=1, keepdims=True), 1))
    unit = torch.from_numpy((genres / lengths).astype(np.float32))

    def added(predicted: torch.Tensor, stars: torch.Tensor, films: torch.Tensor) -> torch.Tensor:
        chosen = torch.softmax(predicted, dim=0) @ unit.to(films.device)[films]
        distribution = (predicted.mean() - stars.mean()) ** 2 + (predicted.std() - stars.std()) ** 2
        return config.diversity * (chosen @ chosen) + config.distribution * distribution

    return added
