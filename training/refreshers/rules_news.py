"""What is published while somebody is in a refresher and asks people to act differently: the plan takes it in."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from training.refreshers.rules import Doing, Part, Plan, Reason, Renewed, Why, iso


@dataclass(frozen=True, slots=True)
class Page:
    """A block of a module as a version has it. `minutes` are whole."""

    id: str
    title: str
    minutes: int
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Published:
    """A version that came after the plan. `pages` are what it changed in a module; of anything else all of it did."""

    document_id: int
    version_id: int
    number: int
    on: date
    pages: tuple[Page, ...] = ()

    @property
    def reason(self) -> Reason:
        return Reason(Why.CHANGED, {"version": self.number, "on": iso(self.on)})


def with_published(plan: Plan, published: Iterable[Published], done: Collection[int]) -> Plan:
    """The plan with what changed since it was made, oldest version first; without news it stays as it is.

    Changed blocks are read as they are now: what was proven of them before proves nothing. Anything but a module is
    done anew on its own page. `done` are the numbers of the parts that are done; parts only follow, none is moved.
    """
    for news in published:
        if news.number <= plan.seen.get(news.document_id, news.number):
            continue
        home = next((one for one in plan.renewed if one.document_id == news.document_id), None)
        if home is not None and home.kind == "module":
            for page in news.pages:
                plan = _with_page(plan, news, page, home, done)
        elif home is not None:
            plan = _elsewhere(plan, news, home)
        plan = replace(plan, seen={**plan.seen, news.document_id: news.number})
    return plan


def _elsewhere(plan: Plan, news: Published, home: Renewed) -> Plan:
    first = next(part for part in plan.parts if part.requirement == home.requirement)
    anew = replace(first, doing=Doing.ELSEWHERE, version_id=news.version_id, minutes=first.whole_minutes)
    new = replace(anew, reasons=(news.reason,), asked=(), spare=())
    kept = tuple(one for one in plan.renewed if one is not home)
    return replace(plan, parts=(*plan.parts, new), renewed=kept)


def _with_page(plan: Plan, news: Published, page: Page, home: Renewed, done: Collection[int]) -> Plan:
    def shown(part: Part) -> Part:
        return replace(part, version_id=news.version_id, title=page.title, minutes=page.minutes, language=page.language)

    for number, part in enumerate(plan.parts, start=1):
        is_this = part.doing is Doing.READ and part.document_id == news.document_id and part.block == page.id
        if is_this and number not in done:
            return plan.with_part(number, shown(replace(part, reasons=(news.reason, *part.reasons))))
    new = Part(
        doing=Doing.READ,
        requirement=home.requirement,
        kind=home.kind,
        document_id=news.document_id,
        version_id=news.version_id,
        slug=home.slug,
        title=page.title,
        minutes=page.minutes,
        reasons=(news.reason,),
        block=page.id,
    )
    left = tuple(one for one in plan.skipped if (one.document_id, one.block) != (news.document_id, page.id))
    return replace(plan, parts=(*plan.parts, shown(new)), skipped=left)
