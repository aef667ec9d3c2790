"""What customers of the sample complained about, and the turn that each complaint took.

Three causes make most of it: what was promised and came late, prices that differ between shelf and till, and calls back
that nobody made. The team on the telephone mended the last one with a lesson, see calls.py; so what is said of it later
is about the others.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from training.complaints.rules import Cause, Outcome
from training.demo.cast import COUNTER, PHONES, RETURNS, STATION_COUNTER

PERSON, PROCESS, PRODUCT, UNCLEAR = Cause
UPHELD, PARTLY, NOT_UPHELD = Outcome


class Turn(Enum):
    """How a complaint went."""

    AT_ONCE = "settled by whoever heard it"
    USUAL = "the leader rang back, decided, and asked again later"
    RANG_LATE = "… and rang a day late"
    DECIDED_LATE = "… and decided late"
    TAKEN_UP_AGAIN = "… and the customer was not content"
    NONE = "it was none"
    HEARD = "rung back, and not decided yet"
    PROMISED = "… and something else is promised for today"
    FORGOTTEN = "nobody has rung back"
    FRESH = "came in after closing, and is to be rung back"


@dataclass(frozen=True)
class Grievance:
    """A complaint: on which day, to which team, and who heard it; nobody when the customer wrote it.

    `offered` is what whoever heard it offered at once. What `customer` and `contact` are empty for is not known.
    """

    day: int
    team: str
    by: str
    category: str
    text: str
    ending: str = ""
    turn: Turn = Turn.USUAL
    customer: str = ""
    contact: str = ""
    receipt: str = ""
    wish: str = ""
    severity: str = ""
    offered: Decimal | None = None
    outcome: Outcome = UPHELD
    cause: Cause = PROCESS
    language: str = "en"


def _one(day: int, place: str, category: str, text: str, ending: str = "", **more: object) -> Grievance:
    """`place` is the number of whoever heard it, or the name of the team that the customer wrote to."""
    by = "" if place in _TEAMS else place
    team = place if place in _TEAMS else next(name for last, name in _DESKS if int(place[1:]) <= last)
    offered = more.pop("offered", None)
    amount = None if offered is None else Decimal(str(offered))
    return Grievance(day, team, by, category, text, ending, offered=amount, **more)  # type: ignore[arg-type] # tested


_TEAMS = (COUNTER, PHONES, RETURNS, STATION_COUNTER)
_DESKS = ((1024, COUNTER), (1039, PHONES), (1049, RETURNS), (1069, STATION_COUNTER))
LATE, PRICE, RANG = "late-or-not-come", "price", "nobody-rang"
FAULTY, WAITED, AROUND = "faulty", "waiting", "passed-around"

GRIEVANCES = (
    _one(-176, "J1028", RANG, "Was to hear about her mixer by noon on Friday. Nobody rang.",
         "Rung with the answer. The mixer went out the same day.",
         customer="Orla Finnegan", contact="01 555 0231", turn=Turn.RANG_LATE, cause=PERSON),
    _one(-173, "J1010", LATE, "The wardrobe was to come on Tuesday before twelve. Nobody came and nobody rang.",
         "New day, first stop of the tour, and the delivery free of charge.",
         customer="Bartek Sobczak", contact="01 555 0232", receipt="H-20117", offered=12),
    _one(-170, "J1042", FAULTY, "One of six glasses was cracked when he opened the box.",
         "Box swapped, and the shelf looked through: two more were cracked.", turn=Turn.AT_ONCE, cause=PRODUCT),
    _one(-168, "J1032", RANG, "Asked for the manager twice. Both times he was told that somebody would ring.",
         "Rang and said sorry. Who rings is written beside the promise from now on.",
         customer="Declan Moore", contact="01 555 0233", turn=Turn.RANG_LATE),
    _one(-165, "J1053", PRICE, "The pan was 24 on the shelf and 29 at the till.",
         "Lower price given. The label was from the week before.", turn=Turn.AT_ONCE, offered=5),
    _one(-161, COUNTER, LATE, "Das Regal sollte am Montag da sein. Am Mittwoch habe ich selbst angerufen.",
         "Delivered on Thursday, and 20 back for the day at home.",
         customer="Annegret Pohl", contact="annegret.pohl@mail.example", language="de"),
    _one(-158, "J1030", RANG, "A part for the drawer was to be found and she was to hear by six. It is Thursday now.",
         "Part found on the same call and sent.", customer="Mairéad Quinn", contact="01 555 0235"),
    _one(-154, "J1009", "wrong-advice", "Was sold bulbs that do not fit the dimmer he had told us of.",
         "Right bulbs, and the others taken back open.", offered=10, cause=PERSON, customer="Femi Lawal",
         contact="01 555 0236"),
    _one(-151, "J1026", LATE, "Stayed at home a second morning for the same table.",
         "Came the next day at eight; delivery and one chair free.", severity="serious", turn=Turn.DECIDED_LATE,
         customer="Ruta Balčiūnaitė", contact="01 555 0237", receipt="H-20388", offered=40),
    _one(-148, "J1045", "return-refused", "Was sent away without the receipt although he had paid by card.",
         "Found by the card, refunded at once. The desk knows how to look it up now.", customer="Sean Hurley",
         contact="01 555 0238", cause=PERSON),
    _one(-144, "J1029", RANG, "Second time that a call was promised and did not come.",
         "Rang together with the driver, so that she heard the hour from him.", turn=Turn.RANG_LATE,
         customer="Orla Finnegan", contact="01 555 0231", severity="serious"),
    _one(-141, "J1058", WAITED, "Stood at the counter for six minutes while two of us filled the shelf.",
         "Thanked him. Whoever fills the shelf now looks up at the bell.", turn=Turn.AT_ONCE, cause=PERSON),
    _one(-138, "J1007", "hurt-or-danger", "The toaster gave her a tingle when she touched the side.",
         "Fetched within the hour, into the red box untested, money back and flowers.", severity="danger",
         customer="Nóra Bálint", contact="01 555 0240", cause=PRODUCT, offered=15),
    _one(-134, "J1033", LATE, "Curtain rails promised for the weekend of the move. They came on Monday.",
         "Delivery charge back. The tour on Saturdays takes rails from now on.",
         customer="Hugo Sandoval", contact="hugo.sandoval@mail.example"),
    _one(-130, "J1012", PRICE, "Two labels on one shelf, and the higher one held at the till.",
         "Lower price, wrong label taken off in front of her.", turn=Turn.AT_ONCE, offered=7),
    _one(-127, "J1028", "data", "Her neighbour’s delivery note was in her parcel, with name and telephone number.",
         "Note fetched back. Both were told, and notes are printed one at a time.", severity="serious",
         customer="Valentina Rusu", contact="01 555 0242"),
    _one(-123, "J1027", RANG, "Was told that the workshop would ring. The workshop knew of nothing.",
         "Rung by us with the workshop on the line.", customer="Patrick Dunne", contact="01 555 0243"),
    _one(-119, "J1046", FAULTY, "Screws missing from the shelf, for the second time.",
         "Screws handed over, and the maker asked to count them.", turn=Turn.AT_ONCE, cause=PRODUCT,
         receipt="H-20671"),
    _one(-114, "J1030", LATE, "Sofa on Wednesday, then on Friday, then “next week”.",
         "Came on the Saturday; 80 back, decided by the team leader.", severity="serious",
         customer="Chidi Eze", contact="01 555 0245", offered=15, turn=Turn.TAKEN_UP_AGAIN),
    _one(-110, "J1061", "something-else", "Asks whether we could open on Sundays.", "A wish and no complaint.",
         turn=Turn.NONE),
    _one(-104, "J1032", RANG, "Nobody rang about the price of the repair. It stands there for nine days.",
         "Rang with the price, repair at half of it.", customer="Lidia Moraru", contact="01 555 0246", offered=15),
    _one(-99, "J1056", PRICE, "Leaflet said two for 18, the till wanted 22.",
         "Lower price given; the till knows the leaflet now.", turn=Turn.AT_ONCE, offered=4),
    _one(-93, COUNTER, WAITED, "Waited ten minutes at the till on Saturday. Nobody said how long it would take.",
         "Wrote back. On Saturdays the bell is rung at three in the queue.", customer="Gráinne Tully",
         contact="grainne.tully@mail.example"),
    _one(-87, "J1033", LATE, "The lamp should have been there for the birthday.",
         "Brought by hand on the evening itself.", customer="Yasmin Farouk", contact="01 555 0248"),
    _one(-83, "J1008", PRICE, "Storage boxes 9 on the shelf, 12 at the till.",
         "Lower price given, label changed at once.", turn=Turn.AT_ONCE, offered=3),
    _one(-78, "J1026", LATE, "Nobody told him before noon that the bed would not come that day.",
         "New day with an hour, and the delivery free.", customer="Kristian Bakke", contact="01 555 0249",
         receipt="H-21093", offered=15),
    _one(-74, "J1045", RANG, "The desk wanted to ring about the kettle. That was on Monday.",
         "Rung, kettle swapped. The desk keeps the promise list of the phones now.", turn=Turn.RANG_LATE,
         customer="Bríd Nolan", contact="01 555 0250", cause=PERSON),
    _one(-69, "J1053", PRICE, "Bath mat was 14 on the label and 17 at the till. Not the first time.",
         "Lower price, and all labels of the row compared.", customer="Tadeusz Lis", contact="01 555 0251", offered=3),
    _one(-64, "J1024", "wrong-advice", "The rail does not hold in plaster, and he had said plaster.",
         "Right plugs, and a colleague who showed him how.", turn=Turn.AT_ONCE, cause=PERSON),
    _one(-59, PHONES, WAITED, "Rang on a Monday at noon and listened to music for four minutes.",
         "Said how it came about: two queues on one number. Rang at a time of her choice instead.",
         customer="Helene Strand", contact="helene.strand@mail.example"),
    _one(-55, "J1030", LATE, "Delivery moved for the second time, and the letter came after the van should have.",
         "First stop on Friday, 60 back, decided by the team leader.", severity="serious", offered=60,
         customer="Kristian Bakke", contact="01 555 0249", receipt="H-21093"),
    _one(-51, "J1007", PRICE, "Paid 39 for the basket and saw it for 32 in the window.",
         "Seven given back without a question.", turn=Turn.AT_ONCE, offered=7),
    _one(-47, "J1041", FAULTY, "Clock stopped after a week.", "Swapped, no receipt needed.", turn=Turn.AT_ONCE,
         cause=PRODUCT),
    _one(-44, STATION_COUNTER, RANG, "Miała zadzwonić pani z Państwa sklepu w sprawie zasłon. Nikt nie zadzwonił.",
         "Rung in Polish by a colleague. The curtains are here.", customer="Jadwiga Mazur", contact="01 555 0254",
         language="pl", cause=PERSON),
    _one(-40, "J1028", LATE, "Two of four chairs came. The others were “on their way” for a week.",
         "The other two came the next morning.", customer="Aidan Roche", contact="01 555 0255"),
    _one(-36, "J1024", PRICE, "Three towels, three different prices on one shelf.",
         "Lowest of the three for all three.", turn=Turn.AT_ONCE, offered=6),
    _one(-33, "J1027", AROUND, "Told her story to the counter, to us and to the workshop.",
         "One colleague saw to it until it was done.", customer="Dorota Krawczyk", contact="01 555 0256"),
    _one(-29, "J1010", LATE, "Mirror on Thursday at two, it was said. It came on Friday at eight.",
         "Delivery charge back.", customer="Viktor Lang", contact="01 555 0264", offered=15),
    _one(-26, "J1046", "return-refused", "Wants money back for a rug after five months of use.",
         "We said why not, and offered to have it cleaned.", outcome=NOT_UPHELD, cause=UNCLEAR,
         customer="Brian Keogh", contact="01 555 0258"),
    _one(-23, "J1056", "how-we-were", "Felt that nobody believed her when the purse was gone.",
         "The manager rang and said sorry; the purse was at the till of the other shop.", outcome=PARTLY, cause=PERSON,
         customer="Anca Popa", contact="01 555 0259"),
    _one(-20, "J1042", RANG, "Two days without a call about the repaired lamp.",
         "Lamp is ready, and was brought to her.", customer="Bríd Nolan", contact="01 555 0250", cause=PERSON),
    _one(-17, "J1032", LATE, "Kitchen shelf: third appointment.", "Came at the fourth, free of charge.",
         severity="serious", customer="Moses Otieno", contact="01 555 0261", turn=Turn.DECIDED_LATE, offered=100),
    _one(-14, "J1012", WAITED, "Nobody at the counter for lamps between one and two.",
         "The plan for the hour after noon is changed.", turn=Turn.AT_ONCE),
    _one(-12, "J1013", PRICE, "The label in the window was from the sale that ended.",
         "Lower price given, window cleared.", customer="Ellen Bergmann", contact="01 555 0262", offered=9),
    _one(-9, "J1030", LATE, "Was promised a call an hour before the van. The van was there first.",
         "Said sorry. The driver rings himself now.", customer="Rory Maguire", contact="01 555 0263"),
    _one(-8, "J1054", PRICE, "Candle holder: 11 on the shelf, 13 at the till.",
         "Two given back, label changed.", turn=Turn.AT_ONCE, offered=2),
    _one(-5, "J1007", LATE, "The chest of drawers did not come on Saturday, and he had taken the day off.",
         turn=Turn.PROMISED, customer="Viktor Lang", contact="01 555 0264", receipt="H-22140", severity="serious"),
    _one(-4, "J1012", FAULTY, "Table leg came off at the first dinner. Wants something for the broken plates too.",
         turn=Turn.HEARD, customer="Sofia Lindqvist", contact="01 555 0265", offered=45, receipt="H-22162",
         cause=PRODUCT, wish="A table that stands, and eight plates."),
    _one(-4, "J1041", RANG, "Nobody has told him whether his iron can be repaired.",
         turn=Turn.FORGOTTEN, customer="Gerard Foley", contact="01 555 0266"),
    _one(-3, "J1028", LATE, "Rang three times about a delivery that the system calls done.",
         turn=Turn.HEARD, customer="Zeynep Arslan", contact="01 555 0267", severity="serious"),
    _one(-2, "J1009", PRICE, "Self-service label and till differ by six on a saucepan.",
         turn=Turn.HEARD, customer="Niamh Carty", contact="01 555 0268", offered=6),
    _one(-1, COUNTER, LATE, "The blinds were to come today. I waited until seven and nobody rang.",
         turn=Turn.FRESH, customer="Pauline Achterberg", contact="01 555 0269", wish="To know a day that holds."),
)  # fmt: skip
