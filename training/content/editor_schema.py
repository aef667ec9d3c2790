"""JSON Schema of documents, for editors that check and complete while one types."""

from typing import Any

from training.content.kinds import Kind
from training.content.release import Release


def editor_schema(kind: Kind[Any]) -> dict[str, Any]:
    """The schema of the YAML of a kind: the whole file, or its head where the rest is Markdown."""
    schema = kind.schema.model_json_schema()
    release = Release.model_json_schema()
    properties = {name: value for name, value in schema["properties"].items() if name not in kind.in_body}
    definitions = {**schema.get("$defs", {}), **release.get("$defs", {})}
    return {
        **schema,
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": str(kind.label),
        "properties": {**properties, **release["properties"]},
        "required": [name for name in schema.get("required", []) if name not in kind.in_body],
        "$defs": definitions,
    }
