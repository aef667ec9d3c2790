"""How long a signed-in browser is trusted."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Trust:
    """`idle`: how long nobody need come by; `longest`: from sign-in to the end, come what may.

    `seen_every`: how exactly we note that somebody came by; coarse, as it costs a write.
    """

    idle: timedelta
    longest: timedelta
    seen_every: timedelta

    def ends_at(self, began_at: datetime) -> datetime:
        return began_at + self.longest


OWN_DEVICE = Trust(idle=timedelta(days=14), longest=timedelta(days=90), seen_every=timedelta(minutes=10))
# The phone on the counter: quiet for ten minutes, or at the end of a shift.
SHARED_DEVICE = Trust(idle=timedelta(minutes=10), longest=timedelta(hours=8), seen_every=timedelta(minutes=1))


def trust_in(*, shared: bool) -> Trust:
    return SHARED_DEVICE if shared else OWN_DEVICE


@dataclass(frozen=True)
class Origin:
    """Where a request comes from. `mark` tells addresses apart in the ledger without keeping them there."""

    device: str
    address: str
    mark: str
