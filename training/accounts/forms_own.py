"""Forms on one's own account."""

from datetime import date

from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import InputRequired

from training.accounts.forms import PassphraseForm
from training.core.forms import DayField, SiteForm
from training.core.i18n import language_name, languages
from training.core.i18n import lazy_gettext as _
from training.people.forms import readable


def named_languages() -> list[tuple[str, str]]:
    """Each language of the site under the name that its speakers give it."""
    return [(code, language_name(code)) for code in languages()]


class LanguageForm(SiteForm):
    language = SelectField(_("Language of pages and mails"), choices=named_languages)


class ChangePassphraseForm(PassphraseForm):
    current = PasswordField(_("Your passphrase until now"), [InputRequired(_("Type the passphrase you have now."))])


class StandInForm(SiteForm):
    stand_in = StringField(
        _("Employee number or e-mail address"), [InputRequired(_("Say who stands in for you.")), readable]
    )
    from_on = DayField(_("First day"), [InputRequired(_("Choose the first day."))])
    until_on = DayField(_("Last day"), [InputRequired(_("Choose the last day."))])

    def days(self) -> tuple[date, date]:
        """First and last day of a form that is valid."""
        first, last = self.from_on.data, self.until_on.data
        if first is None or last is None:
            raise ValueError("Only a valid form has its days.")
        return first, last
