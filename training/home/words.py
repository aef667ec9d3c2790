"""What a thing to do takes, where one stopped in it, or what comes first, in a sentence."""

from collections.abc import Callable, Iterator, Mapping

from training.core.i18n import gettext as _
from training.core.i18n import ngettext
from training.home.queries import Asked, Under, size_of
from training.home.rules import REFRESHER, Task
from training.modules.queries import Begun
from training.quizzes.queries import OpenAttempt
from training.scenarios.queries import OpenPlay


def text_of(one: Asked) -> str:
    """What it takes, where one stopped, or what comes first."""
    if one.task.kind == REFRESHER:
        return _("Read what changed or has faded, and show in a few questions that you still know the rest.")
    if one.task.blocked_by is not None:
        return _("It opens as soon as “%(title)s” is done.", title=one.task.blocked_by)
    if one.begun is not None:
        return _where(one, one.begun)
    if not one.task.only_changed:
        return " ".join([_ahead(one), *_instead(one.task)])
    if one.task.kind in ("module", "script"):
        return _("It changed since you did it. Only the parts that changed are asked of you again.")
    return _("It changed since you did it, so it is asked of you once more.")


def _where(one: Asked, begun: Under) -> str:
    """Where one stopped."""
    match begun:
        case Begun(part=part, open_parts=count):
            left = ngettext("%(num)s part is left", "%(num)s parts are left", count)
            return _("You stopped at “%(part)s”. %(left)s, %(minutes)s.", part=part, left=left, minutes=_minutes(one))
        case OpenAttempt(answered=done, total=total):
            return _("%(done)s of %(total)s questions answered.", done=done, total=total)
        case OpenPlay(decided=turns):
            return ngettext("%(num)s turn lies behind you.", "%(num)s turns lie behind you.", turns)
    return _("You have begun to rehearse it. What is left takes %(minutes)s.", minutes=_minutes(one))


def _minutes(one: Asked) -> str:
    return ngettext("about %(num)s minute", "about %(num)s minutes", one.task.minutes)


def _instead(task: Task) -> Iterator[str]:
    """What would do as well."""
    if task.instead:
        others = ", ".join(f"“{title}”" for title in task.instead)
        yield _("One is enough, this or %(others)s.", others=others)


def _ahead(one: Asked) -> str:
    """What is ahead of somebody who has not begun."""
    if one.edition is None:
        return _("Practise until you remember it well: three minutes at a time.")
    return _AHEAD[one.task.kind](size_of(one.edition), _minutes(one))


def _module(size: int, minutes: str) -> str:
    return ngettext("%(num)s part, %(minutes)s.", "%(num)s parts, %(minutes)s.", size, minutes=minutes)


def _quiz(size: int, minutes: str) -> str:
    return ngettext(
        "%(num)s question, %(minutes)s. You may pause.",
        "%(num)s questions, %(minutes)s. You may pause.",
        size,
        minutes=minutes,
    )


def _script(size: int, minutes: str) -> str:
    return ngettext(
        "%(num)s line to say aloud, %(minutes)s.", "%(num)s lines to say aloud, %(minutes)s.", size, minutes=minutes
    )


def _checklist(size: int, _minutes: str) -> str:
    return ngettext(
        "Somebody watches you at work, for %(num)s point. Ask them for a day.",
        "Somebody watches you at work, for %(num)s points. Ask them for a day.",
        size,
    )


_AHEAD: Mapping[str, Callable[[int, str], str]] = {
    "module": _module,
    "quiz": _quiz,
    "script": _script,
    "scenario": lambda _size, minutes: _("A conversation to play, %(minutes)s. You may pause.", minutes=minutes),
    "policy": lambda _size, minutes: _("To read and to sign, %(minutes)s.", minutes=minutes),
    "checklist": _checklist,
    "credential": lambda _size, _minutes: _("Hand in the certificate that you hold. Somebody looks at it."),
}
