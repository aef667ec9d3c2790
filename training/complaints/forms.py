"""The forms of complaints: writing one down, adding to it, handing it over, ending it."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from wtforms import DateTimeLocalField, DecimalField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import TextInput

from training.complaints.actions import Noted
from training.complaints.actions_ending import Ending
from training.complaints.actions_entries import BY_HAND, Added
from training.complaints.queries_rules import RulesNow
from training.complaints.rules import Cause, Outcome, Sort
from training.complaints.words import words_of_causes, words_of_doing, words_of_outcomes
from training.core.forms import SiteForm
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext as lazy
from training.core.web import site

MOST_TEXT, MOST_LINE, MOST_AMOUNT = 4_000, 200, 1_000_000


class MomentField(DateTimeLocalField):
    """Day and time at the site; its `data` is an aware moment."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("There is no such moment. Write it like 2026-03-21 17:30.")) from None
        if isinstance(self.data, datetime):
            self.data = self.data.replace(tzinfo=site().zone).astimezone(UTC)

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return self.data.astimezone(site().zone).strftime("%Y-%m-%dT%H:%M") if self.data else ""


class AmountField(DecimalField):
    """An amount of money, with a comma or a point."""

    # A field for numbers drops what it does not understand, so that nobody could say what is wrong with it.
    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = valuelist[0].strip().replace(",", ".") if valuelist else ""
        try:
            amount = Decimal(text) if text else None
        except ArithmeticError:
            amount = None
            self._refuse()
        if amount is not None and not amount.is_finite():
            self._refuse()
        self.data = amount

    @staticmethod
    def _refuse() -> None:
        raise ValueError(_("This is no amount. Write digits only, such as 15 or 12.50."))


def _text(label: Any, most: int = MOST_TEXT, **more: Any) -> TextAreaField:
    return TextAreaField(label, validators=[Optional(), Length(max=most)], **more)


def _line(label: Any, **more: Any) -> StringField:
    return StringField(label, validators=[Optional(), Length(max=MOST_LINE)], **more)


def _amount() -> AmountField:
    less = lazy("An amount cannot be less than nothing.")
    return AmountField(
        lazy("Amount"),
        validators=[
            Optional(),
            NumberRange(min=0, message=less),
            NumberRange(max=MOST_AMOUNT, message=lazy("Nobody offers so much. Check the amount.")),
        ],
    )


class TellForm(SiteForm):
    """What a customer says, wherever they say it. `key` makes sending twice the same as sending once."""

    key = HiddenField(validators=[Length(max=120)])
    text = TextAreaField(
        lazy("What happened?"),
        validators=[DataRequired(lazy("Say what happened.")), Length(max=MOST_TEXT)],
    )
    category = RadioField(lazy("What is it about?"), validators=[InputRequired(lazy("Choose what it is about."))])
    wish = _text(lazy("What would put it right?"), 500)
    customer = _line(lazy("Name"))
    contact = _line(lazy("Phone or e-mail"))
    receipt = _line(lazy("Number of the receipt or order"))

    def offer(self, rules: RulesNow) -> None:
        """Let people choose from these rules; a single cause is chosen already."""
        self.category.choices = [(one.id, one.title) for one in rules.model.categories]
        if len(rules.model.categories) == 1 and not self.category.data:
            self.category.data = rules.model.categories[0].id

    def noted(self) -> Noted:
        """What was said, once it is in order."""
        return Noted(
            key=self.key.data or "",
            text=self.text.data or "",
            category=self.category.data or "",
            wish=self.wish.data or "",
            customer=self.customer.data or "",
            contact=self.contact.data or "",
            receipt=self.receipt.data or "",
        )


class NoteForm(TellForm):
    """A complaint as staff write it down while the customer stands there."""

    severity = RadioField(lazy("How bad is it?"), validators=[Optional()], validate_choice=False)
    service = SelectField(lazy("Service"), validators=[Optional()], validate_choice=False)
    step = SelectField(lazy("Step"), validators=[Optional()], validate_choice=False)
    call_back_by = MomentField(lazy("I promised to call back by"), validators=[Optional()])
    decide_by = MomentField(lazy("I promised a decision by"), validators=[Optional()])
    owner = RadioField(lazy("Who looks after it?"), coerce=int, validators=[Optional()], validate_choice=False)
    offer_text = _line(lazy("What did you offer?"))
    amount = _amount()
    apology = _text(lazy("Your apology, if you gave one"), 500)

    def offer(self, rules: RulesNow) -> None:
        super().offer(rules)
        self.severity.choices = [(one.id, one.title) for one in rules.model.severities]

    def noted(self) -> Noted:
        said = super().noted()
        return Noted(
            **{
                **vars(said),
                "severity": self.severity.data or "",
                "service": self.service.data or "",
                "step": self.step.data or "",
                "call_back_by": self.call_back_by.data,
                "decide_by": self.decide_by.data,
                "owner_id": self.owner.data or None,
                "offer": self.offer_text.data or "",
                "amount": self.amount.data,
                "apology": self.apology.data or "",
            }
        )


class AddForm(SiteForm):
    """What happened next."""

    sort = RadioField(lazy("What did you do?"), validators=[InputRequired(lazy("Choose what you did."))])
    text = _text(lazy("In a sentence"), 2_000)
    amount = _amount()
    due_at = MomentField(lazy("Promised by"), validators=[Optional()])

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        words = words_of_doing()
        self.sort.choices = [(one.value, words[one]) for one in BY_HAND]

    def added(self) -> Added:
        return Added(Sort(self.sort.data), self.text.data or "", self.amount.data, self.due_at.data)


class HandOverForm(SiteForm):
    """To whom, and what they must know."""

    to = SelectField(lazy("To whom?"), coerce=int, validators=[InputRequired(lazy("Choose somebody."))])
    note = _text(lazy("What they must know, so that the customer need not say it again"), 2_000)


class CloseForm(SiteForm):
    """How it ended."""

    outcome = RadioField(lazy("Was the customer right?"), validators=[InputRequired(lazy("Say whether they were."))])
    cause = RadioField(lazy("What went wrong?"), validators=[InputRequired(lazy("Say what went wrong."))])
    text = _text(lazy("What put it right?"), 2_000)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        outcomes, causes = words_of_outcomes(), words_of_causes()
        self.outcome.choices = [(one.value, outcomes[one]) for one in Outcome]
        self.cause.choices = [(one.value, causes[one]) for one in Cause]

    def ending(self) -> Ending:
        return Ending(Outcome(self.outcome.data), Cause(self.cause.data), self.text.data or "")


class ReasonForm(SiteForm):
    """Why it is taken up again, or is no complaint."""

    reason = _text(lazy("Why?"), 1_000)


class ChangeForm(SiteForm):
    """What it is about after all."""

    category = SelectField(lazy("What is it about?"), validators=[InputRequired(lazy("Choose what it is about."))])
    severity = SelectField(lazy("How bad is it?"), validators=[InputRequired(lazy("Choose how bad it is."))])

    def offer(self, rules: RulesNow) -> None:
        self.category.choices = [(one.id, one.title) for one in rules.model.categories]
        self.severity.choices = [(one.id, one.title) for one in rules.model.severities]


class AddressForm(SiteForm):
    """Where customers can complain."""

    team = SelectField(lazy("Team"), coerce=int, validators=[InputRequired(lazy("Choose a team."))])
    name = StringField(
        lazy("Where it hangs"),
        description=lazy("Such as “Card at the till” or “Website”."),
        validators=[DataRequired(lazy("Say where it hangs.")), Length(max=80)],
    )
