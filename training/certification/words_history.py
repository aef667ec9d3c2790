"""What happened to somebody, in one sentence each, in the reader's language."""

from datetime import date
from typing import Any

from training.certification.queries_history import (
    ASSIGNED,
    AWARD_REINSTATED,
    AWARD_REVOKED,
    ENDED,
    LEAVE_BEGAN,
    LEAVE_ENDED,
    LEFT,
    MOVED,
    RETURNED,
    ROLE_BEGAN,
    ROLE_ENDED,
    Fact,
)
from training.certification.rules import EXEMPTED, EXTENDED, REINSTATED, REVOKED
from training.certification.rules_assignment import Because, Ended
from training.certification.words import score
from training.content.labels import skill_name
from training.core.i18n import format_date
from training.core.i18n import gettext as _


def happened(fact: Fact) -> str:
    """What happened."""
    if fact.kind == ASSIGNED:
        return _began(fact)
    if fact.kind == ENDED:
        return _ended(fact)
    if fact.kind in (EXEMPTED, EXTENDED):
        return _with_its_end(fact)
    texts = {
        "module.done": _("Finished “%(title)s”"),
        "quiz.passed": _("Passed “%(title)s” with %(score)s"),
        "quiz.failed": _("Did not pass “%(title)s”: %(score)s"),
        "script.rehearsed": _("Rehearsed “%(title)s”"),
        "scenario.passed": _("Passed “%(title)s” with %(score)s"),
        "scenario.failed": _("Did not pass “%(title)s”: %(score)s"),
        "observation.passed": _("Seen at work, and passed: “%(title)s”"),
        "observation.not-yet": _("Seen at work, not yet: “%(title)s”"),
        "policy.signed": _("Read and signed “%(title)s”"),
        "credential.accepted": _("“%(title)s” was checked and accepted"),
        "credential.refused": _("“%(title)s” was checked and refused"),
        "skill.reached": _("Remembered “%(title)s” at %(score)s"),
        REVOKED: _("What was proven in “%(title)s” was taken back"),
        REINSTATED: _("What was proven in “%(title)s” counts again"),
        "award.issued": _("Certificate “%(title)s” issued"),
        AWARD_REVOKED: _("Certificate “%(title)s” withdrawn"),
        AWARD_REINSTATED: _("Certificate “%(title)s” given back"),
        ROLE_BEGAN: _("Started as %(title)s"),
        ROLE_ENDED: _("Last day as %(title)s"),
        MOVED: _("Moved to the team %(title)s"),
        LEAVE_BEGAN: _("Went on leave"),
        LEAVE_ENDED: _("Came back from leave"),
        LEFT: _("Leaving was noted, for %(last_day)s"),
        RETURNED: _("Came back to the company"),
    }
    said = {"title": _title(fact), "score": score(fact.said.get("score")), "last_day": _day(fact.said.get("last_day"))}
    return texts[fact.kind] % said


def reason(fact: Fact) -> str:
    """The reason that somebody gave, in their own words; nothing where none is asked for."""
    return str(fact.said.get("reason") or "")


def author(fact: Fact) -> str:
    """Who decided, checked or saw it; nothing where it was the person alone."""
    if not fact.by:
        return ""
    if fact.kind.startswith("observation."):
        return _("Seen by %(name)s", name=fact.by)
    if fact.kind.startswith("credential."):
        return _("Checked by %(name)s", name=fact.by)
    return _("By %(name)s", name=fact.by)


def why_decided(fact: Fact) -> str:
    """A decision that a standing rests on: its author and reason."""
    if not fact.by:
        return _("“%(reason)s”", reason=reason(fact))
    return _("%(name)s: “%(reason)s”", name=fact.by, reason=reason(fact))


def _with_its_end(fact: Fact) -> str:
    title = _title(fact)
    if fact.kind == EXTENDED:
        until = _day(fact.said.get("until"))
        return _("More time was given for “%(title)s”, until %(until)s", title=title, until=until)
    if fact.until is None:
        return _("Exempted from “%(title)s” for good", title=title)
    return _("Exempted from “%(title)s” until %(until)s", title=title, until=format_date(fact.until))


def _began(fact: Fact) -> str:
    title, role = fact.title, fact.said.get("role")
    if fact.said["because"] == Because.ROLE and role:
        return _("“%(title)s” began, because of the role %(role)s", title=title, role=role)
    if fact.said["because"] == Because.TEAM:
        return _("“%(title)s” began, because of the team", title=title)
    if fact.said["because"] == Because.EVERYBODY:
        return _("“%(title)s” began, as for everybody", title=title)
    return _("“%(title)s” was assigned by hand", title=title)


def _ended(fact: Fact) -> str:
    title = fact.title
    words = {
        Ended.SCOPE: _("“%(title)s” ended: role or team are others now", title=title),
        Ended.LEFT: _("“%(title)s” ended with the employment", title=title),
        Ended.RETIRED: _("“%(title)s” ended: it is out of use", title=title),
        Ended.WITHDRAWN: _("“%(title)s” is asked for no more: taken back by hand", title=title),
    }
    because = fact.said.get("ended_because")
    return words[Ended(because)] if because else _("“%(title)s” ended", title=title)


def _title(fact: Fact) -> str:
    return skill_name(fact.about) if isinstance(fact.about, str) else fact.title


def _day(value: Any) -> str:
    return format_date(date.fromisoformat(value)) if isinstance(value, str) else ""
