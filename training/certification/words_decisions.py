"""Decisions, and what they would change, in the reader's language."""

from dataclasses import dataclass

from training.certification.queries_decisions import Decision
from training.certification.queries_history import AWARD_REINSTATED, AWARD_REVOKED
from training.certification.rules import EXEMPTED, EXTENDED, REINSTATED, REVOKED, ProgrammeStanding, Standing, State
from training.certification.rules_effect import Effect, Moved
from training.certification.words import level_words, state_word
from training.core.i18n import format_date, ngettext
from training.core.i18n import gettext as _


@dataclass(frozen=True)
class Asked:
    """How a decision is asked for: the question, what it means, the button, and what is said when it is made."""

    question: str
    means: str
    button: str
    done: str
    is_grave: bool = False


def asked(kind: str, name: str, title: str, *, is_exempt: bool = False) -> Asked:
    """The words of one kind of decision about somebody and something, of which they may be exempt today."""
    if kind == REVOKED and is_exempt:
        return Asked(
            _("Take back the exemption of %(name)s from “%(title)s”?", name=name, title=title),
            _("It is asked for again, with its whole time from today on. The record keeps both decisions."),
            _("Take it back"),
            _("The exemption from “%(title)s” is taken back.", title=title),
            is_grave=True,
        )
    return {
        EXEMPTED: Asked(
            _("Exempt %(name)s from “%(title)s”?", name=name, title=title),
            _("It counts as met without being done. Whatever was done before stays in the record."),
            _("Exempt"),
            _("%(name)s is exempt from “%(title)s”.", name=name, title=title),
        ),
        EXTENDED: Asked(
            _("Give %(name)s more time for “%(title)s”?", name=name, title=title),
            _("Only this person’s last day moves. What is due later anyway stays as it is."),
            _("Give more time"),
            _("%(name)s has more time for “%(title)s”.", name=name, title=title),
        ),
        REVOKED: Asked(
            _("Take back what %(name)s has proven in “%(title)s”?", name=name, title=title),
            _("It is asked for again, with its whole time from today on. The record keeps what was done."),
            _("Take it back"),
            _("What was proven in “%(title)s” counts no more.", title=title),
            is_grave=True,
        ),
        REINSTATED: Asked(
            _("Let what %(name)s has proven in “%(title)s” count again?", name=name, title=title),
            _("It counts as if it had never been taken back. The record keeps both decisions."),
            _("Let it count again"),
            _("What was proven in “%(title)s” counts again.", title=title),
        ),
        AWARD_REVOKED: Asked(
            _("Withdraw the certificate “%(title)s” of %(name)s?", name=name, title=title),
            _("It ends today, and whoever checks its number reads that it was withdrawn."),
            _("Withdraw it"),
            _("The certificate “%(title)s” is withdrawn.", title=title),
            is_grave=True,
        ),
        AWARD_REINSTATED: Asked(
            _("Give %(name)s the certificate “%(title)s” back?", name=name, title=title),
            _("It holds again from today on, with its old dates. The record keeps both decisions."),
            _("Give it back"),
            _("The certificate “%(title)s” holds again.", title=title),
        ),
    }[kind]


def decided(decision: Decision) -> str:
    """A decision that was made, in one sentence with its author."""
    day, by = format_date(decision.on), decision.by or "Standard Bearer"
    until = format_date(decision.until) if decision.until else ""
    if decision.kind == EXEMPTED:
        if until:
            return _("Exempt until %(until)s, decided by %(by)s on %(day)s.", until=until, by=by, day=day)
        return _("Exempt for good, decided by %(by)s on %(day)s.", by=by, day=day)
    if decision.kind == EXTENDED:
        return _("More time until %(until)s, given by %(by)s on %(day)s.", until=until, by=by, day=day)
    if decision.kind in (REVOKED, AWARD_REVOKED):
        return _("Taken back by %(by)s on %(day)s.", by=by, day=day)
    return _("Given back by %(by)s on %(day)s.", by=by, day=day)


def in_short(effect: Effect) -> str:
    """How many requirements open or close, and what becomes of the certificate and of the whole."""
    parts = []
    if opening := len(effect.reopened):
        parts.append(ngettext("One requirement opens again.", "%(num)s requirements open again.", opening))
    closing = sum(bool(one.after and one.after.held and not (one.before and one.before.held)) for one in effect.moved)
    if closing:
        parts.append(ngettext("One requirement is met by it.", "%(num)s requirements are met by it.", closing))
    parts.append(certificate(effect))
    if effect.before is not None and effect.after is not None and effect.level_moves:
        words = level_words()
        parts.append(_("%(before)s → %(after)s.", before=words[effect.before.level], after=words[effect.after.level]))
    return " ".join(part for part in parts if part)


def certificate(effect: Effect) -> str:
    """What becomes of the certificate; nothing where there is none before and after."""
    before, after = _certified(effect.before), _certified(effect.after)
    if after is None:
        return _("The certificate ends.") if before is not None else ""
    if before is None or before.certified_on != after.certified_on:
        words = (_("A certificate is issued, without an end."), _("A certificate is issued, until %(day)s."))
    elif before.until == after.until:
        words = (_("The certificate stays, without an end."), _("The certificate stays, until %(day)s."))
    else:
        words = (_("The certificate holds without an end."), _("The certificate holds until %(day)s."))
    return words[0] if after.until is None else words[1] % {"day": format_date(after.until)}


def _certified(standing: ProgrammeStanding | None) -> ProgrammeStanding | None:
    return standing if standing is not None and standing.certified_on is not None else None


def moved(one: Moved) -> tuple[str, str]:
    """How a requirement stands before and after."""
    return side(one.before), side(one.after)


def side(standing: Standing | None) -> str:
    """The state of a requirement, with its last day."""
    if standing is None:
        return _("Not asked for")
    word = state_word(standing)
    if standing.held and standing.until is not None:
        return _("%(state)s, until %(day)s", state=word, day=format_date(standing.until))
    if standing.state is State.EXPIRED and standing.until is not None:
        return _("%(state)s on %(day)s", state=word, day=format_date(standing.until))
    if not standing.held and standing.due_on is not None:
        return _("%(state)s, due on %(day)s", state=word, day=format_date(standing.due_on))
    return word
