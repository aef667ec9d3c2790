"""What so many people and readings can show, in sentences."""

from collections.abc import Iterator
from decimal import Decimal

from training.core.i18n import format_number, ngettext
from training.core.i18n import gettext as _
from training.method.simulate import Findable, Rates, Situation, Useless


def situation_words(one: Situation) -> str:
    """“12 people with 130 readings each”"""
    people = ngettext("%(n)s person", "%(n)s people", one.people, n=format_number(one.people))
    return _("%(people)s with %(readings)s readings each", people=people, readings=format_number(one.readings))


def found_words(found: Findable) -> str:
    """The first sentence: how often a gap is found, and how many are named who are fine."""
    one = found.situation
    values = {"gap": _points(one.gap), "situation": situation_words(one), "often": _of_ten(found.act.power)}
    return _("Of %(situation)s, somebody %(gap)s below the usual is found in %(often)s reviews.", **values)


def false_words(found: Findable) -> str:
    """How many who keep the standard are named all the same."""
    if not found.act.fine:
        return _("As most people miss the standard here, it is the process before it is anybody’s skill.")
    return _("Of 1,000 who keep the standard, %(number)s named all the same.", number=_of_thousand(found.act))


def rows_of(found: Findable) -> list[tuple[str, str, str, str]]:
    """A table of three ways to name people: way, found, named though fine, wrong of all who are named."""
    ways = (
        (_("Named by the review (“act”)"), found.act),
        (_("Looked at more closely (“look”)"), found.look),
        (_("Everybody who was counted below the standard"), found.naive),
    )
    return [
        (
            name,
            _percent(rates.power),
            _percent(rates.false) if rates.fine else "–",
            _percent(rates.wrong) if rates.fine and rates.found + rates.named else "–",
        )
        for name, rates in ways
    ]


def needed_words(found: Findable) -> str:
    """How many readings it would take."""
    if found.half is None:
        return _("No number of readings finds such a gap safely.")
    half = format_number(_rounded(found.half))
    if found.mostly is None:
        return _("It takes about %(half)s readings each to find it in every other review.", half=half)
    return _(
        "It takes about %(half)s readings each to find it in every other review, and %(mostly)s in eight of ten.",
        half=half,
        mostly=format_number(_rounded(found.mostly)),
    )


def process_words(share: float, one: Situation) -> str:
    """How often a team that is low as a whole is recognised."""
    return _(
        "A whole team that is %(gap)s lower is called a matter of the process in %(often)s reviews.",
        gap=_points(one.gap),
        often=_of_ten(share),
    )


def sure_words(found: Findable) -> str:
    """From how much it was reckoned, and how sure that is."""
    return _(
        "Reckoned from %(reviews)s invented reviews (seed %(seed)s). With others it would differ by about %(error)s.",
        reviews=format_number(found.reviews),
        seed=str(found.seed),
        error=_points(max(found.act.error, 0.01)),
    )


def lesson_words(lesson: Useless) -> Iterator[str]:
    """What a lesson that does nothing looks like: by a plain comparison, and by what the site says."""
    yield _(
        "Whoever was counted below the standard and learns something useless is %(rise)s better afterwards: by chance, "
        "and because the season helps everybody.",
        rise=_points(lesson.rise),
    )
    rounds = lesson.rounds
    yield _(
        "A plain comparison of before and after would call that the lesson’s doing in %(often)s rounds.",
        often=_of_ten(lesson.naive / rounds),
    )
    yield _(
        "This site says “no effect worth having” in %(nothing)s, “cannot tell” in %(unclear)s and “it helped” in "
        "%(helped)s rounds.",
        nothing=_of_ten(lesson.nothing / rounds),
        unclear=_of_ten(lesson.unclear / rounds),
        helped=_of_ten(lesson.helped / rounds),
    )
    if lesson.few * 2 > rounds:
        yield _("Mostly fewer than five people would be trained at once, which is too few to tell.")


def _of_ten(share: float) -> str:
    number = round(share * 10)
    if number == 0 and share > 0:
        return _("fewer than 1 of 20")
    if number == 10 and share < 1:
        return _("more than 19 of 20")
    return _("%(number)s of 10", number=format_number(number))


def _of_thousand(rates: Rates) -> str:
    number = round(1000 * rates.false)
    if number == 0:
        least = max(1, round(1000 / rates.fine))
        return ngettext("at most about %(n)s is", "at most about %(n)s are", least, n=format_number(least))
    return ngettext("about %(n)s is", "about %(n)s are", number, n=format_number(number))


def _points(share: float) -> str:
    number = Decimal(f"{share * 100:.1f}").normalize() + 0
    return ngettext("%(n)s point", "%(n)s points", 1 if number == 1 else 2, n=format_number(number))


def _percent(share: float) -> str:
    number = Decimal(f"{share * 100:.1f}" if share < 0.1 else f"{share * 100:.0f}").normalize() + 0
    return _("%(number)s %%", number=format_number(number))


def _rounded(number: int) -> int:
    """To the tens, above a thousand to the hundreds: it is not known better."""
    return round(number, -1 if number < 1000 else -2)
