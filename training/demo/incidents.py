"""What people decided about others, day by day: appointments, certificates from elsewhere, exemptions and the like."""

from dataclasses import dataclass

from training.certification.rules import EXEMPTED, EXTENDED, REINSTATED, REVOKED
from training.demo.cast import LAUNCH
from training.demo.days import OPENS

# Minutes of the day.
APPOINTING, HANDING_IN, CHECKING, DECIDING, WITHDRAWING = OPENS + 70, OPENS + 95, OPENS + 205, OPENS + 260, OPENS + 290


@dataclass(frozen=True)
class Appointment:
    """Somebody was trusted to observe by a checklist that they did not pass themselves, until a day or still."""

    who: str
    checklist: str
    by: str
    day: int
    until: int | None = None


@dataclass(frozen=True)
class HandIn:
    """A certificate from elsewhere, handed in on a day; what became of it, unless it still waits.

    `issued` is the day on the card, which names no end; a refused one has its reason.
    """

    who: str
    credential: str
    day: int
    issuer: str
    number: str
    issued: int
    decided: int | None = None
    by: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Decision:
    """A decision about somebody and a document, of one of the kinds in `rules.DECIDED`; `until` where it has an end."""

    kind: str
    who: str
    document: tuple[str, str]
    day: int
    by: str
    reason: str
    until: int | None = None


@dataclass(frozen=True)
class Withdrawal:
    """The certificate of a programme that somebody held was withdrawn."""

    who: str
    programme: str
    day: int
    by: str
    reason: str


COUNTER_LIST, CALL_LIST = "at-the-counter", "a-call-from-ring-to-note"
RETURN_LIST, PROMISE_LIST = "a-return-within-your-limit", "a-promise-kept-and-handed-over"
FIRST_AID, LADDERS = "first-aid-at-work", "ladders-at-work"

# Somebody has to be the first. Whoever leads the counters later on has passed the checklist there.
APPOINTMENTS = (
    Appointment("J1005", COUNTER_LIST, "J1003", LAUNCH + 1),
    Appointment("J1005", RETURN_LIST, "J1003", LAUNCH + 1),
    Appointment("J1005", PROMISE_LIST, "J1003", LAUNCH + 1),
    Appointment("J1040", RETURN_LIST, "J1005", LAUNCH + 2),
    Appointment("J1025", CALL_LIST, "J1005", -691),
    Appointment("J1005", CALL_LIST, "J1003", -691),
    Appointment("J1066", COUNTER_LIST, "J1005", -621, until=-421),
    Appointment("J1050", COUNTER_LIST, "J1003", -540),
    Appointment("J1050", PROMISE_LIST, "J1003", -540),
    Appointment("J1052", COUNTER_LIST, "J1050", -540, until=-335),
    Appointment("J1006", RETURN_LIST, "J1005", -18),
)

HAND_INS = (
    HandIn("J1007", FIRST_AID, -392, "Hill Road First Aid", "HR-20418", -395, decided=-391, by="J1006"),
    HandIn("J1027", FIRST_AID, -384, "Bay Rescue School", "B 7731/2", -702, decided=-380, by="J1025"),
    HandIn(
        "J1041",
        FIRST_AID,
        -362,
        "Brightwater Training",
        "51-0962",
        -371,
        decided=-360,
        by="J1040",
        reason="We see the front only. The day of the course stands on the back: please take both sides.",
    ),
    HandIn("J1041", FIRST_AID, -359, "Brightwater Training", "51-0962", -371, decided=-357, by="J1040"),
    HandIn("J1053", LADDERS, -130, "Station Road, half day on ladders", "4", -133, decided=-128, by="J1051"),
    HandIn("J1009", FIRST_AID, -31, "Hill Road First Aid", "HR-23377", -34, decided=-28, by="J1006"),
    HandIn("J1057", FIRST_AID, -2, "Bay Rescue School", "B 9104/1", -6),
    HandIn("J1010", LADDERS, -1, "Harbour Street, half day on ladders", "11", -4),
)

DECISIONS = (
    Decision(
        EXEMPTED,
        "J1042",
        ("script", "a-return-without-a-reason"),
        -300,
        "J1040",
        "Bernie wrote this conversation with us and shows it to everybody who begins at the desk.",
    ),
    Decision(
        EXEMPTED,
        "J1055",
        ("script", "somebody-is-waiting"),
        -140,
        "J1051",
        "Has an operation on the jaw behind him and is not to talk much. We look again in summer.",
        until=90,
    ),
    Decision(
        REVOKED,
        "J1060",
        ("quiz", "returns-and-refunds"),
        -76,
        "J1051",
        "Two people were signed in on the tablet that evening, and nobody could say who had answered.",
    ),
    Decision(
        REINSTATED,
        "J1060",
        ("quiz", "returns-and-refunds"),
        -74,
        "J1051",
        "It was Sanne: the other one had left at six, the plan says so.",
    ),
    Decision(
        EXTENDED,
        "J1064",
        ("programme", "counter-staff"),
        -7,
        "J1051",
        "Fionn has his exams until the end of next week, as we agreed when he began.",
        until=21,
    ),
)

WITHDRAWALS = (
    Withdrawal(
        "J1061",
        "counter-staff",
        -66,
        "J1002",
        "Issued while two accounts had been mixed up, so that half of it was proven by somebody else.",
    ),
)
