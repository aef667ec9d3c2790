"""What covers each standard and step, and what is missing."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from training.coverage.rules import (
    Carry,
    Company,
    Lesson,
    Link,
    Mark,
    Part,
    Promise,
    Standard,
    Step,
    Transaction,
    matrix,
)
from training.coverage.rules_holes import COVERED_BY, Hole, Sort, holes, lacking
from training.coverage.rules_roles import Reach, carried_by

SEEN = Standard("seen-at-once", "Seen at once")
KEPT = Standard("call-back-kept", "A call back is kept", roles=("phone-agent",))
GREET = Step("a-sale", "greet", "Greet", owner="counter-staff", helps=("team-leader",), standards=("seen-at-once",))
PAY = Step("a-sale", "pay", "Take the money", owner="counter-staff", decides="shop-manager")
SALE = Transaction("a-sale", "A sale", (GREET, PAY))
GREETING = Lesson("greeting", "Greeting a customer", (("look-up", "Look up"), ("say", "Say it")))
HOUSE = Company(standards=(SEEN, KEPT), transactions=(SALE,), lessons=(GREETING,))


def teaching(aim: str, block: str = "look-up", kind: str = "module", slug: str = "greeting") -> Link:
    return Link(Part(kind, slug, block), aim)


def sorts_of(company: Company, subject: str) -> list[Sort]:
    return [hole.sort for hole in holes(matrix(company)) if hole.subject == subject]


def hole(company: Company, sort: Sort) -> Hole:
    (found,) = [one for one in holes(matrix(company)) if one.sort is sort]
    return found


def test_what_points_at_a_step_reaches_its_standard_and_the_other_way_round() -> None:
    found = matrix(replace(HOUSE, links=(teaching("a-sale/greet"), teaching("seen-at-once", "say"))))
    seen, greet = found.rows["seen-at-once"].cell("module"), found.rows["a-sale/greet"].cell("module")
    assert ([part.block for part in seen.direct], [part.block for part in seen.through]) == (["say"], ["look-up"])
    assert ([part.block for part in greet.direct], [part.block for part in greet.through]) == (["look-up"], ["say"])
    assert seen.mark is Mark.DIRECT
    assert found.rows["a-sale/pay"].cell("module").mark is Mark.NONE


def test_a_role_carries_a_standard_by_the_strongest_thing_it_does_at_its_steps() -> None:
    both = replace(PAY, helps=("team-leader",), owner="team-leader", standards=("seen-at-once",))
    found = matrix(replace(HOUSE, transactions=(Transaction("a-sale", "A sale", (GREET, both)),)))
    assert found.rows["seen-at-once"].carried == {
        "counter-staff": Carry.OWNS,
        "team-leader": Carry.OWNS,
        "shop-manager": Carry.DECIDES,
    }
    assert found.rows["call-back-kept"].carried == {"phone-agent": Carry.NAMED}


def test_a_kind_that_nobody_foresaw_has_its_column_and_what_says_how_we_serve_has_none() -> None:
    found = matrix(
        replace(HOUSE, links=(teaching("seen-at-once", kind="song"), teaching("a-sale/pay", kind="profile")))
    )
    assert found.kinds[-1] == "song"
    assert found.rows["seen-at-once"].cell("song").mark is Mark.DIRECT
    assert found.rows["a-sale/pay"].cells == {}


def test_what_fills_a_hole_is_the_document_that_serves_most_of_the_same_transaction() -> None:
    links = (teaching("a-sale/pay", slug="money"), teaching("a-sale/pay", "two", slug="money"), teaching("a-sale/pay"))
    assert hole(replace(HOUSE, links=links[:2], standards=(SEEN,)), Sort.UNTAUGHT).document == Part("module", "money")
    assert hole(replace(HOUSE, links=links, standards=(SEEN,)), Sort.UNTAUGHT).document == Part("module", "money")
    assert hole(replace(HOUSE, standards=(SEEN,)), Sort.UNTAUGHT).document is None


def test_a_role_that_carries_a_step_but_is_not_asked_for_its_lesson_is_named_once_for_each_lesson() -> None:
    links = (teaching("a-sale/greet"), teaching("a-sale/pay", "say"))
    asked = {"counter-staff": frozenset({Part("module", "greeting")})}
    company = replace(HOUSE, links=links, asked=asked, programmes={"team-leader": ("lead",)})
    found = hole(company, Sort.NOT_REQUIRED)
    assert (found.roles, found.title, found.steps) == (("team-leader",), "Greeting a customer", ("a-sale/greet",))
    assert found.document == Part("programme", "lead")
    # Who only decides beyond the others need not learn how it is done.
    assert {one.roles for one in holes(matrix(replace(company, asked={}))) if one.sort is Sort.NOT_REQUIRED} == {
        ("counter-staff",),
        ("team-leader",),
    }


def test_a_question_that_a_quiz_of_the_role_may_draw_is_asked_of_the_role() -> None:
    links = (teaching("seen-at-once", "rings", "bank", "phone"), teaching("seen-at-once", "act", "scenario", "queue"))
    for part, wanted in ((Part("bank", "phone"), Reach.ASKED), (Part("bank", "phone", "bells"), Reach.THERE)):
        found = matrix(replace(HOUSE, links=links, asked={"counter-staff": frozenset({part})}))
        (seen, *_rest) = carried_by(found, "counter-staff", found.standards)
        assert (seen.reach["bank"], seen.reach["scenario"], seen.reach["script"]) == (wanted, Reach.THERE, Reach.NONE)


def test_a_step_that_two_roles_think_they_own_is_named_with_both() -> None:
    claims = {"a-sale/greet": frozenset({"team-leader"}), "a-sale/pay": frozenset({"counter-staff"})}
    found = hole(replace(HOUSE, claims=claims), Sort.DISPUTED)
    assert (found.subject, found.roles) == ("a-sale/greet", ("counter-staff", "team-leader"))


def test_a_promise_is_kept_where_a_step_names_it_or_its_whole_policy() -> None:
    promises = (Promise("our-word", "same-day", "The same day"), Promise("our-word", "first", "At once"))
    kept = frozenset({("our-word", "same-day")})
    assert hole(replace(HOUSE, promises=promises, kept=kept), Sort.UNKEPT).title == "At once"
    whole = replace(HOUSE, promises=promises, kept=frozenset({("our-word", None)}))
    assert Sort.UNKEPT not in {one.sort for one in holes(matrix(whole))}


def test_a_lesson_without_a_standard_is_named_as_a_whole_and_else_by_its_idle_parts() -> None:
    assert hole(HOUSE, Sort.NEEDLESS).subject == "greeting"
    assert hole(replace(HOUSE, links=(teaching("a-sale/greet"),)), Sort.NEEDLESS).subject == "greeting/say"
    # Pointing at a standard that is retired serves nothing.
    assert hole(replace(HOUSE, links=(teaching("gone"),)), Sort.NEEDLESS).subject == "greeting"
    product = replace(GREETING, of_service=True)
    assert Sort.NEEDLESS not in {one.sort for one in holes(matrix(replace(HOUSE, lessons=(product,))))}


def test_a_standard_without_anything_lacks_everything_once() -> None:
    company = replace(HOUSE, transactions=(), standards=(SEEN,), measured=frozenset())
    assert Counter(sorts_of(company, "seen-at-once")) == Counter(
        [Sort.UNTAUGHT, Sort.UNASKED, Sort.UNWATCHED, Sort.UNMEASURED, Sort.UNCARRIED]
    )
    assert lacking(holes(matrix(company)))["seen-at-once"] == {
        *("module", "bank", "scenario", "checklist", "scorecard", "figures", "roles")
    }


SLUGS = st.sampled_from(("a", "b", "c", "d"))
ROLES = st.sampled_from(("staff", "leader", "desk"))
STEPS = st.builds(
    Step,
    transaction=st.sampled_from(("t", "u")),
    id=SLUGS,
    title=st.just("Step"),
    owner=ROLES,
    helps=st.lists(ROLES, max_size=2).map(tuple),
    standards=st.lists(SLUGS, max_size=2).map(tuple),
)
KINDS = st.sampled_from(("module", "script", "bank", "scenario", "checklist", "scorecard", "feedback", "song"))
PARTS = st.builds(Part, KINDS, SLUGS, st.none() | SLUGS)
AIMS = SLUGS | st.builds("{}/{}".format, st.sampled_from(("t", "u")), SLUGS)
LINKS = st.builds(Link, PARTS, AIMS)


@st.composite
def companies(draw: st.DrawFn) -> Company:
    steps = draw(st.lists(STEPS, max_size=6, unique_by=lambda step: step.key))
    blocks = tuple((block, block) for block in "ab")
    return Company(
        standards=[Standard(slug, slug.upper()) for slug in draw(st.sets(SLUGS))],
        transactions=[Transaction(slug, slug, tuple(s for s in steps if s.transaction == slug)) for slug in ("t", "u")],
        links=draw(st.lists(LINKS, max_size=12)),
        measured=frozenset(draw(st.sets(SLUGS))),
        lessons=[Lesson(slug, slug, blocks) for slug in draw(st.sets(SLUGS))],
        asked={role: frozenset(draw(st.sets(PARTS, max_size=4))) for role in ("staff", "leader")},
    )


@settings(max_examples=150)
@given(companies(), LINKS)
def test_one_more_link_makes_no_hole_of_the_sorts_that_links_close(company: Company, link: Link) -> None:
    closed = {*COVERED_BY, Sort.UNCARRIED, Sort.UNMEASURED, Sort.DISPUTED, Sort.UNKEPT}
    before = {(one.sort, one.subject) for one in holes(matrix(company)) if one.sort in closed}
    after = holes(matrix(replace(company, links=[*company.links, link])))
    assert {(one.sort, one.subject) for one in after if one.sort in closed} <= before
    idle = Counter(one.sort for one in after)[Sort.NEEDLESS]
    assert idle <= Counter(one.sort for one in holes(matrix(company)))[Sort.NEEDLESS]


@settings(max_examples=150)
@given(companies())
def test_each_hole_is_named_once_and_just_where_nothing_covers(company: Company) -> None:
    found = matrix(company)
    missing = holes(found)
    assert max(Counter((one.sort, one.subject) for one in missing).values(), default=1) == 1
    for sort in (Sort.UNTAUGHT, Sort.UNASKED, Sort.UNWATCHED):
        open_ones = {one.subject for one in missing if one.sort is sort}
        aims = {link.aim for link in company.links if link.part.kind in COVERED_BY[sort]}
        for standard in company.standards:
            keys = {step.key for step in company.steps if standard.slug in step.standards}
            assert (standard.slug in open_ones) == aims.isdisjoint({standard.slug} | keys)


@settings(max_examples=100)
@given(companies())
def test_no_part_is_in_both_halves_of_a_cell_and_none_is_lost(company: Company) -> None:
    found = matrix(company)
    for row in found.rows.values():
        for kind, cell in row.cells.items():
            assert not set(cell.direct) & set(cell.through)
            near = {row.key, *row.near}
            expected = {link.part for link in company.links if link.aim in near and link.part.kind == kind}
            assert set(cell.parts) == expected
