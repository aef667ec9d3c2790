"""Reading what interviewers fill in."""

from collections.abc import Iterator, Mapping, Sequence
from secrets import token_urlsafe

from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from training.core.forms import SiteForm, cleaned
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext as lazy
from training.core.problems import Problem, Problems
from training.standards.actions_interviews import Filled
from training.standards.files_profile import Profile
from training.standards.rules_interview import HIGHEST, LOWEST

LONGEST_NOTE = 2_000
SCORE, NOTE = "score-", "note-"


class CandidateForm(SiteForm):
    """Whom to interview: a name or a label, and for which team."""

    label = StringField(
        lazy("Candidate"),
        [DataRequired(lazy("Give the candidate a name or a label.")), Length(max=80)],
        description=lazy("A name, initials or a number of yours. Nothing else is needed."),
    )
    team = SelectField(lazy("For which team"), coerce=int, validators=[InputRequired(lazy("Choose a team."))])
    key = HiddenField(validators=[InputRequired(), Length(max=40)], default=lambda: token_urlsafe(12))


def filled_from(form: Mapping[str, str], profile: Profile) -> Filled:
    """The sheet of a form. Raises Problems at the fields, with everything that is wrong; notes may be anything."""
    questions = [question.id for question in profile.interview]
    problems = list(_problems(form, questions))
    if problems:
        raise Problems(problems)
    answers = {}
    for question in questions:
        score, note = form.get(SCORE + question, ""), cleaned(form.get(NOTE + question))
        if score or note:
            answers[question] = (int(score) if score else None, note)
    revision = form.get("revision", "")
    is_number = revision.isascii() and revision.isdigit() and len(revision) < 10
    return Filled(int(revision) if is_number else -1, answers, cleaned(form.get("comment")))


def _problems(form: Mapping[str, str], questions: Sequence[str]) -> Iterator[Problem]:
    for name, value in form.items():
        prefix = next((one for one in (SCORE, NOTE) if name.startswith(one)), "")
        if prefix and name.removeprefix(prefix) not in questions:
            message = _("“%(id)s” is no question of this guide.", id=name.removeprefix(prefix)[:60])
            yield Problem("main", None, message, _("Open the interview again from the list."))
        elif prefix == SCORE and value and value not in map(str, range(LOWEST, HIGHEST + 1)):
            message = _("A score is a whole number from %(low)s to %(high)s.", low=LOWEST, high=HIGHEST)
            yield Problem(name.removeprefix(SCORE), None, message, _("Choose one of the five."))
        elif (prefix == NOTE or name == "comment") and len(cleaned(value)) > LONGEST_NOTE:
            message = _(
                "This note is %(length)s signs long; %(most)s fit.", length=len(cleaned(value)), most=LONGEST_NOTE
            )
            yield Problem(name, None, message, _("Shorten it."))
