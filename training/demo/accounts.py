"""The accounts that try the sample. Their passphrases are no secret, and open nothing but an invented company."""

import secrets
from dataclasses import dataclass

from training.accounts.hashing import hash_of
from training.core.i18n import gettext as _
from training.demo.colleagues import COLLEAGUES


@dataclass(frozen=True)
class DemoAccount:
    """Somebody to sign in as: what they are, what there is to see, and with what."""

    role: str
    shows: str
    name: str
    employee_number: str
    email: str | None
    passphrase: str

    @property
    def sign_in(self) -> str:
        """What to type as the name: the address, or the number of whoever has none."""
        return self.email or self.employee_number

    def __str__(self) -> str:
        """One line, to be printed below others."""
        return f"{self.role:<28}{self.sign_in:<42}{self.passphrase}"


NOBODY = ""
PASSPHRASES = {
    "J1019": "walnut lantern meadow spoon",
    "J1026": "harbour teapot violet ladder",
    "J1006": "copper blanket orchard whistle",
    "J1005": "saucer pebble granite umbrella",
    "J1003": "velvet candle thicket marble",
    "J1004": "juniper basket lighthouse crumb",
    "J1002": "linen anchor pottery sparrow",
}


def accounts() -> tuple[DemoAccount, ...]:
    """The demo accounts, from the newest hire to the administrator."""
    said = {
        "J1019": (_("New hire"), _("In the middle of a first module, with the next thing to do.")),
        "J1026": (_("Colleague on the refresher"), _("Proves again what ends soon, and reads what has changed.")),
        "J1006": (_("Team leader"), _("Sees a team in which everything occurs.")),
        "J1005": (_("Shop manager"), _("Sees a whole shop with three teams.")),
        "J1003": (_("Author"), _("Writes modules and quizzes, and has a draft open.")),
        "J1004": (_("Auditor"), _("Sees standings of any day, and changes nothing.")),
        "J1002": (_("Administrator"), _("May do everything.")),
    }
    people = {one.number: one for one in COLLEAGUES}
    return tuple(
        DemoAccount(
            role=role,
            shows=shows,
            name=f"{people[number].preferred or people[number].given} {people[number].family}",
            employee_number=number,
            email=people[number].email,
            passphrase=PASSPHRASES[number],
        )
        for number, (role, shows) in said.items()
    )


def hashes() -> dict[str, str]:
    """What is kept of the passphrases, by number; under NOBODY what all others have, and nobody knows.

    Slow: about 22 ms each, so never inside a transaction.
    """
    return {number: hash_of(words) for number, words in {**PASSPHRASES, NOBODY: secrets.token_urlsafe()}.items()}
