"""Sentences of the review pages that are about several teams, or about time."""

from collections.abc import Sequence

from training.core.i18n import format_date, ngettext
from training.core.i18n import gettext as _
from training.diagnosis.queries_review import Reviewed
from training.diagnosis.rules_drift import Drift
from training.diagnosis.words import FEW_HIDDEN, headline
from training.diagnosis.words_figures import counted_words
from training.standards.files_standard import Standard


def title_of(rows: Sequence[Reviewed]) -> str:
    """The finding of all standards in one line, for the top of the list."""
    needing = sum(one.needs_somebody for one in rows)
    if needing:
        return ngettext("%(num)d standard needs somebody", "%(num)d standards need somebody", needing)
    if not any(one.diagnosis for one in rows):
        return _("Nothing is reviewed yet")
    return _("No standard needs anybody now")


def found_words(found: Reviewed) -> str:
    """What was found of a standard, as a sentence."""
    if found.diagnosis is None:
        return _("Not reviewed yet. A review runs each night.")
    if not found.teams:
        return _("Nothing was measured in your teams in this time.")
    if found.is_few:
        return _("Too few people are measured to show anything: it would be about single ones.")
    return headline(found.standard, found.verdict, found.verdicts)


def row_words(found: Reviewed) -> str:
    """The line below a standard in a list: the sentence, then the raw figure with n, where, and up to which day."""
    sentence = found_words(found)
    if not found.told or found.diagnosis is None:
        return sentence
    values = {
        "sentence": sentence,
        "counted": counted_words(found.standard, found.raw, found.n),
        "where": where_words(found),
        "day": format_date(found.diagnosis.last, "long"),
    }
    return _("%(sentence)s As counted: %(counted)s. %(where)s · up to %(day)s", **values)


def where_words(found: Reviewed) -> str:
    """Where it was measured; with a problem, in which teams that is: “Canal Side, Harbour and 2 more”."""
    teams = [team.name for team in found.told if team.needs_somebody] or [team.name for team in found.told]
    shown, more = teams[:2], len(teams) - 2
    names = ", ".join(shown)
    return (
        ngettext("%(names)s and %(num)d more", "%(names)s and %(num)d more", more, names=names) if more > 0 else names
    )


def hidden_words(found: Reviewed) -> str:
    """That small teams are not told of; empty where there are none."""
    return str(FEW_HIDDEN) if any(team.is_few for team in found.teams) else ""


def drift_words(standard: Standard, found: Drift | None) -> str:
    """A small change that lasts: “Since about 3 May it seems to be worse than before …” Empty without one."""
    if found is None:
        return ""
    since = format_date(found.since, "long")
    if found.is_up == standard.higher_is_better:
        return _("Since about %(since)s it seems to be better than before: small differences that add up.", since=since)
    return _("Since about %(since)s it seems to be worse than before: small differences that add up.", since=since)
