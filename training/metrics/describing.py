"""The interface for other programs, described as OpenAPI 3.1."""

from typing import Any

from training.metrics.files_pushed import Push, Withdrawal

_COUNTS = {
    "type": "object",
    "properties": {
        **{name: {"type": "integer"} for name in ("new", "changed", "unchanged")},
        "unknown_people": {"type": "array", "items": {"type": "string"}},
    },
}
_PROBLEMS = {
    "type": "object",
    "properties": {
        "error": {"type": "string"},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "number": {"type": ["integer", "null"], "description": "Which of the list, from 1"},
                    "message": {"type": "string"},
                    "remedy": {"type": "string"},
                },
            },
        },
    },
}


def description(base_url: str) -> dict[str, Any]:
    """The whole description, for a site with this address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Standard Bearer",
            "version": "1",
            "description": "A token opens one source. All of a request is kept, or none of it.",
        },
        "servers": [{"url": f"{base_url}/api/v1"}],
        "security": [{"token": []}],
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "paths": {
            "/readings": {
                "post": {
                    "summary": "Push up to 1,000 readings. The same id with the same standard replaces.",
                    "requestBody": _body(Push),
                    "responses": _answers("How many were new, changed or as before, and whom nobody knows", _COUNTS),
                },
                "delete": {
                    "summary": "Take every reading of these contacts back.",
                    "requestBody": _body(Withdrawal),
                    "responses": _answers(
                        "How many ids were named", {"type": "object", "properties": {"withdrawn": {"type": "integer"}}}
                    ),
                },
            },
            "/standards": {
                "get": {
                    "summary": "The standards that readings can be of.",
                    "responses": _answers("Every published standard", {"type": "object"}),
                }
            },
        },
    }


def _body(schema: Any) -> dict[str, Any]:
    content = schema.model_json_schema(ref_template="#/components/schemas/{model}")
    return {"required": True, "content": {"application/json": {"schema": _inlined(content)}}}


def _inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with what it refers to in its place, so that it stands alone."""
    parts = schema.pop("$defs", {})

    def replace(value: Any) -> Any:
        if isinstance(value, dict):
            if "$ref" in value:
                return replace(parts[value["$ref"].rpartition("/")[2]])
            return {key: replace(inner) for key, inner in value.items()}
        return [replace(inner) for inner in value] if isinstance(value, list) else value

    found: dict[str, Any] = replace(schema)
    return found


def _answers(text: str, schema: dict[str, Any]) -> dict[str, Any]:
    problems = {"description": "What is wrong, all at once; nothing was kept", "content": _json(_PROBLEMS)}
    return {
        "200": {"description": text, "content": _json(schema)},
        "401": {"description": "No token, or one that was ended"},
        "422": problems,
        "429": {"description": "Too many requests; Retry-After says when to come back"},
    }


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
