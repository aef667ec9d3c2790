"""What holds for every roster: an export comes back as no change, order does not matter, no bytes break the reader."""

import csv
import io
import random
import unicodedata
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.roster.reading import DATA, TODAY, plan_of, roster_of
from training.core.problems import Problems
from training.people.roster.cells import read_team, written_team
from training.people.roster.dates import DateOrder
from training.people.roster.export import write_csv, write_xlsx
from training.people.roster.guards import guarded, unguarded
from training.people.roster.plan import Plan
from training.people.roster.planning import PlanOptions, make_plan
from training.people.roster.snapshot import Held, PersonNow, Snapshot, TeamNow, role_key, team_key
from training.people.rules import tidy_name

CLEAN = (DATA / "roster.csv").read_bytes()
# Whatever the site itself accepts as a name: tidy, visible, in any alphabet, starting with whatever it likes.
SIGNS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Cn", "Zs", "Zl", "Zp"])
NAMES = (
    st.one_of(
        st.text(SIGNS, min_size=1, max_size=12),
        st.builds(lambda start, rest: start + rest, st.sampled_from("=+-@'–/\\;,\"|?#"), st.text(SIGNS, max_size=8)),
    )
    .map(tidy_name)
    .filter(bool)
)
DAYS = st.dates(date(2020, 1, 1), date(2028, 12, 31))


@st.composite
def sites(draw: st.DrawFn) -> Snapshot:
    """A site of up to six people in up to four teams, with whatever leave, leavers and starters there may be."""
    paths: list[tuple[str, ...]] = [(draw(NAMES),)]
    for name in draw(st.lists(NAMES, max_size=3)):
        paths.append((*draw(st.sampled_from(paths)), name))
    teams = {team_key(path): path for path in paths}
    roles = list({role_key(role): role for role in draw(st.lists(NAMES, max_size=3))}.values())
    numbers = list({number.casefold(): number for number in draw(st.lists(NAMES, min_size=1, max_size=6))}.values())
    people = []
    for place, number in enumerate(numbers):
        hired = draw(st.none() | DAYS)
        left = draw(st.none() | DAYS)
        leave = sorted(draw(st.lists(DAYS, max_size=2)))
        if hired and left and left < hired:
            hired, left = left, hired
        role = draw(st.sampled_from(["", *roles]))
        held = Held(role, hired or TODAY) if role else None
        by_hand = (
            [name for name in draw(st.lists(st.sampled_from(roles), unique=True)) if name != role] if roles else []
        )
        if held and left:
            held = Held(held.role, min(held.from_on, left), left)
        people.append(
            PersonNow(
                employee_number=number,
                given=draw(NAMES),
                family=draw(st.just("") | NAMES),
                team=draw(st.sampled_from(list(teams.values()))),
                preferred=draw(st.just("") | NAMES),
                email=draw(st.sampled_from(["", f"a{place}@example.com", f"=a{place}@example.com"])),
                phone=draw(st.sampled_from(["", "+1 555 0104", "0170/55", "'+1"])),
                language=draw(st.sampled_from(["en", "pl", "pt_BR"])),
                manager=draw(st.sampled_from(["", *numbers[:place]])),
                hired_on=hired,
                left_on=left,
                leave_from=leave[0] if leave else None,
                leave_until=leave[1] if len(leave) > 1 else None,
                held=held,
                by_hand=tuple(by_hand),
            )
        )
    return Snapshot(tuple(people), tuple(TeamNow(path) for path in teams.values()), tuple(roles))


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(sites(), st.integers(0, 400))
def test_an_export_imports_back_as_no_change(site: Snapshot, later: int) -> None:
    today = TODAY + timedelta(days=later)
    for data in (write_csv(site, today), write_xlsx(site, today)):
        plan = plan_of(data, site, day=today)
        assert plan.errors == ()
        assert plan.is_empty
        assert plan.gone == ()


@given(st.text())
def test_a_guard_comes_off_exactly_as_it_went_on(text: str) -> None:
    cell = guarded(text)
    assert unguarded(cell) == text
    assert cell[:1] not in {"=", "+", "-", "@", "\t"}


@given(st.lists(st.text(SIGNS, min_size=1).map(tidy_name).filter(bool), min_size=1, max_size=4))
def test_a_team_path_is_read_as_it_was_written(names: list[str]) -> None:
    path = tuple(names)
    assert read_team(guarded(written_team(path))) == path


def shuffled(data: bytes, seed: int) -> bytes:
    """The same table with its rows and its columns in another order."""
    rows = list(csv.reader(io.StringIO(data.decode())))
    chance = random.Random(seed)  # noqa: S311 -- only an order
    columns = chance.sample(range(len(rows[0])), len(rows[0]))
    body = chance.sample(rows[1:], len(rows) - 1)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=chance.choice(",;\t|")).writerows(
        [[row[place] for place in columns] for row in (rows[0], *body)]
    )
    return out.getvalue().encode()


@settings(max_examples=20)
@given(st.integers(), st.integers(0, 60))
def test_the_order_of_rows_and_columns_does_not_matter(seed: int, known: int) -> None:
    known_part = b"".join(CLEAN.splitlines(keepends=True)[: known + 2])
    site = plan_of(known_part.replace(b"Counter staff", b"Shelf staff"), is_full=False).after
    assert plan_of(shuffled(CLEAN, seed), site) == plan_of(CLEAN, site)


@settings(max_examples=20)
@given(st.integers(0, 232), st.integers(0, 30))
def test_the_same_file_twice_changes_nothing_the_second_time(cut: int, later: int) -> None:
    part = b"".join(CLEAN.splitlines(keepends=True)[: cut + 2])
    first = plan_of(part)
    second = plan_of(part, first.after, day=TODAY + timedelta(days=later))
    assert second.is_empty
    assert second.gone == ()


CELLS = st.sampled_from(
    [
        *(
            "",
            "E1",
            "E2",
            "e1",
            "=1",
            "Anna",
            "–",
            "a@example.com",
            "Company/Shop",
            "x" * 300,
            "\x00",
            "'",
            '"',
            "/",
            "Ä?",
        ),
        *("2026-01-02", "03/04/2026", "13/04/2026", "31.12.9999", "left", "active", "on leave", "future", "#REF!"),
    ]
)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=14), min_size=1, max_size=6)
HEADERS = "employee_id,first_name,last_name,email,team,role,manager_id,hired_on,left_on,leave_from,leave_until,status"


def plan_or_problems(data: bytes) -> Plan | Problems:
    try:
        return make_plan(roster_of(data), Snapshot(), PlanOptions(TODAY))
    except Problems as problems:
        return problems


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_no_bytes_raise_anything_but_problems(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", HEADERS.encode() + b"\n", b"\xff\xfe", b"employee_id;first_name\n"):
        plan_or_problems(start + data)


@settings(max_examples=300)
@given(TABLES, st.sampled_from(list(DateOrder)))
def test_no_table_raises_anything_but_problems_and_what_is_planned_is_sound(
    rows: list[list[str]], order: DateOrder
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADERS.split(","), *rows])
    found = plan_or_problems(out.getvalue().encode())
    if isinstance(found, Problems):
        return
    for person in found.after.people:
        assert person.employee_number
        assert person.given or person.family
        assert unicodedata.is_normalized("NFC", person.name)
        assert person.team
        assert not (person.hired_on and person.left_on) or person.left_on >= person.hired_on
        assert not (person.held and person.held.until_on) or person.held.until_on >= person.held.from_on
    assert make_plan(roster_of(out.getvalue()), found.after, PlanOptions(TODAY)).is_empty


def test_workbooks_that_are_damaged_anywhere_raise_nothing_but_problems() -> None:
    sound = write_xlsx(plan_of(CLEAN).after, TODAY)
    chance = random.Random(7)  # noqa: S311 -- only a place
    for _attempt in range(60):
        broken = bytearray(sound)
        for _place in range(chance.randint(1, 30)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        plan_or_problems(bytes(broken))
