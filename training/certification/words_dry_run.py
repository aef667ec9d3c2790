"""What a change of a programme would do to people, in sentences of the reader's language."""

from training.certification.queries_dry_run import Plan
from training.certification.rules import Level
from training.certification.rules_dates import Validity
from training.certification.rules_dry_run import Sum
from training.certification.rules_effect import Effect
from training.certification.words import level_words
from training.certification.words_decisions import in_short, moved
from training.content.durations import Duration
from training.content.labels import span_words
from training.core.i18n import gettext as _
from training.core.i18n import ngettext

MOST_MOVES = 3  # of one person, in the list


def finding(found: Sum) -> str:
    """The first sentence: how many people are touched at all."""
    if not found.people:
        return _("Nobody stands otherwise by it today.")
    return ngettext("It touches one person.", "It touches %(num)s people.", found.people)


def lines(found: Sum) -> list[str]:
    """How many people are touched in which way; nothing for ways in which nobody is."""
    counted = (
        (
            found.asked,
            ngettext("It is newly asked of one person.", "It is newly asked of %(num)s people.", found.asked),
        ),
        (
            found.asked_no_more,
            ngettext(
                "It is asked of one person no more.", "It is asked of %(num)s people no more.", found.asked_no_more
            ),
        ),
        (found.more_to_do, ngettext("One person has more to do.", "%(num)s people have more to do.", found.more_to_do)),
        (found.less_to_do, ngettext("One person has less to do.", "%(num)s people have less to do.", found.less_to_do)),
        (found.sooner, ngettext("One person has less time.", "%(num)s people have less time.", found.sooner)),
        (found.later, ngettext("One person has more time.", "%(num)s people have more time.", found.later)),
        (
            found.issued,
            ngettext("One person is certified at once.", "%(num)s people are certified at once.", found.issued),
        ),
    )
    sentences = [sentence for number, sentence in counted if number]
    return [*sentences, *(_level(before, after, number) for (before, after), number in found.levels.most_common())]


def _level(before: Level, after: Level, number: int) -> str:
    words = level_words()
    return ngettext(
        "One person: %(before)s → %(after)s.",
        "%(num)s people: %(before)s → %(after)s.",
        number,
        before=words[before],
        after=words[after],
    )


def kept(found: Sum, plan: Plan) -> str:
    """What becomes of the certificates that were issued; nothing where there are none."""
    if not found.kept:
        return ""
    text = ngettext("One certificate keeps its last day.", "%(num)s certificates keep their last day.", found.kept)
    before, after = plan.validities
    if before is None or (before.months, before.days, before.ends_on) == (after.months, after.days, after.ends_on):
        return text
    later = _(
        "What is issued from then on holds %(after)s instead of %(before)s.",
        after=validity(after),
        before=validity(before),
    )
    return f"{text} {later}"


def validity(span: Validity) -> str:
    """How long a certificate holds."""
    if not span.ends:
        return _("for good")
    return span_words(Duration(span.months, "months") if span.months else Duration(span.days, "days"))


def effect(found: Effect, names: dict[str, str]) -> str:
    """What one person would notice."""
    if found.before is None:
        return _("Newly asked.")
    if found.after is None:
        return _("Asked no more.")
    parts = [in_short(found)]
    for one in found.moved[:MOST_MOVES]:
        before, after = moved(one)
        title = names.get(one.requirement_id, one.requirement_id)
        parts.append(_("“%(title)s”: %(before)s → %(after)s.", title=title, before=before, after=after))
    if len(found.moved) > MOST_MOVES:
        parts.append(_("And more."))
    return " ".join(part for part in parts if part)
