"""Reading what observers fill in, and the forms of the pages around it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from wtforms import HiddenField, PasswordField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined] # newer than its type stubs
from wtforms.validators import InputRequired, Length

from training.checklists.rules import Rated
from training.checklists.rules_signing import LONGEST_KEY, Content, NotAnObservation, Sent
from training.core.forms import DayField, SiteForm, cleaned
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext as lazy
from training.core.problems import Problem, Problems

LONGEST_TEXT = 2_000  # signs; nobody types more on a phone
UNSEEN = "unseen"
LEVEL, COMMENT = "level-", "comment-"
_LARGEST_ID = 2**31 - 1


def observation_from(form: Mapping[str, str], learner_id: int, *, photo: str | None) -> Sent:
    """The observation of a form, with the checksum of the photo that came with it.

    Raises NotAnObservation for what no page of ours sends, Problems for what people can type and we cannot keep.
    """
    problems: list[Problem] = []
    names = sorted({name.partition("-")[2] for name in form if name.startswith((LEVEL, COMMENT))})
    ratings = {name: _rated(form, name, problems) for name in names[:200]}
    content = Content(
        ratings={name: one for name, one in ratings.items() if one is not None},
        comment=_text(form, "comment", problems),
        plan=_text(form, "plan", problems),
        next_on=_day(form.get("next_on", ""), problems),
        photo=photo,
    )
    sent = Sent(
        key=_key(form.get("key", "")),
        version_id=_number(form.get("version", ""), _LARGEST_ID),
        learner_id=learner_id,
        begun_at=datetime.fromtimestamp(_number(form.get("begun", ""), 10**14) / 1000, UTC),
        base=_number(form.get("base", "0"), _LARGEST_ID),
        content=content,
    )
    if problems:
        raise Problems(problems)
    return sent


def _rated(form: Mapping[str, str], name: str, problems: list[Problem]) -> Rated | None:
    """What was said of a criterion; None for one that was not touched."""
    level, comment = form.get(LEVEL + name), _text(form, COMMENT + name, problems)
    if level is None and not comment:
        return None
    return Rated(None if level in {None, UNSEEN} else level, comment)


def _text(form: Mapping[str, str], name: str, problems: list[Problem]) -> str:
    text = cleaned(form.get(name))
    if len(text) > LONGEST_TEXT:
        message = _("This is %(length)s signs long; %(most)s fit.", length=len(text), most=LONGEST_TEXT)
        problems.append(Problem(name, None, message, _("Shorten it.")))
    return text


def _day(text: str, problems: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems.append(Problem("next_on", None, _("There is no such day. Write it like 2026-03-21.")))
        return None


def _key(text: str) -> str:
    if not 0 < len(text) <= LONGEST_KEY or not (text.isascii() and text.isprintable()):
        raise NotAnObservation("a key")
    return text


def _number(text: str, largest: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16 and int(text) <= largest):
        raise NotAnObservation("a number")
    return int(text)


class SignForm(SiteForm):
    """The passphrase, and after “not yet” what happens until the next time. `seen` says what was on the page."""

    plan = TextAreaField(
        lazy("What happens until then"),
        [Length(max=LONGEST_TEXT)],
        description=lazy("One or two things to practise, and with whom. You both see it."),
    )
    next_on = DayField(lazy("When you look again"))
    passphrase = PasswordField(lazy("Your passphrase"), [InputRequired(lazy("Enter your passphrase to sign."))])
    seen = HiddenField()


class SecondForm(SiteForm):
    """The second observer: the same, or what differs."""

    agrees = RadioField(
        lazy("Did you see the same?"),
        [InputRequired(lazy("Say whether you saw the same."))],
        choices=[
            SelectChoice("yes", lazy("Yes, I would rate it the same")),
            SelectChoice("no", lazy("No, I saw something differently")),
        ],
    )
    words = TextAreaField(lazy("What differs"), [Length(max=LONGEST_TEXT)])
    passphrase = PasswordField(lazy("Your passphrase"), [InputRequired(lazy("Enter your passphrase to sign."))])


class VoidForm(SiteForm):
    """Why an observation shall not count."""

    reason = TextAreaField(
        lazy("Why it shall not count"),
        [InputRequired(lazy("Say why, in a sentence.")), Length(max=LONGEST_TEXT)],
        description=lazy("It stays readable with this reason and your name."),
    )


class RemarkForm(SiteForm):
    """What the learner says about it."""

    text = TextAreaField(lazy("Your remark"), [InputRequired(lazy("Write something first.")), Length(max=LONGEST_TEXT)])


class AssessorForm(SiteForm):
    """Who shall be trusted to observe."""

    person = StringField(
        lazy("Employee number or e-mail"), [InputRequired(lazy("Enter a number or an address.")), Length(max=200)]
    )
