"""Headings for what serves a standard or a step, in the order of a page."""

from collections.abc import Mapping, Sequence

from training.content.queries_uses import PlacedUse
from training.core.i18n import gettext as _


def serving(uses: Mapping[str, Sequence[PlacedUse]]) -> list[tuple[str, list[PlacedUse]]]:
    """What serves a standard under the headings that people look for; what has no heading of its own comes last."""
    headings = (
        (_("Taught in"), ("module",)),
        (_("Scripted in"), ("script",)),
        (_("Asked in"), ("bank", "quiz")),
        (_("Played in"), ("scenario",)),
        (_("Observed in"), ("checklist",)),
        (_("Reviewed in"), ("scorecard",)),
        (_("Customers are asked in"), ("feedback",)),
    )
    named = {kind for _heading, kinds in headings for kind in kinds}
    found = [(heading, [one for kind in kinds for one in uses.get(kind, ())]) for heading, kinds in headings]
    found.append((_("Named in"), [one for kind, several in uses.items() if kind not in named for one in several]))
    return [(heading, several) for heading, several in found if several]


def missing(uses: Mapping[str, Sequence[PlacedUse]]) -> list[str]:
    """What a standard has not yet and mostly needs, each as a sentence."""
    needed = (
        (("module",), _("Nothing teaches it yet.")),
        (("bank", "quiz", "scenario"), _("No question and no scenario asks for it yet.")),
        (("checklist", "scorecard"), _("Nobody watches for it at work yet.")),
    )
    return [sentence for kinds, sentence in needed if not any(kind in uses for kind in kinds)]
