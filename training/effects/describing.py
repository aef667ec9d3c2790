"""What the pages of effects show, in words and pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from training.core.i18n import format_date, format_number, ngettext
from training.core.i18n import gettext as _
from training.effects import words
from training.effects.pictures import Effects, effects_of, groups_of, weeks_of
from training.effects.queries import Known, Lesson
from training.effects.queries_judging import newest_day, ready_for
from training.effects.rules_plan import Days
from training.effects.rules_state import WAIT, Ready, State
from training.effects.words import Told
from training.method.effects import Remark, Result, Tier, Verdict
from training.people.models import Person


@dataclass(frozen=True)
class Planned:
    """An effect that is still to come: what it is about, its day, and its page if the reader may open it."""

    title: str
    text: str
    look_on: date
    url: str


@dataclass(frozen=True)
class Shown:
    """A lesson and what it did for one standard, over all rounds."""

    title: str
    standard: str
    url: str
    verdict: Verdict
    chip: tuple[str, str]
    sentence: str
    notes: tuple[str, ...]
    picture: Effects | None
    addresses: tuple[str, ...]
    others: tuple[tuple[str, str, str], ...]
    planned: tuple[Planned, ...]
    is_judged: bool
    is_to_mend: bool


def shown_lessons(found: Sequence[Lesson]) -> list[Shown]:
    """Lessons for the pages that list them."""
    return [_shown(one) for one in found]


def _shown(one: Lesson) -> Shown:
    rows, addresses = _rounds(one)
    return Shown(
        title=title_of(one.lesson.title if one.lesson else None),
        standard=one.standard.title,
        url=f"/effects/lessons/{one.lesson.kind}/{one.lesson.slug}" if one.lesson else "",
        verdict=one.verdict,
        chip=words.chip_of(one.verdict),
        sentence=_pooled_sentence(one),
        notes=_notes(one),
        picture=effects_of(one.model, rows),
        addresses=tuple(addresses),
        others=tuple(
            (_when(known), words.cannot_tell(known.told), _url(known)) for known in one.judged if not known.estimate
        ),
        planned=tuple(_planned(known) for known in one.planned),
        is_judged=bool(one.judged),
        is_to_mend=one.verdict is not Verdict.HELPED
        and any(known.row.verdict in (Verdict.NOTHING, Verdict.WORSE) for known in one.judged),
    )


def title_of(lesson: str | None) -> str:
    """The name of a lesson; of what is no lesson, what it is."""
    return lesson or _("A change of how we work")


def _rounds(one: Lesson) -> tuple[list[tuple[str, str, float, float, float]], list[str]]:
    """The rounds with a figure, and all of them together first where there are several."""
    rows, addresses = [], []
    pooled, figured = one.pooled, [known for known in one.judged if known.estimate]
    if pooled is not None and len(figured) > 1:
        text = words.interval_words(one.model, pooled.value, pooled.low, pooled.high)
        rows.append((_("All rounds together"), text, pooled.value, pooled.low, pooled.high))
        addresses.append("")
    for known in figured:
        value, low, high = known.row.value or 0.0, known.row.low or 0.0, known.row.high or 0.0
        people = ngettext("%(num)d person", "%(num)d people", known.row.n)
        text = _(
            "%(effect)s, %(people)s, %(how)s",
            effect=words.interval_words(one.model, value, low, high),
            people=people,
            how=words.TRUST[Tier(known.row.tier)],
        )
        rows.append((_when(known), text, value, low, high))
        addresses.append(_url(known))
    return rows, addresses


def _pooled_sentence(one: Lesson) -> str:
    pooled = one.pooled
    if pooled is None:
        return _("Cannot tell yet.")
    rounds = ngettext("%(num)d round", "%(num)d rounds", pooled.cohorts)
    people = ngettext("%(num)d person", "%(num)d people", one.people)
    effect = words.interval_words(one.model, pooled.value, pooled.low, pooled.high)
    said = {"effect": effect, "rounds": rounds, "people": people}
    if one.verdict is Verdict.HELPED:
        return _("It helps: %(effect)s, from %(rounds)s with %(people)s.", **said)
    if one.verdict is Verdict.NOTHING:
        return _("It does nothing worth having: %(effect)s, from %(rounds)s with %(people)s.", **said)
    if one.verdict is Verdict.WORSE:
        return _("It got worse with it: %(effect)s, from %(rounds)s with %(people)s.", **said)
    return _("Cannot tell yet: %(effect)s, from %(rounds)s with %(people)s.", **said)


def _notes(one: Lesson) -> tuple[str, ...]:
    found = []
    if one.judged and one.verdict is Verdict.UNCLEAR and one.needed:
        found.append(words.takes_words(one.needed, words.worth_words(one.model, one.worth)))
    if one.pooled is not None and Remark.COHORTS_DIFFER in one.pooled.remarks:
        found.append(str(words.REMARKS[Remark.COHORTS_DIFFER]))
    return tuple(note for note in found if note)


def _when(known: Known) -> str:
    day = format_date(date.fromisoformat(known.row.plan["start_on"]), "long")
    if known.opens and known.team:
        return _("%(team)s, from %(day)s", team=known.team, day=day)
    return _("Round from %(day)s", day=day)


def _url(known: Known) -> str:
    return f"/effects/{known.row.id}" if known.opens else ""


def _planned(known: Known) -> Planned:
    title = title_of(known.lesson.title if known.lesson else None)
    text = _("%(standard)s · %(round)s", standard=known.standard.title, round=_when(known))
    return Planned(title, text, known.row.look_on, _url(known))


def described(db: Session, known: Known, today: date) -> dict[str, Any]:
    """What the page of one effect shows."""
    row, standard = known.row, known.model
    plan, told = row.plan, known.told
    ready = ready_for(db, row, today) if row.state == State.PLANNED else None
    picture = None
    if row.value is not None and row.low is not None and row.high is not None:
        share = words.interval_words(standard, row.value, row.low, row.high)
        picture = effects_of(standard, [(share, words.TRUST[Tier(row.tier)], row.value, row.low, row.high)])
    by = db.get(Person, row.fixed_by_id) if row.fixed_by_id else None
    return {
        "known": known,
        "row": row,
        "title": title_of(known.lesson.title if known.lesson else None),
        "standard": known.standard,
        "is_judged": row.state == State.JUDGED,
        "is_dropped": row.state == State.DROPPED,
        "is_reopened": "dropped" in row.result,
        "mark": words.chip_of(row.verdict or Verdict.UNCLEAR),
        "sentence": words.sentence(standard, told),
        "remarks": remarks_of(told),
        "takes": _takes(known),
        "tier": words.TIERS[Tier(row.tier)],
        "rebound": "" if row.tier == Tier.TEAM or known.is_few else words.rise_words(standard, row.rebound),
        "starting": words.starting_words(known.starting) if known.starting else "",
        "worth": words.worth_words(standard, float(plan["worth"])),
        "by": by.full_name if by else "",
        "start": date.fromisoformat(plan["start_on"]),
        "before": Days(row.before_first, row.before_last),
        "chosen": None if row.tier == Tier.TEAM else Days.of_json(plan["selection"]),
        "after": Days(row.after_first, row.after_last),
        "is_late": bool(plan["late"]),
        "fate": fate_words(row.result.get("fate")),
        "counted": _counted(known),
        "missing": _missing(db, known) if ready is Ready.FIGURES_MISSING else "",
        "picture": picture,
        "groups": groups_of(known),
        "weeks": weeks_of(known),
    }


def remarks_of(told: Told) -> list[str]:
    """What a reader must know beside the figure."""
    return [str(words.REMARKS[one]) for one in told.remarks if one in words.REMARKS]


def _takes(known: Known) -> str:
    one = Lesson(known.standard, known.lesson, (known,))
    if known.row.verdict not in ("", Verdict.UNCLEAR) or not one.needed:
        return ""
    return words.takes_words(one.needed, words.worth_words(known.model, one.worth))


def _counted(known: Known) -> str:
    kept = known.row.result
    if not kept.get("readings"):
        return ""
    people = ngettext("%(num)d trained person", "%(num)d trained people", kept["people"])
    if known.row.tier == Tier.TEAM:
        people = ngettext("%(num)d person of the team", "%(num)d people of the team", kept["people"])
    return _(
        "%(people)s and %(others)s are compared, from %(readings)s.",
        people=people,
        others=ngettext("%(num)d other", "%(num)d others", kept["controls"]),
        readings=ngettext(
            "%(number)s reading", "%(number)s readings", kept["readings"], number=format_number(kept["readings"])
        ),
    )


def fate_words(fate: dict[str, int] | None) -> list[str]:
    """What became of the people, in numbers; nothing where nobody is named."""
    if not fate or not fate["planned"]:
        return []
    found = [ngettext("%(num)d person was to be trained.", "%(num)d people were to be trained.", fate["planned"])]
    if fate["finished"] < fate["planned"]:
        unfinished = fate["planned"] - fate["finished"]
        found.append(
            ngettext(
                "%(num)d did not finish, and counts all the same: who finishes is no chance.",
                "%(num)d did not finish, and count all the same: who finishes is no chance.",
                unfinished,
            )
        )
    if fate["left"]:
        found.append(
            ngettext(
                "%(num)d left the company before the last day.",
                "%(num)d left the company before the last day.",
                fate["left"],
            )
        )
    if fate["moved"]:
        found.append(ngettext("%(num)d works in another team now.", "%(num)d work in other teams now.", fate["moved"]))
    if fate["unseen"]:
        found.append(
            ngettext("%(num)d has no readings afterwards.", "%(num)d have no readings afterwards.", fate["unseen"])
        )
    return found


def _missing(db: Session, known: Known) -> str:
    last, until = newest_day(db, known.row.standard_id), known.row.look_on + WAIT
    if last is None:
        return _("Its figures are missing. We wait for them until %(until)s.", until=format_date(until))
    words_ = {"last": format_date(last), "until": format_date(until)}
    return _("Its figures are missing: the last are of %(last)s. We wait for more until %(until)s.", **words_)


def again_of(known: Known, kept: Result, now: Result) -> dict[str, Any]:
    """The result as it was judged, reckoned from what was kept, and from the figures of today."""
    said = (
        (_("As it was judged"), known.told),
        (_("From the sums that were kept"), told_of(kept, known.row.tier)),
        (_("From the figures as they are today"), told_of(now, known.row.tier)),
    )
    rows = [(title, words.sentence(known.model, told)) for title, told in said]
    return {"rows": rows, "same": rows[0][1] == rows[1][1], "moved": rows[0][1] != rows[2][1]}


def told_of(found: Result, tier: str) -> Told:
    """A result as far as words need it."""
    rise = None if tier == Tier.TEAM else found.rise
    return Told(found.verdict, found.value, found.low, found.high, rise, found.people, found.remarks)
