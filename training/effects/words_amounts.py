"""Amounts of an effect in the unit of their standard, written as its figures are and alike throughout a sentence."""

from decimal import Decimal

from training.core.i18n import format_number, ngettext
from training.core.i18n import gettext as _
from training.diagnosis.words_figures import is_share
from training.standards.files_standard import Standard


class Scale:
    """How numbers of one effect are written: the way of the figures, with the same places throughout."""

    def __init__(self, standard: Standard, low: float, high: float) -> None:
        self.standard = standard
        self.factor = 100.0 if is_share(standard) else float(standard.per) if standard.measure == "count" else 1.0
        self.sign = 1.0 if is_share(standard) or standard.higher_is_better else -1.0
        width = abs(high - low) * self.factor
        self.places = 0 if width >= 2 else 1 if width >= 0.2 else 2 if width >= 0.02 else 3
        # An end that is not zero must not read as zero: on which side it lies is the point.
        while self.places < 3 and any(end and not self.rounded(end) for end in (low, high)):
            self.places += 1

    def rounded(self, effect: float) -> float:
        """In the unit that people read, positive where it is better."""
        return round(effect * self.factor, self.places)

    def first(self, low: float, high: float) -> float:
        """The end of an interval that is read first: the smaller number."""
        return low if self.sign > 0 else high

    def last(self, low: float, high: float) -> float:
        """The other end."""
        return high if self.sign > 0 else low

    def signed(self, effect: float) -> str:
        """“+4”, “−2”, “0”."""
        number = self.sign * self.rounded(effect)
        if number == 0:
            return "0"
        text = self.plain(number)
        return _("+%(number)s", number=text) if number > 0 else _("−%(number)s", number=text)

    def plain(self, amount: float) -> str:
        """A rounded amount without its sign."""
        return format_number(Decimal(f"{abs(amount):.{self.places}f}").normalize() + 0)

    def unit(self, text: str, amount: float) -> str:
        """A number with its unit."""
        if is_share(self.standard):
            return ngettext("%(number)s point", "%(number)s points", 1 if abs(amount) == 1 else 2, number=text)
        if self.standard.measure == "count":
            per = format_number(Decimal(self.standard.per))
            words = {"number": text, "per": per, "exposure": self.standard.exposure or ""}
            return _("%(number)s in %(per)s %(exposure)s", **words)
        return _("%(number)s %(unit)s", number=text, unit=self.standard.unit) if self.standard.unit else text

    def with_unit(self, effect: float) -> str:
        """“+4 points”."""
        return self.unit(self.signed(effect), self.rounded(effect))

    def moved(self, rise: float) -> str:
        """“Up 6 points.”"""
        amount = self.rounded(rise)
        if amount == 0:
            return _("As before.")
        words = self.unit(self.plain(amount), amount)
        return _("Up %(amount)s.", amount=words) if self.sign * amount > 0 else _("Down %(amount)s.", amount=words)

    def expected(self, amount: float, rise: float) -> str:
        """How much of that was to be expected without training."""
        if round(amount, self.places) == 0:
            return _("Without training nothing was to be expected")
        number = self.plain(amount)
        if amount * self.rounded(rise) > 0:
            return _("About %(number)s were to be expected without training", number=number)
        words = self.unit(number, amount)
        if self.sign * amount > 0:
            return _("Without training about %(amount)s more were to be expected", amount=words)
        return _("Without training about %(amount)s less were to be expected", amount=words)
