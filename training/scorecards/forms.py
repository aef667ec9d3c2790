"""The forms of reviewing, and reading what a reviewer sends."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    DecimalField,
    FileField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import DateTimeLocalField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from training.core.forms import SiteForm, cleaned
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext as lazy
from training.core.problems import Problem, Problems
from training.scorecards.files import Scorecard
from training.scorecards.rules import Given, How, Outcome
from training.scorecards.words import channel_words, how_words, per_words

LONGEST_TEXT = 2_000  # signs
ANSWER, NOTE, QUOTE = "answer-", "note-", "quote-"


def given_from(form: Mapping[str, str], scorecard: Scorecard) -> tuple[dict[str, Given], str]:
    """What a reviewer says of each item, and of the whole. Items that nobody touched are left out.

    Names of items come as they were sent: whether the scorecard has them is for the action to say. Raises Problems for
    texts that are too long.
    """
    problems: list[Problem] = []
    known = [item.id for item in scorecard.items]
    sent = {name.partition("-")[2] for name in form if name.startswith((ANSWER, NOTE, QUOTE))}
    given = {}
    for name in [*known, *sorted(sent.difference(known))[:20]]:
        one = Given(
            form.get(ANSWER + name) or None,
            _text(form, NOTE + name, name, problems),
            _text(form, QUOTE + name, name, problems),
        )
        if one != Given(None):
            given[name] = one
    comment = _text(form, "comment", "comment", problems)
    if problems:
        raise Problems(problems)
    return given, comment


def _text(form: Mapping[str, str], name: str, place: str, problems: list[Problem]) -> str:
    text = cleaned(form.get(name))
    if len(text) > LONGEST_TEXT:
        message = _("This is %(length)s signs long; %(most)s fit.", length=len(text), most=LONGEST_TEXT)
        problems.append(Problem(place, None, message, _("Shorten it.")))
    return text


class NewForm(SiteForm):
    """Which interaction is reviewed, whose it is, and how it was chosen."""

    scorecard = SelectField(lazy("Scorecard"), [InputRequired(lazy("Choose a scorecard."))])
    person = StringField(
        lazy("Whose work"),
        [InputRequired(lazy("Say whose work it was.")), Length(max=200)],
        description=lazy("Employee number or e-mail."),
    )
    channel = SelectField(lazy("Channel"))
    reference = StringField(
        lazy("Reference"),
        [DataRequired(lazy("Enter the reference.")), Length(max=100)],
        description=lazy("The number of the call, the ticket or the visit. Never the name of a customer."),
    )
    at = DateTimeLocalField(
        lazy("When it took place"),
        [InputRequired(lazy("Enter when it took place."))],
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
    how = RadioField(lazy("How you chose it"), default=How.PICKED.value)
    share = DecimalField(
        lazy("Chance of being drawn, in 100"),
        [Optional(), NumberRange(0.001, 100, lazy("Enter a number above 0, up to 100."))],
        description=lazy("Only for one that was drawn at random elsewhere: 5 when 5 of every 100 were drawn."),
    )

    def __init__(self, *args: Any, scorecards: Sequence[tuple[str, str]] = (), **values: Any) -> None:
        super().__init__(*args, **values)
        self.scorecard.choices = list(scorecards)
        self.channel.choices = list(channel_words().items())
        self.how.choices = [(How(name).value, words) for name, words in how_words().items()]

    def validate(self, *args: Any, **values: Any) -> bool:
        fine = super().validate(*args, **values)
        if fine and (self.how.data == How.RANDOM) != (self.share.data is not None):
            message = (
                _("Enter how likely it was to be drawn, or draw a sample here.")
                if self.how.data == How.RANDOM
                else _("Only what was drawn at random has a chance. Leave it empty.")
            )
            self.refuse("share", message)
            return False
        return fine


class SampleForm(SiteForm):
    """A list of interactions, and how many are drawn of it."""

    scorecard = SelectField(lazy("Scorecard"), [InputRequired(lazy("Choose a scorecard."))])
    file = FileField(
        lazy("List of interactions"),
        description=lazy("CSV or Excel with the columns reference, person (employee number), at, channel and seconds."),
    )
    pasted = TextAreaField(
        lazy("Or paste it"),
        [Optional(), Length(max=500_000)],
        description=lazy("With the names of the columns in the first line."),
    )
    channel = SelectField(lazy("Channel, where the list names none"))
    size = IntegerField(lazy("How many"), [InputRequired(lazy("Enter a number.")), NumberRange(1, 500)], default=3)
    per = SelectField(lazy("Drawn"))

    def __init__(self, *args: Any, scorecards: Sequence[tuple[str, str]] = (), **values: Any) -> None:
        super().__init__(*args, **values)
        self.scorecard.choices = list(scorecards)
        self.channel.choices = list(channel_words().items())
        self.per.choices = list(per_words().items())


class VoidForm(SiteForm):
    """Why a review shall not count."""

    reason = TextAreaField(
        lazy("Why it shall not count"),
        [InputRequired(lazy("Say why, in a sentence.")), Length(max=LONGEST_TEXT)],
        description=lazy("It stays readable with this reason and your name."),
    )


class RemarkForm(SiteForm):
    """What somebody says about a review."""

    text = TextAreaField(
        lazy("Your comment"), [InputRequired(lazy("Write something first.")), Length(max=LONGEST_TEXT)]
    )


class AppealForm(SiteForm):
    """Which item is seen differently, and why."""

    item = SelectField(lazy("What you see differently"), [InputRequired(lazy("Choose an item."))])
    reason = TextAreaField(
        lazy("What happened, as you see it"),
        [InputRequired(lazy("Say why, in a sentence or two.")), Length(max=LONGEST_TEXT)],
    )

    def __init__(self, *args: Any, items: Sequence[tuple[str, str]] = (), **values: Any) -> None:
        super().__init__(*args, **values)
        self.item.choices = list(items)


class DecideForm(SiteForm):
    """The answer to an appeal. Without an answer in `becomes` the review stands."""

    outcome = RadioField(lazy("Your decision"), [InputRequired(lazy("Choose one."))])
    becomes = SelectField(lazy("What it becomes, if you change it"), [Optional()])
    words = TextAreaField(lazy("Why"), [InputRequired(lazy("Say why: they read it.")), Length(max=LONGEST_TEXT)])

    def __init__(self, *args: Any, answers: Sequence[tuple[str, str]] = (), **values: Any) -> None:
        super().__init__(*args, **values)
        self.outcome.choices = [
            (Outcome.UPHELD.value, _("The review stands")),
            (Outcome.CHANGED.value, _("I change it")),
        ]
        self.becomes.choices = [("", _("Choose …")), *answers]


class CalibrationForm(SiteForm):
    """Who scores an interaction blind, and by what."""

    scorecard = SelectField(lazy("Scorecard"), [InputRequired(lazy("Choose a scorecard."))])
    people = TextAreaField(
        lazy("Who scores it"),
        [InputRequired(lazy("Name at least one reviewer beside yourself.")), Length(max=2_000)],
        description=lazy("Employee numbers or e-mails of other reviewers, one on each line."),
    )
    joins = BooleanField(lazy("I score it too"))

    def __init__(self, *args: Any, scorecards: Sequence[tuple[str, str]] = (), **values: Any) -> None:
        super().__init__(*args, **values)
        self.scorecard.choices = list(scorecards)


class AgreedForm(SiteForm):
    """What everybody takes along from a calibration."""

    note = TextAreaField(
        lazy("What you agreed on, and why"), [InputRequired(lazy("Write down what you agreed on.")), Length(max=5_000)]
    )
