"""JSON schema of the events of a session, made from what the codec of saved sessions reads."""

from typing import Any

import msgspec

from matinee.engine.models.profile import Answer
from matinee.engine.storage.codec import ENTRIES, SessionHeader

STEP = "Step"
"""Name of the schema of one event."""


def step_schemas() -> dict[str, Any]:
    """Name → schema, for the OpenAPI document: one event, and what it refers to."""
    kinds = [kind for kind in ENTRIES.values() if kind is not SessionHeader]
    schemas, components = msgspec.json.schema_components(kinds, ref_template="#/components/schemas/{name}")
    movie_id = {"type": "integer"}
    answers = [one_key(answer.value, movie_id) for answer in Answer]
    return {**components, STEP: {"anyOf": [*answers, one_key("undo", TRUE), one_key("redo", TRUE), *schemas]}}


TRUE = {"type": "boolean", "enum": [True]}


def one_key(key: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of an object with one key."""
    return {"type": "object", "properties": {key: schema}, "required": [key], "additionalProperties": False}
