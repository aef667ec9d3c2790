"""Giving somebody a ready-made set of permissions."""

from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Optional

from training.accounts.actions_grants import GrantWish
from training.core.forms import DayField, SiteForm
from training.core.i18n import lazy_gettext as _
from training.core.permissions import PermissionSet

WHOLE_SITE = 0  # the choice in the list of teams that means everywhere

# What each set lets somebody do, in the words of the page.
SETS = {
    PermissionSet.TEAM_MANAGER: _(
        "Team manager: sees the people of a team and their training, invites and reminds them"
    ),
    PermissionSet.AUTHOR: _("Author: writes and publishes modules, quizzes and programmes"),
    PermissionSet.AUDITOR: _("Auditor: sees people, their training and what was done, and changes nothing"),
    PermissionSet.ADMINISTRATOR: _("Administrator: may do everything"),
    PermissionSet.STAFF: _("Staff: learns and sees their own record"),
}


class GrantForm(SiteForm):
    permission_set = RadioField(_("What they may do"), [InputRequired(_("Choose what they may do."))])
    team_id = SelectField(_("Where"), coerce=int)
    until_on = DayField(_("Until (included)"), [Optional()])

    def wish(self) -> GrantWish:
        """What a valid form asks for."""
        return GrantWish(PermissionSet(self.permission_set.data), self.team_id.data or None, self.until_on.data)
