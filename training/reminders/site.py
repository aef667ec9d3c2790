"""How this site reminds, as the settings and the application say it."""

from flask import current_app

from training.accounts.actions_codes import House
from training.core import web
from training.reminders.queries_digests import Custom
from training.reminders.rules_when import Hours


def house() -> House:
    """What a letter needs to know of the site."""
    site = web.site()
    return House(site.company, site.zone, web.settings().base_url)


def hours() -> Hours | None:
    """The hours of the reader's day in which reminders go out; None when the site sends none."""
    chosen = web.settings().reminders
    return Hours(*chosen) if chosen else None


def custom() -> Custom:
    """What decides about digests here; where none are sent by themselves, one by hand goes at any hour."""
    return Custom(web.site().zone, hours() or Hours(0, 24), tuple(current_app.extensions["waiting_for"]))
