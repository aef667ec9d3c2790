"""Schemas of documents: the base that they share, and the one way to write a model down."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from training.content.faults import Fault
from training.content.refusals import problems_of
from training.content.yaml import Path
from training.core.problems import Problems

M = TypeVar("M", bound="Strict")

STORED = {"stored": True}
"""The context in which a stored body is read: rules that came later do not make an old version unreadable."""

TAKEN_APART = {"taken apart": True}
"""The context of values that a reader took out of a file, so that it has seen the file's outline."""


class Strict(BaseModel):
    """The base of every schema: unknown keys are refused, values cannot be changed, lists are tuples.

    A field added later has a default, and a default is never changed: bodies leave defaults out, so versions that are
    stored keep their meaning and their checksum.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    def faults(self) -> Iterable[Fault]:
        """What is wrong between fields that are each fine by themselves."""
        return ()

    @model_validator(mode="after")
    def _refuse_faults(self: M, info: ValidationInfo) -> M:
        found = () if info.context is STORED else tuple(self.faults())
        if found:
            raise PydanticCustomError("faults", "several", {"faults": found})
        return self


def canonical(model: Strict) -> str:
    """The body of a version: JSON with sorted keys, no spaces, defaults left out."""
    return canonical_json(model.model_dump(mode="json", exclude_defaults=True))


def canonical_json(content: object) -> str:
    """The one way to write a value as JSON: sorted keys, no spaces, letters as they are."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def checksum(kind: str, body: str, media: Mapping[str, str] | None = None) -> str:
    """SHA-256 over kind, body and the checksums of the media that it shows, in hexadecimal digits."""
    shown = "".join(f"\n{name} {sha256}" for name, sha256 in sorted((media or {}).items()))
    return hashlib.sha256(f"{kind}\n{body}{shown}".encode()).hexdigest()


def validate(schema: type[M], value: object, where: str, lines: Mapping[Path, int]) -> M:
    """The model of a loaded value. Raises Problems with everything that is wrong."""
    try:
        return schema.model_validate(value, context=TAKEN_APART)
    except ValidationError as error:
        raise Problems(problems_of(error, schema, where, lines)) from None
