"""The form that signs a policy."""

from wtforms import HiddenField, IntegerField
from wtforms.validators import NumberRange, Regexp
from wtforms.widgets import HiddenInput

from training.core.forms import SiteForm


class SignForm(SiteForm):
    """Which version is signed. Nobody types here; what does not fit is taken for another version."""

    number = IntegerField(validators=[NumberRange(1, 2**31 - 1)], widget=HiddenInput())
    sha256 = HiddenField(validators=[Regexp(r"[0-9a-f]{64}\Z")])

    @property
    def signed(self) -> tuple[int, str]:
        """Number and checksum of the version; (0, "") when there is no such version."""
        return (self.number.data or 0, self.sha256.data or "") if self.validate() else (0, "")
