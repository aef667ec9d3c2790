"""Certificates from elsewhere as files: what people upload, from whom it may come, and how long it counts."""

from collections.abc import Iterable
from typing import Literal

from training.content.faults import Fault
from training.content.kinds import Findable, Kind, RoleNamed, Source, content_of, read_yaml
from training.content.schema import Strict, canonical_json
from training.content.types import Language, Line, Slug, Text, Title, Validity
from training.content.yaml_text import dump
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext

TERMS = "terms"
"""The one block: what is asked for."""


class Credential(Strict):
    """A certificate that somebody else issues, such as one in first aid.

    `proof` says what to upload. `issuers` are the names of those whose certificates count; none means anybody’s.
    `validity` is the longest that one counts from the day of its issue, whatever it says itself. `roles` are those of
    whom it is asked, and `audience` says whether only they may see it.
    """

    title: Title
    summary: Line
    language: Language = "en"
    proof: Text
    issuers: tuple[Line, ...] = ()
    validity: Validity = None
    roles: tuple[Slug, ...] = ()
    audience: Literal["everyone", "roles"] = "everyone"

    def faults(self) -> Iterable[Fault]:
        if self.audience == "roles" and not self.roles:
            message = _("Only its roles may see the certificate, and it names none.")
            yield Fault(message, _("Name a role under “roles”, or leave “audience” out."), ("audience",))
        seen: set[str] = set()
        for number, issuer in enumerate(self.issuers):
            if issuer.casefold() in seen:
                message = _("“%(name)s” is there twice.", name=issuer)
                yield Fault(message, _("Remove one."), ("issuers", number))
            seen.add(issuer.casefold())


def parse(text: str, where: str) -> Credential:
    """The certificate of a text. Raises Problems."""
    return _read(text, where).model


def to_text(credential: Credential) -> str:
    """The file of a certificate from elsewhere."""
    return dump(content_of(credential))


def _read(text: str, where: str) -> Source[Credential]:
    return read_yaml(Credential, text, where)


def _blocks(credential: Credential) -> dict[str, str]:
    """What is asked for, and for how long it counts, is one block."""
    content = content_of(credential)
    return {TERMS: canonical_json({key: content[key] for key in content if key in ("proof", "issuers", "validity")})}


def _findable(credential: Credential) -> Iterable[Findable]:
    yield Findable(
        None, credential.title, " ".join((credential.summary, credential.proof, *credential.issuers)), credential.proof
    )


KIND = Kind(
    name="credential",
    label=lazy_gettext("Certificate from elsewhere"),
    folder="content/credentials",
    suffix=".yaml",
    schema=Credential,
    reader=_read,
    to_text=to_text,
    blocks=_blocks,
    preview="credentials/preview.html",
    block_title=lambda _credential, _block: _("What counts, and how long"),
    roles=lambda credential: [RoleNamed(role, ("roles", number)) for number, role in enumerate(credential.roles)],
    audience=lambda credential: credential.roles if credential.audience == "roles" else (),
    findable=_findable,
    place=lambda slug, _block: f"/credentials/{slug}/hand-in",
    template="""\
title: Name of the certificate
summary: What people who hold it can do.
proof: What to upload, such as a photo of both sides of the card.
validity: 2 years
""",
)

KINDS = (KIND,)
