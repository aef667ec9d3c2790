"""A refresher in words: what there is to do in a part, and why it is there."""

from datetime import date

from training.certification.files import PRACTICE
from training.content.library import kind_named
from training.core.i18n import format_date, ngettext
from training.core.i18n import gettext as _
from training.refreshers.rules import Doing, Part, Reason, Why


def place_of(part: Part) -> str:
    """The address of what is done on a page of its own."""
    return "/practice" if part.kind == PRACTICE else kind_named(part.kind).place(part.slug, None)


def title_of(part: Part) -> str:
    """What a part is called: a block by its own title, a test-out by what it is about."""
    return _("Test-out: %(title)s", title=part.title) if part.doing is Doing.PROVE else part.title


def doing_of(part: Part) -> str:
    """What one does in a part, and how long it takes."""
    what = _what(part)
    if not part.minutes:
        return _("%(what)s.", what=what)
    return ngettext("%(what)s, %(num)s minute.", "%(what)s, %(num)s minutes.", part.minutes, what=what)


def _what(part: Part) -> str:
    if part.doing is Doing.READ:
        return _("Read")
    if part.doing is Doing.PROVE:
        count = len(part.asked)
        return ngettext("Answer %(num)s question", "Answer %(num)s questions", count)
    return {
        "module": _("Read all of it"),
        "quiz": _("Take the quiz"),
        "script": _("Rehearse it"),
        "scenario": _("Play it"),
        "checklist": _("Be observed at work"),
        "policy": _("Read and sign it"),
        "credential": _("Send in the certificate"),
        PRACTICE: _("Practise"),
    }[part.kind]


def reasons_of(part: Part) -> str:
    """Why a part is there."""
    return " ".join(reason_words(reason) for reason in part.reasons)


def reason_words(reason: Reason) -> str:  # noqa: PLR0911 -- a sentence for each reason
    """One reason in a sentence."""
    values = reason.values
    day = format_date(date.fromisoformat(values["on"])) if values.get("on") else ""
    match reason.why:
        case Why.CHANGED:
            return _("Changed on %(day)s.", day=day)
        case Why.CORE:
            return _("Asked of everybody each time.")
        case Why.FAILED:
            return ngettext(
                "A question about it went wrong on %(day)s.",
                "%(num)s questions about it went wrong, the last on %(day)s.",
                values["questions"],
                day=day,
            )
        case Why.FADED:
            return _("You are likely to remember %(per_cent)s %% of it.", per_cent=values["per_cent"])
        case Why.UNPRACTISED:
            return _("Not recalled since %(day)s.", day=day) if day else _("Not recalled so far.")
        case Why.UNPROVABLE:
            return _("No question asks about it, so a test-out cannot show it.")
        case Why.KNOWN:
            return _known(reason)
        case Why.MISSED:
            return _("Missed in the test-out.")
        case Why.ONCE_MORE:
            return _("Once more, with other questions where there are any.")
        case Why.CONVERSATION:
            return _("Only having the conversation shows that you can.")
        case Why.NEW:
            return _("You have not done this yet.")
        case Why.BY_OTHERS:
            return _("It cannot be shown by answering questions.")
    until = values.get("until")
    return _("Still counts until %(day)s.", day=format_date(date.fromisoformat(until))) if until else _("Still counts.")


def _known(reason: Reason) -> str:
    values = reason.values
    if values.get("full"):
        return _("Shows what you still know; the whole quiz has %(full)s.", full=values["full"])
    if values.get("blocks"):
        return ngettext(
            "Shows what you still know; then %(num)s part is not read again.",
            "Shows what you still know; then %(num)s parts are not read again.",
            values["blocks"],
        )
    if values.get("questions"):
        return _("Shows that the words are still there; then it is not rehearsed again.")
    return _("Still known: shown in the test-out.")
