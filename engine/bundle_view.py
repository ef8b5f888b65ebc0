"""One bundle under one policy: its films, facts and models, and what is built from them on first use."""

from collections.abc import Callable
from datetime import date
from functools import cached_property, lru_cache, partial

from matinee.engine.bundle.bundle import Bundle
from matinee.engine.bundle.model_factory import create_model, factors_of, model_names
from matinee.engine.catalogue.catalogue import Catalogue, Movie
from matinee.engine.catalogue.facts import CatalogueFacts, FilmFacts
from matinee.engine.catalogue.film_lookup import FilmLookup
from matinee.engine.catalogue.film_search import FilmSearch
from matinee.engine.catalogue.title_search import TitleIndex
from matinee.engine.catalogue.variety import Variety
from matinee.engine.models.base import Model
from matinee.engine.models.kinship import Kinship
from matinee.engine.models.shared_likes import SharedLikes
from matinee.engine.models.similarity import FilmSimilarity
from matinee.engine.prompts.service import PromptService
from matinee.policy import Policy

KEPT_MODELS = 8


class BundleView:
    """The films and models of a bundle, with the indexes and comparisons that are built from them once."""

    def __init__(self, bundle: Bundle, policy: Policy, today: int | None = None) -> None:
        """Store what recommendations are made from.

        Args:
            bundle: the films, the models and the facts.
            policy: weights and filters.
            today: the year from which "the last 20 years" in a prompt counts back; None for the current one.
        """
        self.bundle = bundle
        self.policy = policy
        self.today = date.today().year if today is None else today

    @property
    def catalogue(self) -> Catalogue:
        """All films."""
        return self.bundle.catalogue

    @property
    def model_names(self) -> list[str]:
        """Names of all models, the default first."""
        return model_names(self.bundle)

    def model(self, name: str | None = None) -> Model:
        """Return a model by name, the default for None. Raises ModelNotFoundError."""
        return self.create_model(name, self.policy)

    def find(self, title_or_id: str, *, title_first: bool = False) -> Movie:
        """Find one film by its id or title.

        Args:
            title_or_id: a movie id, or a title, possibly misspelled.
            title_first: prefer the title where the text is both, such as "300"; otherwise the id is preferred.

        Raises:
            MovieNotFoundError: no title matches well enough, several match equally well, or the text is a person or a
                number that is neither an id nor a title; the message names films that may be meant.
        """
        return self.lookup.find(title_or_id, title_first=title_first)

    def facts(self, movie_id: int) -> FilmFacts:
        """What is known of a film besides its ratings; empty if the bundle has no film facts.

        Args:
            movie_id: the film.

        Raises:
            MovieNotFoundError: the catalogue does not have the film.
        """
        row = self.catalogue.row(movie_id)
        return FilmFacts() if self.film_facts is None else self.film_facts.film(row)

    @cached_property
    def create_model(self) -> Callable[[str | None, Policy], Model]:
        """Returns a model by name under a policy; keeps the latest, since each notes which films it knows."""
        return lru_cache(maxsize=KEPT_MODELS)(partial(create_model, self.bundle))

    @cached_property
    def index(self) -> TitleIndex:
        """The title index, built on first use."""
        catalogue = self.catalogue
        return TitleIndex(catalogue.titles, catalogue.alternatives, catalogue.years, catalogue.rating_counts)

    @cached_property
    def film_search(self) -> FilmSearch:
        """Searches titles and, if the bundle has film facts, people; built on first use."""
        return FilmSearch(self.catalogue, self.index, self.film_facts)

    @cached_property
    def lookup(self) -> FilmLookup:
        """Finds single films by id or title, built on first use."""
        return FilmLookup(self.catalogue, self.index, lambda: self.film_search)

    @cached_property
    def prompts(self) -> PromptService:
        """Interprets prompts; loads its data on first use."""
        return PromptService(
            self.bundle,
            self.similarity,
            lambda text, limit: [self.catalogue.movie(hit.row) for hit in self.index.search(text, limit)],
            self.today,
        )

    @cached_property
    def film_facts(self) -> CatalogueFacts | None:
        """The facts about all films, read on first use; None if the bundle has none."""
        return self.bundle.read_facts()

    @cached_property
    def variety(self) -> Variety:
        """Limits the films of a series and of a director."""
        return Variety(self.catalogue.titles, self.film_facts)

    @cached_property
    def kinship(self) -> Kinship:
        """Compares films by their features; loads its data on first use."""
        return Kinship(self.catalogue, self.film_facts)

    @cached_property
    def similarity(self) -> FilmSimilarity:
        """Compares films; loads its data on first use."""
        return FilmSimilarity(
            self.catalogue,
            factors_of(self.bundle, self.model()),
            likes=self._shared_likes,
            read_texts=self.bundle.read_texts,
            read_facts=lambda: self.film_facts,
        )

    def _shared_likes(self) -> SharedLikes | None:
        """What compares films by the users who like them; None without training users."""
        users = self.bundle.known_users
        return None if users is None else users.shared_likes(len(self.catalogue))
