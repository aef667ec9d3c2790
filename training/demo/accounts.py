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
        """Who to sign in as, and below it what there is to try; to be printed below others."""
        return f"{self.role:<28}{self.sign_in:<42}{self.passphrase}\n      {self.shows}"


NOBODY = ""
PASSPHRASES = {
    "J1019": "walnut lantern meadow spoon",
    "J1026": "harbour teapot violet ladder",
    "J1006": "copper blanket orchard whistle",
    "J1025": "cobalt thimble orchard drum",
    "J1005": "saucer pebble granite umbrella",
    "J1003": "velvet candle thicket marble",
    "J1004": "juniper basket lighthouse crumb",
    "J1002": "linen anchor pottery sparrow",
}


def accounts() -> tuple[DemoAccount, ...]:
    """The demo accounts, from the newest hire to the administrator."""
    said = {
        "J1019": (_("New hire"), _("Goes on with a lesson, rehearses a script, waits to be seen at the counter.")),
        "J1026": (
            _("Colleague on the refresher"),
            _("Takes a refresher of what ends soon, and practises for a few minutes."),
        ),
        "J1006": (_("Team leader"), _("Observes Nora at the counter, checks certificates, sees who may serve alone.")),
        "J1025": (
            _("Leader of the phones"),
            _("Decides who needs which training, changes what is in the way, sees which lesson helped."),
        ),
        "J1005": (
            _("Shop manager"),
            _("Exempts, extends and assigns in a shop with three teams; signs as second observer."),
        ),
        "J1003": (_("Author"), _("Writes lessons, policies and programmes, and sees how observers rate.")),
        "J1004": (_("Auditor"), _("Asks who was certified on any day, and takes a pack for an inspector along.")),
        "J1002": (
            _("Administrator"),
            _("May do everything: people, programmes, withdrawn certificates, keys, the ledger."),
        ),
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
