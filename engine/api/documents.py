"""Shapes of the API's answers, for its documentation and its contract test; ``engine/rows.py`` fills them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue

HEAT: dict[str, JsonValue] = {"movie_id": 6, "title": "Heat", "year": 1995, "genres": ["Action", "Crime", "Thriller"]}


class Document(BaseModel):
    """A part of an answer; a field that is not named here fails the contract test."""

    model_config = ConfigDict(extra="forbid")


class Movie(Document):
    """A film of the catalogue; ids are those of MovieLens."""

    model_config = ConfigDict(json_schema_extra={"examples": [HEAT]})

    movie_id: int
    title: str
    year: int | None
    genres: list[str]


class Film(Movie):
    """A film with its directors."""

    model_config = ConfigDict(json_schema_extra={"examples": [HEAT | {"directors": ["Michael Mann"]}]})

    directors: list[str]


class Match(Film):
    """A film found by title or person; near: probably another film than the one meant."""

    score: float
    person: str = ""
    near: bool = False


class Recommendation(Film):
    """A recommended film; the terms add up to the score."""

    score: float
    terms: dict[str, float]


class Reason(Movie):
    """A liked film that raises the score of the suggestion, and by how much."""

    weight: float


class Kin(Document):
    """What the suggestion has in common with how many of the liked films."""

    kind: str
    name: str
    films: list[Movie]
    liked: int


class Suggestion(Recommendation):
    """The film to show next, and why: fit is a z-score of the model, affinity the share of favourite genres."""

    fit: float
    affinity: float
    reasons: list[Reason]
    kin: list[Kin]


class Part(Document):
    """One thing that a prompt asks for or excludes."""

    kind: str
    label: str


class NotUnderstood(Document):
    """A part of a prompt that changes nothing, and why."""

    text: str
    why: str


class PromptReading(Document):
    """How a prompt is understood."""

    kind: Literal["mood", "title"]
    parts: list[Part]
    affects: dict[str, float]
    genre_weights: dict[str, float]
    avoid_genres: list[str]
    years: list[int] | None
    like: list[Movie]
    not_understood: list[NotUnderstood]


class IntentAnswer(PromptReading):
    """How a prompt is understood, and the films it finds; note: what limits the understanding."""

    recommendations: list[Recommendation]
    weights: dict[str, float]
    note: str


class TitleOrPromptAnswer(Document):
    """Films similar to the film that the text names, or films for the mood it describes."""

    kind: Literal["mood", "title"]
    film: Film | None
    recommendations: list[Recommendation]


class SimilarAnswer(Document):
    """The film that was meant, and films similar to it."""

    film: Film
    recommendations: list[Recommendation]


class ColdStartAnswer(Document):
    """The films that were meant, and recommendations."""

    likes: list[Movie]
    dislikes: list[Movie]
    recommendations: list[Recommendation]


class Genre(Document):
    """A genre, and how many films carry it."""

    name: str
    films: int


class GenreList(Document):
    """All genres of the catalogue."""

    genres: list[Genre]


class UserList(Document):
    """Ids of users of the training data; count: of all of them."""

    count: int
    user_ids: list[int]


class UserProfile(Document):
    """What the bundle knows of a user of the training data; liked: rated four stars or more."""

    user_id: int
    rated: int
    liked: int
    genre_weights: dict[str, float]
    top_rated: list[Movie]
    recent_favourites: list[Movie]


class UserAnswer(UserProfile):
    """A user of the training data, and recommendations."""

    recommendations: list[Recommendation]


class Health(Document):
    """What answers."""

    status: Literal["ok"]
    version: str
    bundle: str
    dataset: str
    films: int
    users: int
    models: list[str]


class SessionAnswer(Document):
    """The next film of a session, or why there is none.

    widen: steps to send as the event {"widen": steps} if no film passes the genre filter; null if that cannot help.
    """

    suggestion: Suggestion | None
    widen: int | None
    model: str
    prompt: PromptReading | None
    watchlist: list[Movie]
    bundle: str


class ErrorAnswer(Document):
    """What is wrong, in one sentence; near: films that may be meant."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"error": "There is no film with the id 0; …"}]})

    error: str
    near: list[Film] = []
