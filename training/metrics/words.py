"""What columns can hold and units are called, in the reader's language."""

from collections.abc import Mapping

from training.core.i18n import gettext as _
from training.metrics.rules_columns import ID, MEASURES, NOTHING, PERSON, STRATUM, TEAM, TIME


def holds_words(titles: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What a column can hold, in groups; `titles` are the standards that can be measured."""
    return {
        "": {NOTHING: _("Nothing that is read")},
        _("About the contact"): {
            ID: _("Its number"),
            TIME: _("When it was"),
            PERSON["number"]: _("Who served: employee number"),
            PERSON["mail"]: _("Who served: mail address"),
            PERSON["alias"]: _("Who served: another name"),
            TEAM: _("Team"),
            STRATUM: _("Kind of contact: compared only with its own kind"),
        },
        _("Measures a standard"): {MEASURES + slug: title for slug, title in titles.items()},
    }


def preset_words() -> dict[str, str]:
    """The ready ways to read a file, by the name of each."""
    return {
        "call-records": _("Call records of a telephone system"),
        "help-desk-tickets": _("Tickets of a help desk"),
        "interactions": _("Calls, one row for each"),
        "survey-answers": _("Answers of a survey"),
    }


def unit_words() -> dict[str, str]:
    """The units of what is measured."""
    return {
        "number": _("a number"),
        "yes/no": _("yes or no, 1 or 0"),
        "per cent": _("per cent"),
        "seconds": _("seconds"),
        "minutes": _("minutes"),
        "hours": _("hours"),
        "milliseconds": _("milliseconds"),
        "hh:mm:ss": _("hours:minutes:seconds"),
    }
