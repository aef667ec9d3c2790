"""What is said to one person about their own figures, and to nobody but their nearest leader."""

import numpy as np

from training.core.i18n import format_date, format_number
from training.core.i18n import gettext as _
from training.diagnosis.queries_people import Own
from training.diagnosis.words import needed_in, person_sentence, remark_sentences
from training.diagnosis.words_figures import counted_words, span_words
from training.method.diagnosis import Remark
from training.method.intervals import poisson, wilson
from training.metrics.models import ONE


def sentence_of(own: Own) -> str:
    """What was found; empty where nobody looked yet."""
    if own.finding is None:
        return ""
    return person_sentence(
        own.standard, own.finding, needed=needed_in(own.diagnosis.figures) if own.diagnosis else (0.0, 0.0)
    )


def counted_of(own: Own) -> str:
    """As counted, with the interval in which the truth may lie.

    “104 of 140, 74 % met (66–81 % met, allowing for chance)”
    """
    if own.finding is not None:
        raw, n = own.finding.raw, own.finding.n
        span = span_words(own.standard, own.finding.raw_low, own.finding.raw_high)
        return _("%(counted)s (%(span)s, allowing for chance)", counted=counted_words(own.standard, raw, n), span=span)
    sums = own.counted
    if own.standard.measure == "mean":
        return counted_words(own.standard, sums.mean(is_time=False) or 0.0, sums.n)
    if own.standard.measure == "count":
        (low, high), raw = poisson(sums.total / ONE, sums.exposure / ONE), sums.rate(1) or 0.0
    else:
        (low, high), raw = wilson(sums.missed, sums.n), sums.missed / max(sums.n, 1)
    if not np.isfinite(high):
        return counted_words(own.standard, raw, 0)
    span = span_words(own.standard, float(low), float(high))
    return _("%(counted)s (%(span)s, allowing for chance)", counted=counted_words(own.standard, raw, sums.n), span=span)


def kept_until(own: Own) -> str:
    """Until when what was found is kept."""
    if own.finding is None or own.finding.expires_on is None:
        return ""
    return _("Until %(day)s, then it is deleted.", day=format_date(own.finding.expires_on))


def known_of(own: Own) -> str:
    """What somebody was shown to know beside what they do; empty where it was not looked at."""
    if own.known is None:
        return ""
    if own.known.share is None:
        return _("Too little was asked to say what is known of it.")
    values = {"share": format_number(round(own.known.share * 100))}
    if own.known.knows:
        return _("%(share)s %% known of what it takes: what is missing is not knowledge.", **values)
    return _("%(share)s %% known of what it takes, so training can help.", **values)


_OF_ONE = (Remark.CHANCE_ONLY, Remark.UNRELIABLE, Remark.CLUSTERED, Remark.STRATUM_ALONE, Remark.MIX_DISAGREES)


def remarks_of(own: Own) -> list[str]:
    """What one has to know beside one's own finding; what is only about the house or its teams is left out."""
    kept = own.diagnosis.remarks if own.diagnosis else []
    return remark_sentences([one for one in kept if one in _OF_ONE])
