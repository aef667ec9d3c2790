"""What the author of the company changed in its library over two years, and what she is about to change."""

from dataclasses import dataclass

from training.content.release import Change


@dataclass(frozen=True)
class Edit:
    """A call-out that the author added to a page of a module or policy, on a day, and what that asks of people."""

    day: int
    kind: str
    slug: str
    block: str
    change: Change
    note: str
    text: str


EDITS = (
    Edit(
        -334,
        "module",
        "taking-a-call",
        "hold-or-call-back",
        Change.CLARIFYING,
        "Several of you asked what to do when it is clear from the start that it takes longer.",
        "> [!tip] When you know that it takes longer\n"
        "> Then do not ask the caller to hold at all. Offer the call back, with a time.",
    ),
    Edit(
        -187,
        "module",
        "returns-and-refunds",
        "money-back",
        Change.BEHAVIOUR,
        "From now on the day of the refund stands on the slip, so that nobody has to remember it.",
        "> [!standard] The day on the slip\n"
        "> **How:** write the day by which the money is there on the slip, and draw a ring round it. **When:** before "
        "you hand it over. **Who:** the person who entered the refund.",
    ),
    Edit(
        -262,
        "policy",
        "who-may-decide-how-much",
        "nobody-there",
        Change.BEHAVIOUR,
        "The list beside the till was out of date in both shops. Now it has an owner.",
        "> [!standard] The list beside the till\n"
        "> **How:** the two numbers on it are rung once a week to see that somebody answers. **When:** on Monday "
        "before the doors open. **Who:** the person with the key.",
    ),
    Edit(
        -118,
        "policy",
        "how-we-treat-each-other",
        "help",
        Change.CLARIFYING,
        "Somebody asked whether this is also meant for those who only help out. It is.",
        "> [!tip] From the first day\n"
        "> This holds for everybody who works here, also for those who help out on Saturdays.",
    ),
    Edit(
        -9,
        "module",
        "handling-a-complaint",
        "write-it-down",
        Change.BEHAVIOUR,
        "New: a picture of what is broken. Suppliers believe pictures.",
        "> [!standard] A picture with the card\n"
        "> **How:** if something is broken, take one picture of it with the shop’s telephone, and write its number on "
        "the card. Faces and addresses stay out of it. **When:** while the customer is still with you. **Who:** the "
        "person who writes the card.",
    ),
    Edit(
        -5,
        "policy",
        "our-promises-to-customers",
        "a-time",
        Change.BEHAVIOUR,
        "Customers told us that a message is easily missed. So we ring.",
        "> [!standard] We ring\n"
        "> **How:** a promise that will be late is told by telephone, and a message follows only when nobody picks up. "
        "**When:** at least an hour before. **Who:** whoever gave the promise, or has it on their list.",
    ),
)
DRAFT = Edit(
    -2,
    "module",
    "greeting-a-customer",
    "waiting",
    Change.CLARIFYING,
    "",
    "> [!tip] On Saturdays\n> Two of us greet at the door between eleven and three, so that nobody waits unseen.",
)
