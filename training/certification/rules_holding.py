"""How long something that was done counts: by itself, and under the certificate that it earned."""

from dataclasses import dataclass
from datetime import date, timedelta

from training.certification.rules import EXEMPTED, FOREVER, FULFILS, Evidence, Term
from training.certification.rules_dates import Validity

# What has an end of its own is neither renewed with a certificate nor ended by it.
ITS_OWN_END = (EXEMPTED, FULFILS["credential"])


@dataclass(frozen=True, slots=True)
class Held:
    """Evidence that counts: until when it holds, and the last day on which it still counts, after the days of grace."""

    until: date
    closes: date
    fact: Evidence


def closing(term: Term | None, validity: Validity, extended_to: date | None) -> date:
    """The last day on which a certificate counts: its end, the days of grace, or the day to which it was extended."""
    if term is None or term.until is None:
        return FOREVER
    closes = term.until + timedelta(days=validity.grace)
    return max(closes, extended_to) if extended_to is not None else closes


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides how long evidence counts: the programme's validity, and the last certificate as known on the day.

    `ends` is the last day on which the certificate counts. With `lapsed_full` nothing from before it counts after it.
    """

    validity: Validity
    term: Term | None
    ends: date
    lapsed_full: bool = False

    def holding(self, fact: Evidence, today: date) -> Held:
        """Until when a fact holds, as seen on a day."""
        if fact.kind in ITS_OWN_END:
            return _until(fact, fact.until or FOREVER)
        alone = self.validity.last_day(fact.on) or FOREVER
        term = self.term
        if term is None or term.ended is not None or fact.on > self.ends or alone < term.issued_on:
            return _until(fact, alone)  # no certificate, made after it, or too old to have earned it
        return _until(fact, FOREVER) if term.until is None else self._under(term, term.until, fact, alone, today)

    def _under(self, term: Term, until: date, fact: Evidence, alone: date, today: date) -> Held:
        renewable_from = term.renewable_from(self.validity)
        if renewable_from is not None and fact.on >= renewable_from:
            return _until(fact, term.renewed(self.validity, fact.on).until or FOREVER)
        # While the certificate is in force everything in it ends with it, so that all of it is renewed together.
        # After its end, whatever is younger than its own validity still counts.
        if today <= self.ends:
            return Held(until, self.ends, fact)
        return _until(fact, until if self.lapsed_full else max(alone, until))


def _until(fact: Evidence, until: date) -> Held:
    return Held(until, until, fact)
