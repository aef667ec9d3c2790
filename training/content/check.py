"""Checks across documents: whatever one points at must be there."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from training.content.faults import Fault
from training.content.kinds import Kind, Kinds, Lookup
from training.content.schema import Strict
from training.core.i18n import gettext as _

Key = tuple[str, str]
"""Kind and slug."""


def faults_across(
    kind: Kind[Any],
    model: Strict,
    *,
    kinds: Kinds,
    lookup: Lookup,
    has_media: Callable[[str], bool],
    unreadable: Collection[Key] = (),
) -> Iterable[Fault]:
    """References that lead nowhere, media that are not there, and what the kind itself checks.

    `unreadable` documents exist but could not be read; pointing at them is not reported on top of that.
    """
    for reference in kind.references(model):
        if (reference.kind, reference.slug) in unreadable:
            continue
        target = lookup(reference.kind, reference.slug)
        if target is None:
            message = _("There is no %(kind)s “%(slug)s”.", kind=_name(kinds, reference.kind), slug=reference.slug)
            yield Fault(message, _("Correct the name, or add that document."), reference.path)
        elif reference.item is not None and reference.item not in kinds[reference.kind].blocks(target):
            message = _("“%(slug)s” holds no “%(item)s”.", slug=reference.slug, item=reference.item)
            yield Fault(message, _("Correct the id, or add that item."), reference.path)
    for shown in kind.media(model):
        if not has_media(shown.name):
            message = _("There is no file “%(name)s” in the media folder.", name=shown.name)
            yield Fault(message, _("Add the file, or correct its name."), shown.path)
    yield from kind.check(model, lookup)


def _name(kinds: Kinds, name: str) -> str:
    return str(kinds[name].label).lower() if name in kinds else name
