"""Forms about needs: a decision, a change of a process, a comment, a need opened by hand, a round."""

from wtforms import IntegerField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from training.core.forms import DayField, SiteForm
from training.core.i18n import lazy_gettext as lazy

LONGEST = 2_000  # signs
CONFIRM, KEEP, PROCESS, DISMISS = "assign", "confirm", "process", "dismiss"


class DecideForm(SiteForm):
    """What to do about somebody's need. What is said is needed for everything but an assignment that two sources
    support already."""

    items = SelectMultipleField(
        lazy("What is to be done"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    start_on = DayField(lazy("From which day?"), validators=[Optional()])
    override = TextAreaField(
        lazy("Why does a lesson help although the process is in the way?"),
        validators=[Length(max=LONGEST)],
        description=lazy("It stands beside this need from now on."),
    )
    words = TextAreaField(
        lazy("A word about it, or your reason"),
        validators=[Length(max=LONGEST)],
        description=lazy(
            "Both of you read it; if it is the process, so does whoever looks after the team. Write what you have seen "
            "yourself, or why nothing is to be done."
        ),
    )


class ImproveForm(SiteForm):
    """What is changed about a process, by whom and until when."""

    text = TextAreaField(
        lazy("What is changed?"),
        validators=[InputRequired(lazy("Say what is changed.")), Length(max=300)],
        description=lazy(
            "Staffing, a script, a tool, what somebody may decide alone. Everybody in the house reads it."
        ),
    )
    owner = SelectField(lazy("Who does it?"), coerce=int, validators=[InputRequired(lazy("Choose somebody."))])
    by_on = DayField(lazy("By when?"), validators=[InputRequired(lazy("Give a day."))])


class WordsForm(SiteForm):
    """A reason, where one is asked for."""

    words = TextAreaField(
        lazy("Your reason"),
        validators=[InputRequired(lazy("Say why.")), Length(max=LONGEST)],
    )


class CommentForm(SiteForm):
    """A word about a need."""

    text = TextAreaField(
        lazy("What you want to say about it"), validators=[InputRequired(lazy("Write something.")), Length(max=LONGEST)]
    )


class NewNeedForm(SiteForm):
    """A need that a leader opens without waiting for a review."""

    person = SelectField(lazy("For whom?"), coerce=int, validators=[InputRequired(lazy("Choose somebody."))])
    standard = SelectField(lazy("Which standard?"), validators=[InputRequired(lazy("Choose a standard."))])
    words = TextAreaField(
        lazy("What have you seen?"),
        validators=[InputRequired(lazy("Say what you have seen.")), Length(max=LONGEST)],
        description=lazy("What happened, and not what somebody is like. They read it too."),
    )


class RoundForm(SiteForm):
    """Several people who learn the same: who, with what, how many at once, and who starts when."""

    people = SelectMultipleField(
        lazy("Who takes part"), coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    items = SelectMultipleField(
        lazy("What is to be done"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    capacity = IntegerField(
        lazy("How many can start at once?"),
        validators=[InputRequired(lazy("Give a number.")), NumberRange(1, 500, lazy("Give a number from 1 to 500."))],
    )
    start_on = DayField(lazy("When do the first ones start?"), validators=[InputRequired(lazy("Give a day."))])
    weeks = IntegerField(
        lazy("After how many weeks do the next ones start?"),
        validators=[
            InputRequired(lazy("Give a number.")),
            NumberRange(1, 52, lazy("Give a number from 1 to 52.")),
        ],
    )
    words = TextAreaField(
        lazy("What you have seen, or a word to them"),
        validators=[Length(max=LONGEST)],
        description=lazy("All read it."),
    )
    declined = TextAreaField(
        lazy("Why not by lot?"),
        validators=[Length(max=LONGEST)],
        description=lazy("Needed only if you choose the order yourself."),
    )
