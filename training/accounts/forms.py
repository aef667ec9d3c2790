"""What people type at the door."""

from collections.abc import Iterable

from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from training.accounts.hashing import normalised
from training.accounts.rules_passphrases import Weakness, weakness_of
from training.core.forms import SiteForm
from training.core.i18n import gettext
from training.core.i18n import lazy_gettext as _
from training.people.forms import readable
from training.people.models import Person


class NameForm(SiteForm):
    name = StringField(
        _("E-mail address or employee number"), [InputRequired(_("Type your address or number.")), readable]
    )


class SignInForm(NameForm):
    passphrase = PasswordField(_("Passphrase"), [InputRequired(_("Type your passphrase."))])
    shared = BooleanField(_("Other people use this device too"))
    next = HiddenField()
    kept = HiddenField()


def say_wrong(form: SignInForm) -> None:
    """One message for every reason, so that nobody learns which part was wrong."""
    form.form_errors.append(gettext("This name and passphrase do not go together. Check both and try again."))


WEAKNESSES = {
    Weakness.SHORT: _("Use at least 12 characters. Four words in a row are easy to keep."),
    Weakness.LONG: _("Use at most 1,000 characters."),
    Weakness.KNOWN: _("Too many people would think of this one. Choose words that are less alike."),
    Weakness.PERSONAL: _("Little is left of it without your name and company. Add words that say nothing about you."),
    Weakness.GUESSABLE: _(
        "This would be easy to guess. Three or four words that have nothing to do with each other are better."
    ),
}


class PassphraseForm(SiteForm):
    """A new passphrase: one's own, or the suggested one."""

    passphrase = PasswordField(_("Or your own passphrase"))
    suggested = HiddenField()
    take_suggested = BooleanField()

    def chosen(self) -> str:
        """The passphrase to set; "" when nothing was chosen, with the reason at the field."""
        typed = str(self.passphrase.data or "")
        offered = str(self.suggested.data or "")
        if not self.take_suggested.data:
            if not typed:
                self.refuse("passphrase", gettext("Type a passphrase, or take the suggested words."))
            return typed
        if typed and typed != offered:
            self.refuse("passphrase", gettext("You took the suggested words and typed others. Choose one of them."))
            return ""
        return offered


def refuse_weak(form: SiteForm, passphrase: str, personal: Iterable[str], *, at: str = "passphrase") -> bool:
    """Whether a passphrase is too weak; the form then says why. Takes milliseconds: call it before any writing."""
    weakness = weakness_of(normalised(passphrase), personal)
    if weakness is not None:
        form.refuse(at, str(WEAKNESSES[weakness]))
    return weakness is not None


def about(person: Person, company: str) -> tuple[str, ...]:
    """What somebody who knows a person would try first."""
    names = (person.given_name, person.family_name, person.preferred_name)
    return (*names, person.employee_number, person.email or "", person.phone, company)
