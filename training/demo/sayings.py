"""What customers of the sample wrote below their answers, in their own languages and each of them once."""

from dataclasses import dataclass
from enum import Enum


class Place(Enum):
    """What it was about."""

    COUNTER = "counter"
    STATION = "station"
    CALL = "call"
    DESK = "desk"
    COMPLAINT = "complaint"


@dataclass(frozen=True)
class Saying:
    """Some words, whether they go with a good mark, and whom they thank by name."""

    text: str
    is_good: bool = True
    language: str = "en"
    thanks: str = ""


def _good(text: str, language: str = "en", thanks: str = "") -> Saying:
    return Saying(text, language=language, thanks=thanks)


def _poor(text: str, language: str = "en") -> Saying:
    return Saying(text, is_good=False, language=language)


# The newest first: what was said last stands at the top.
SAYINGS: dict[Place, tuple[Saying, ...]] = {
    Place.COUNTER: (
        _good("She asked where the lamp would hang before she showed me one. It is the right one.", thanks="Zuzana"),
        _poor("Nobody could say when the small shelves come back."),
        _good("Four people waiting, and I was told: five minutes. It was four."),
        _good("Ich wollte nur eine Schraube. Er ist mitgegangen und hat sie gefunden.", "de", thanks="Ben"),
        _good("He said “I don’t know”, went to find out and came back with the answer."),
        _poor("Waited at lamps for ten minutes. Then it went fast."),
        _good("شكرًا، سألتني عن مقاس النافذة أولًا.", "ar", thanks="Layla"),
        _good("The label said 32 and the till 39. She gave me the lower one before I could ask."),
        _good("Très bien conseillée, sans qu’on me pousse à acheter.", "fr"),
        _poor("The young man was friendly and guessed. It was the wrong bulb."),
        _good("My mother walks slowly. They brought a chair without a word.", thanks="Seun"),
        _good("Quick, kind, and the bag was packed so that nothing breaks."),
        _poor("Beim Bezahlen schaute mich niemand an.", "de"),
        _good("Дуже допомогли з вибором, дякую.", "uk", thanks="Dmytro"),
        _good("Got the last box from the cellar for me."),
        _poor("Two prices on one shelf again."),
        _good("Me explicó cómo montarlo, con paciencia.", "es", thanks="Ángeles"),
        _good("I came for one glass and left with one glass. Thank you for that."),
        _poor("Had to look for somebody to ask."),
        _good("They remembered what I bought in spring."),
        _good("Schnell und herzlich.", "de"),
        _good("The greeting at the door makes the difference."),
        _poor("Music too loud to talk."),
        _good("Asked me one question, and it was the right one."),
        _good("很好，谢谢您帮我拿下来。", "zh", thanks="Mei-Ling"),
    ),
    Place.STATION: (
        _good("Between two trains, and it took six minutes with wrapping.", thanks="Kofi"),
        _good("He drew me on paper how the rail goes onto the wall."),
        _poor("The queue does not move after five o’clock."),
        _good("Sehr freundlich, und er wusste, wovon er spricht.", "de"),
        _good("Bardzo miła obsługa.", "pl", thanks="Ewa"),
        _poor("Price at the till was not the one on the shelf. They put it right."),
        _good("Found my umbrella and rang me. I had not even noticed."),
        _good("She said honestly that the cheaper one is enough.", thanks="Giulia"),
        _poor("One till open, three people behind it."),
        _good("Tutto perfetto.", "it"),
        _good("Asked before touching my bag. Small thing, nice thing."),
        _good("Knew the answer, and knew when not."),
    ),
    Place.CALL: (
        _good("Rang me back at ten to four. Said by four.", thanks="Priya"),
        _poor("Solved, but I waited for ages on Monday."),
        _good("He let me finish. That does not happen often."),
        _good("Meine Lieferung war verschwunden, jetzt weiß ich, wer sich kümmert und bis wann.", "de"),
        _poor("Told it twice, once to each of them."),
        _good("Everything in one call."),
        _good("تعاملت معي بلطف وحُلّ الأمر من المكالمة الأولى.", "ar"),
        _poor("Noon is the wrong time to ring you, it seems."),
        _good("She said what happens next, by when, and her name.", thanks="Amira"),
        _good("Muito obrigado pela paciência.", "pt"),
        _poor("Nobody rang on Thursday. On Friday I rang myself."),
        _good("I was asked before I was put on hold."),
        _good("No music, no menu, a person."),
        _poor("Zweimal verbunden worden.", "de"),
        _good("He told me that it would be late before it was late."),
        _good("Bra bemötande.", "sv"),
    ),
    Place.DESK: (
        _good("Money back without a long face."),
        _poor("I would have liked to know how long the repair takes."),
        _good("Kettle swapped in three minutes.", thanks="Bernie"),
        _good("Ohne Kassenbon, aber mit der Karte gefunden.", "de"),
        _poor("Said no, and was right, but did not say why at first."),
        _good("Rang me when the part was there, as promised."),
    ),
    Place.COMPLAINT: (
        _good("It took two weeks, but you kept at it."),
        _poor("The table is good now. The day off is gone."),
        _good("Jetzt ist alles in Ordnung.", "de"),
        _good("I had not expected to hear from you again. Thank you."),
        _poor("Still waiting for the letter about the refund."),
    ),
}  # fmt: skip

# What nobody meant who has been here: on which day, why it was set aside ("" by hand), and the words.
ASIDE = (
    (-2, "links", "Cheap loans for your home at www.quick-money.example"),
    (-6, "hidden-field", "best lamps best lamps best lamps"),
    (-9, "", "Test, it is only me. The code at till two works."),
    (-15, "links", "Win a holiday: https://prize.example/now"),
    (-22, "too-fast", "asdf asdf asdf"),
    (-26, "links", "Visit www.followers.example today"),
)
# A whole class was here, so what it wrote waited until somebody let it in.
LET_IN = (-13, "many", "We came with our class, and everybody was allowed to touch everything.")
