"""What a schema refuses, as problems with a line, plain words and a remedy."""

import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from training.content.faults import Fault, closest
from training.content.yaml import Path
from training.core.i18n import gettext as _
from training.core.problems import Problem


def problems_of(
    error: ValidationError, schema: type[BaseModel], where: str, lines: Mapping[Path, int]
) -> list[Problem]:
    """The errors of a schema as problems in the order of the file."""
    faults = [fault for detail in error.errors() for fault in _faults_of(detail, schema)]
    found = {fault.problem(where, lines) for fault in faults}
    return sorted(found, key=lambda problem: (problem.line or 0, problem.message))


def _faults_of(detail: ErrorDetails, schema: type[BaseModel]) -> Iterator[Fault]:
    path, context = tuple(detail["loc"]), detail.get("ctx", {})
    if detail["type"] == "union_tag_invalid":
        path = (*path, "type")
    if detail["type"] == "faults":
        yield from (fault.under(*path) for fault in context["faults"])
        return
    message, remedy = _words(detail, context, schema)
    yield Fault(message, remedy, path)


def _words(  # noqa: PLR0911 -- one return for each way to be wrong
    detail: ErrorDetails, context: Mapping[str, Any], schema: type[BaseModel]
) -> tuple[str, str]:
    path = detail["loc"]
    name = str(path[-1]) if path else ""
    match detail["type"]:
        case "wrong":
            text: str = context["message"]
            key = next((piece for piece in reversed(path) if isinstance(piece, str)), "")
            return (f"{key}: {text}" if key else text), context["remedy"]
        case "missing":
            return _("“%(key)s” is missing.", key=name), _("Add “%(key)s: …”.", key=name)
        case "extra_forbidden":
            return _("“%(key)s” is not known here.", key=name), closest(name, known_keys(schema, path[:-1]))
        case "union_tag_not_found":
            return _("“type” is missing."), _("Add “type: …”.")
        case "union_tag_invalid":
            choices = [choice.strip(" '") for choice in context["expected_tags"].split(",")]
            return _("“%(value)s” is not a type.", value=context["tag"]), closest(context["tag"], choices)
        case "literal_error" | "enum":
            choices = [choice.strip(" '") for choice in context["expected"].replace(" or ", ",").split(",")]
            value = str(detail["input"])
            return _("“%(value)s” is not possible for %(key)s.", value=value, key=name), closest(value, choices)
        case "string_type":
            return _("“%(key)s” must be a text.", key=name), _(
                "Write it on the same line; use quotes if it needs them."
            )
        case "tuple_type" | "list_type":
            return _("“%(key)s” must be a list.", key=name), _("Write [one, two], or each on a line after a hyphen.")
        case "dict_type" | "model_type" | "model_attributes_type":
            return _("This must be lines of “key: value”."), _("Write each key on its own line with a colon.")
        case "too_short":
            return _("“%(key)s” is empty.", key=name), _("Add at least %(least)s.", least=context["min_length"])
        case "too_long":
            return _("“%(key)s” is too long.", key=name), _("Keep at most %(most)s.", most=context["max_length"])
    return detail["msg"], ""


def known_keys(schema: type[BaseModel], path: Iterable[str | int]) -> list[str]:
    """The keys that the schema knows at a place, as pydantic names places (with the type of a union's member)."""
    here: list[Any] = [schema]
    for piece in path:
        here = [step for annotation in here for step in _inside(annotation, piece)]
    models = [model for annotation in here for model in _models(annotation)]
    return sorted({name for model in models for name in model.model_fields})


def _inside(annotation: Any, piece: str | int) -> list[Any]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if isinstance(piece, str) and piece in annotation.model_fields:
            return [annotation.model_fields[piece].annotation]
        return []
    if get_origin(annotation) in {tuple, list} and isinstance(piece, int):
        return [get_args(annotation)[0]]
    members = _members(annotation)
    tagged = [member for member in members if _tag(member) == piece]
    return tagged or [step for member in members for step in _inside(member, piece)]


def _members(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        return _members(get_args(annotation)[0])
    if get_origin(annotation) in {Union, types.UnionType}:
        return [inner for member in get_args(annotation) for inner in _members(member)]
    return [annotation] if isinstance(annotation, type) and issubclass(annotation, BaseModel) else []


def _models(annotation: Any) -> list[type[BaseModel]]:
    return [member for member in _members(annotation) if isinstance(member, type) and issubclass(member, BaseModel)]


def _tag(member: Any) -> str | None:
    field = member.model_fields.get("type")
    return str(get_args(field.annotation)[0]) if field and get_origin(field.annotation) is Literal else None
