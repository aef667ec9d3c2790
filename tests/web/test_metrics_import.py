"""Files of readings: the same cells whatever way they came, and a sentence for whatever is wrong with them."""

import os
import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from tests.house import House, actor
from tests.library import publish
from tests.measuring import HEADER, cells, publish_standards, readings, standard_text, take_in, written
from training.cli import training
from training.core.jobs import enqueue
from training.core.permissions import PermissionSet
from training.core.problems import Problems
from training.core.web import NotFound
from training.core.worker import Worker
from training.metrics import actions_import
from training.metrics.actions import withdraw
from training.metrics.actions_aliases import assign_alias
from training.metrics.actions_cells import rebuild_cells, standards_with_readings
from training.metrics.actions_reading import Intake
from training.metrics.actions_uploads import hand_in, keep_file
from training.metrics.check import check_cells
from training.metrics.files_mapping import parse, presets
from training.metrics.jobs import FORGET
from training.metrics.models import Cell, Reading, ReadingAlias, ReadingImport, ReadingSource

LATER = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
ONLY_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def company(app: Flask, house: House) -> tuple[int, int]:
    """Standards, a team in a shop, and two people, one of whom has left."""
    publish_standards(app)
    shop = house.team("Harbour", house.root)
    phones = house.team("Phones", shop)
    house.person("Nora Brandt", team=phones, employee_number="E1", email="nora@example.com")
    house.person("Tom Ek", team=phones, employee_number="E2", left_on=datetime(2026, 5, 1, tzinfo=UTC).date())
    return shop, phones


def call(number: int, who: str = "E1", wait: int = 7, csat: str = "", solved: str = "1") -> str:
    day = 1 + number % 3
    team, promised = "Company/Harbour/Phones", number % 2
    return f"C{number},2026-05-0{day}T16:05:10,{who},{team},orders,{wait},267,{solved},{promised},1,{csat}"


def test_a_file_becomes_cells_and_comes_again_and_corrected(app: Flask, db: Session, tmp_path: Path) -> None:
    first = [call(1), call(2, wait=30), call(3, "E2", csat="4"), call(4, "E9")]
    outcome = take_in(app, written(tmp_path, *first), now=LATER, batch=3)
    # Waiting, handling, solved each; a promise in two; a mark in one.
    assert outcome.written.new == 3 * 4 + 2 + 1
    assert outcome.report is not None
    assert outcome.report.unknown_people == {"E9": 1}
    assert check_cells(db) == []
    again = take_in(app, written(tmp_path, *first), now=LATER)
    assert (again.written.nothing, again.written.unchanged) == (True, 15)
    corrected = take_in(app, written(tmp_path, call(2, wait=3), call(3, "E2")), now=LATER)
    assert (corrected.written.changed, corrected.written.removed) == (1, 1)
    db.rollback()
    assert check_cells(db) == []
    before = cells(db)
    assert sum(sums[1] for sums in before.values()) == 0
    assert all(key[2] for key in before)  # everybody’s team is known by its path, whatever the company is called there
    db.rollback()
    with app.extensions["database"].writing() as writing:
        for standard in standards_with_readings(writing):
            rebuild_cells(writing, standard)
    assert cells(db) == before


rows = st.dictionaries(
    st.integers(0, 12),
    st.tuples(st.sampled_from(["E1", "E2", "E9", ""]), st.integers(0, 60), st.sampled_from(["", "1", "5"])),
    min_size=1,
    max_size=10,
)


@ONLY_SQLITE
@given(rows, rows, st.randoms(use_true_random=False), st.integers(1, 7))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_streamed_shuffled_repeated_and_corrected_files_give_the_cells_of_one_clean_one(  # noqa: PLR0917 -- as given
    app: Flask,
    db: Session,
    tmp_path: Path,
    earlier: dict[int, Any],
    final: dict[int, Any],
    chance: random.Random,
    batch: int,
) -> None:
    def lines(of: dict[int, Any]) -> list[str]:
        shuffled = [call(number, *values) for number, values in of.items()]
        chance.shuffle(shuffled)
        return shuffled

    forget_everything(app)
    take_in(app, written(tmp_path, *lines({**earlier, **final})), now=LATER, batch=1000)
    clean = cells(db), readings(db)
    db.rollback()
    forget_everything(app)
    take_in(app, written(tmp_path, *lines(earlier)), now=LATER, batch=batch)
    half = dict(list(final.items())[: len(final) // 2])
    take_in(app, written(tmp_path, *lines(half or final)), now=LATER, batch=batch)
    take_in(app, written(tmp_path, *lines(final)), now=LATER, batch=batch)
    take_in(app, written(tmp_path, *lines(final)), now=LATER, batch=batch + 1)
    assert (cells(db), readings(db)) == clean
    assert check_cells(db) == []
    db.rollback()


def forget_everything(app: Flask) -> None:
    """Readings and cells; sources and names keep their ids, so that two ways can be compared."""
    with app.extensions["database"].writing() as db:
        for table in (Cell, Reading):
            db.execute(delete(table))
        for source in db.scalars(select(ReadingSource)):
            source.settled = None


def refused(app: Flask, intake: Intake) -> list[str]:
    """What is said of a file, each problem a line; nothing of it may have been written."""
    with pytest.raises(Problems) as caught:
        take_in(app, intake, now=LATER)
    with app.extensions["database"].reading() as db:
        assert readings(db) == []
        assert cells(db) == {}
    return [str(problem) for problem in caught.value.problems]


WRONG = {
    "calls.csv:3: A time of -3 seconds cannot be.": call(2, wait=-3),
    "calls.csv:3: 11 cannot be: “Customers are satisfied” goes from 1 to 5.": call(2, csat="11"),
    "calls.csv:3: “good” is not a number.": call(2, csat="good"),
    "calls.csv:3: “maybe” is neither yes nor no.": call(2, solved="maybe"),
    "calls.csv:3: “C1” stands here and in line 2.": call(1, wait=9),
    "calls.csv:3: This row has no id that tells it from others.": call(2).replace("C2", "  "),
    "calls.csv:3: This time lies in the future.": call(2).replace("2026-05", "2027-05"),
    "calls.csv:3: “yesterday” is not a time as this source writes it.": call(2).replace(
        "2026-05-03T16:05:10", "yesterday"
    ),
    "calls.csv:3: 01:30 on 29 March 2026 did not exist in Europe/Dublin: clocks were put forward.": call(2).replace(
        "2026-05-03T16:05", "2026-03-29T01:30"
    ),
    "calls.csv:3: This row has 12 cells, the header has 11.": f"{call(2)},5",
    "calls.csv:3: This row cannot be read": call(2, csat='"4'),
}


@ONLY_SQLITE
def test_whatever_is_wrong_in_a_row_has_its_sentence_and_nothing_is_half_done(app: Flask, tmp_path: Path) -> None:
    for sentence, line in WRONG.items():
        (said,) = refused(app, written(tmp_path, call(1), line))
        assert said.startswith(sentence), said
    many = refused(app, written(tmp_path, *(call(number, wait=-1) for number in range(1, 402))))
    assert (len(many), many[0][:12], many[-1]) == (301, "calls.csv:2:", "calls.csv: And 101 more problems.")


@ONLY_SQLITE
def test_a_time_without_a_zone_is_refused_unless_the_source_names_one(app: Flask, tmp_path: Path) -> None:
    intake = written(tmp_path, call(1))
    assert intake.mapping is not None
    nowhere = intake.mapping.model_copy(update={"time": intake.mapping.time.model_copy(update={"zone": None})})
    (said,) = refused(app, replace(intake, mapping=nowhere))
    assert "does not say in which time zone" in said
    zoned = written(tmp_path, call(1).replace("16:05:10", "16:05:10+01:00"))
    assert take_in(app, replace(zoned, mapping=nowhere), now=LATER).written.new == 4
    assert take_in(app, replace(intake, mapping=nowhere.with_zone("Europe/Dublin")), now=LATER).written.unchanged == 4


@ONLY_SQLITE
def test_a_changed_layout_is_said_with_its_difference(app: Flask, tmp_path: Path) -> None:
    assert refused(app, written(tmp_path, call(1), header=HEADER.replace("csat", "csat_score"))) == [
        "calls.csv: The column “csat” is missing; “csat_score” is new. Was it renamed? "
        "Export the file as before, or change the mapping of the source."
    ]
    twice = refused(app, written(tmp_path, f"{call(1)},9", header=f"{HEADER},csat"))
    assert "Two columns are called “csat”." in twice[0]
    take_in(app, written(tmp_path, call(1)), now=LATER)
    more = written(tmp_path, f"{call(1)},=1+1", header=f"{HEADER},comment")
    with pytest.raises(Problems, match="new: comment"):
        take_in(app, more, now=LATER)
    assert take_in(app, replace(more, new_layout=True), now=LATER).written.unchanged == 4
    (tmp_path / "calls.csv").write_text("", encoding="utf-8")
    with pytest.raises(Problems, match="This file is empty"):
        take_in(app, Intake("calls", tmp_path / "calls.csv", "calls.csv"), now=LATER)


@ONLY_SQLITE
def test_a_standard_that_nobody_published_is_named(app: Flask, tmp_path: Path) -> None:
    intake = written(tmp_path, call(1))
    head = "title: Calls\nid: [call_id]\ntime: {columns: [started_at], zone: UTC}\n"
    text = head + "readings:\n  - {standard: %s, column: csat}\n"
    (said,) = refused(app, replace(intake, mapping=parse(text % "polite", "mapping")))
    assert "“polite” is not a published standard." in said
    with pytest.raises(Problems, match=r"Extra inputs|not known|unknown|no field"):
        parse(text % "polite" + "colour: red\n", "mapping")


def test_an_import_that_was_killed_goes_on_and_ends_the_same(
    app: Flask, db: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake = written(tmp_path, *(call(number, "E2" if number % 3 else "E9") for number in range(20)))
    put, seen = actions_import.put, []

    def killed(*args: Any, **named: Any) -> Any:
        if len(seen) == 3:
            raise KeyboardInterrupt
        seen.append(named["ids"])
        return put(*args, **named)

    monkeypatch.setattr(actions_import, "put", killed)
    with pytest.raises(KeyboardInterrupt):
        take_in(app, intake, now=LATER, batch=5)
    monkeypatch.undo()
    assert len({reading[1] for reading in readings(db)}) == 15
    assert check_cells(db) == []
    db.rollback()
    outcome = take_in(app, intake, now=LATER, batch=5)
    assert outcome.written.unchanged == 0  # what was written was not looked at again
    (entry,) = db.scalars(select(ReadingImport)).all()
    assert (entry.state, entry.rows, entry.rows_done) == ("done", 20, 20)
    assert (len({reading[1] for reading in readings(db)}), check_cells(db)) == (20, [])


def test_who_is_unknown_is_kept_and_counted_once_somebody_says_who_it_is(
    app: Flask, db: Session, house: House, tmp_path: Path
) -> None:
    take_in(app, written(tmp_path, call(1), call(2, "=cmd|' /C calc'!A0"), call(3, "=cmd|' /C calc'!A0")), now=LATER)
    # A formula is a name like any other.
    ((alias, name, person),) = db.execute(select(ReadingAlias.id, ReadingAlias.name, ReadingAlias.person_id)).all()
    assert (name, person) == ("=cmd|' /C calc'!A0", None)
    ada = house.person("Ada Quist")
    db.rollback()
    with pytest.raises(NotFound), app.extensions["database"].reading() as reading:
        assign_alias(reading, actor(ada, PermissionSet.TEAM_MANAGER), alias, ada, now=LATER)
    with app.app_context(), app.extensions["database"].writing() as writing:
        assert assign_alias(writing, actor(ada), alias, ada, now=LATER) == 7
    assert sum(sums[0] for key, sums in cells(db).items() if key[3] == ada) == 7
    assert not [key for key in cells(db) if key[3] == 0]
    assert check_cells(db) == []
    db.rollback()
    later = take_in(app, written(tmp_path, call(2, "=cmd|' /C calc'!A0"), call(4, "=cmd|' /C calc'!A0")), now=LATER)
    assert (later.written.changed, later.written.unchanged) == (0, 3)
    assert sum(sums[0] for key, sums in cells(db).items() if key[3] == ada) == 10
    db.rollback()
    with app.app_context(), app.extensions["database"].writing() as writing:
        assign_alias(writing, actor(ada), alias, None, now=LATER)
    assert not [key for key in cells(db) if key[3] == ada]
    assert check_cells(db) == []


@ONLY_SQLITE
def test_a_workbook_says_the_same_as_its_text(app: Flask, db: Session, tmp_path: Path) -> None:
    intake = written(tmp_path, call(1), call(2, csat="4"))
    take_in(app, intake, now=LATER)
    book = openpyxl.Workbook()
    book.active.append(HEADER.split(","))
    for line in (call(1), call(2, csat="4")):
        number, at, *rest = line.split(",")
        values = [int(cell) if cell.isdigit() else cell or None for cell in rest]
        book.active.append([number, datetime.fromisoformat(at), *values])
    book.save(tmp_path / "calls.xlsx")
    outcome = take_in(app, replace(intake, path=tmp_path / "calls.xlsx", name="calls.xlsx"), now=LATER)
    assert (outcome.written.nothing, outcome.written.unchanged) == (True, 8)
    (tmp_path / "calls.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    with pytest.raises(Problems, match="damaged"):
        take_in(app, replace(intake, path=tmp_path / "calls.xlsx", name="calls.xlsx"), now=LATER)


@ONLY_SQLITE
@pytest.mark.parametrize(("encoding", "sign"), [("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", "|")])
def test_encodings_and_separators_are_recognised(
    app: Flask, db: Session, tmp_path: Path, encoding: str, sign: str
) -> None:
    intake = written(tmp_path, call(1), call(2, "Zoë Brändle"))
    text = intake.path.read_text(encoding="utf-8").replace(",", sign)
    intake.path.write_text(text, encoding=encoding)
    take_in(app, intake, now=LATER)
    assert db.scalars(select(ReadingAlias.name)).all() == ["Zoë Brändle"]


@ONLY_SQLITE
def test_the_sample_of_calls_and_every_ready_mapping_can_be_read(app: Flask, db: Session) -> None:
    sample = Path("tests/data/interactions.csv")
    now = datetime(2026, 11, 22, tzinfo=UTC)
    outcome = take_in(app, Intake("interactions", sample, sample.name, presets()["interactions"]), now=now)
    assert outcome.report is not None
    assert (outcome.report.rows, outcome.report.problem_count, outcome.report.strata[0]) == (200, 0, "orders")
    assert outcome.report.readings["answered-by-third-ring"] == 200
    assert len(outcome.report.unknown_people) > 3  # nobody of them works in this house
    assert sorted(presets()) == ["call-records", "help-desk-tickets", "interactions", "survey-answers"]


CALLS = """\
Call ID,Leg,Call date,Call time,Agent ID,Queue,Direction,Disposition,Wait time,Hold time,Handle time,Transfers
77,1,09/05/2026,14:05:00,E1,orders,Inbound,Answered,00:00:25,00:01:01,00:05:30,2
77,2,09/05/2026,14:09:00,E2,orders,Inbound,Abandoned,00:00:12,,,
"""


@ONLY_SQLITE
def test_call_records_tell_their_legs_apart_and_count_what_was_answered(
    app: Flask, db: Session, tmp_path: Path
) -> None:
    (tmp_path / "calls.csv").write_text(CALLS, encoding="utf-8")
    intake = Intake(
        "telephone", tmp_path / "calls.csv", "calls.csv", presets()["call-records"].with_zone("Europe/Dublin")
    )
    take_in(app, intake, now=LATER)
    found = {(row[1], row[9], row[11]) for row in readings(db)}
    assert found == {("77/1", 25, 1), ("77/1", 33_000, 0), ("77/2", 12, 0)}


@ONLY_SQLITE
def test_a_file_that_is_in_already_is_not_even_looked_at(app: Flask, db: Session, tmp_path: Path) -> None:
    intake = written(tmp_path, call(1))
    take_in(app, intake, now=LATER)
    assert take_in(app, intake, now=LATER).report is None
    with app.app_context(), app.extensions["database"].writing() as writing:
        withdraw(writing, "calls", ["C1"])
    assert take_in(app, intake, now=LATER).written.new == 4


@ONLY_SQLITE
def test_a_standard_that_wants_more_judges_what_was_measured_anew(app: Flask, db: Session, tmp_path: Path) -> None:
    take_in(app, written(tmp_path, call(1, wait=15), call(2, wait=25)), now=LATER)
    assert sum(sums[1] for sums in cells(db).values()) == 1
    db.rollback()
    stricter = standard_text("answered-by-third-ring", "measure: time\nlimit: 10 seconds\ntarget: 90")
    publish(app, "standard", stricter, slug="answered-by-third-ring", measure="behaviour")
    Worker(app).run_due()
    assert sum(sums[1] for sums in cells(db).values()) == 2
    assert check_cells(db) == []


@ONLY_SQLITE
def test_a_cell_that_somebody_changed_is_found_and_made_anew(app: Flask, db: Session, tmp_path: Path) -> None:
    take_in(app, written(tmp_path, call(1)), now=LATER)
    with app.extensions["database"].writing() as writing:
        writing.execute(update(Cell).values(missed=7))
    assert check_cells(db)[0] == "4 cells differ from what their readings add up to."
    db.rollback()
    result = app.test_cli_runner().invoke(training, ["metrics", "rebuild"])
    assert result.output == "4 cells were made of the readings of 4 standards.\n"
    assert check_cells(db) == []


@ONLY_SQLITE
def test_a_handed_in_file_is_taken_in_by_the_worker_or_refused_with_its_reasons(
    app: Flask, db: Session, house: House, tmp_path: Path
) -> None:
    ruth = house.someone_with(PermissionSet.ADMINISTRATOR)
    for number, line in enumerate((call(1), call(2, csat="11"))):
        intake = written(tmp_path, line)
        with app.app_context(), intake.path.open("rb") as file:
            sha256 = keep_file(file)
            with app.extensions["database"].writing() as writing:
                wanted = presets()["interactions"]
                hand_in(writing, actor(ruth), "calls", wanted, sha256, name="../calls.csv", now=LATER, new_layout=False)
        app.extensions["clock"].at = LATER
        Worker(app).run_due()
        db.rollback()
        entry = db.scalars(select(ReadingImport).order_by(ReadingImport.id.desc()).limit(1)).one()
        assert (entry.file_name, entry.state, entry.by_id) == ("calls.csv", ("done", "refused")[number], ruth)
    assert "11 cannot be" in entry.report["problems"][0]["message"]
    db.rollback()
    (refused_file,) = (tmp_path / "readings").iterdir()
    os.utime(refused_file, (0, 0))
    with app.extensions["database"].writing() as writing:
        enqueue(writing, FORGET, now=LATER)
    Worker(app).run_due()
    assert list((tmp_path / "readings").iterdir()) == []


@ONLY_SQLITE
def test_the_command_takes_a_file_in_and_says_what_it_did(app: Flask, house: House, tmp_path: Path) -> None:
    app.extensions["clock"].at = LATER
    file = written(tmp_path, call(1), call(2, "E9"), name="interactions.csv").path
    ask = app.test_cli_runner().invoke
    arguments = ["metrics", "import", str(file), "--source", "interactions"]
    dry = ask(training, [*arguments, "--dry-run"])
    assert "Unknown person: E9, in 1 row." in dry.output
    assert "dry run" in dry.output
    assert "New: 7, changed: 0, as before: 0, removed: 0." in ask(training, arguments).output
    assert "as before: 7" in ask(training, arguments).output
    listed = ask(training, ["metrics", "sources"]).output
    assert "interactions: Calls of the phone agents. Files: 2, unknown people: 1." in listed
    assert "Ready mapping survey-answers" in listed


@ONLY_SQLITE
def test_the_page_of_a_standard_shows_who_measures_it_and_no_single_person(
    app: Flask, house: House, tmp_path: Path, company: tuple[int, int]
) -> None:
    app.extensions["clock"].at = LATER
    take_in(app, written(tmp_path, call(1), call(2, solved="0")), now=LATER)
    manager = house.person("Mia Holm", team=company[1])
    house.lead(company[1], manager)
    page = house.browser(manager).get("/standards/solved-first-time").text
    assert "Calls of the phone agents" in page
    assert "too few people" in page
    for number in range(3, 7):
        house.person(f"Agent {number}", team=company[1], employee_number=f"E{number}")
    take_in(app, written(tmp_path, *(call(number, f"E{number}") for number in range(2, 7))), now=LATER)
    page = house.browser(manager).get("/standards/solved-first-time").text
    assert "too few people" not in page
    assert "100 %" in page
    nobody = house.browser(house.person("Kim Lund")).get("/standards/solved-first-time").text
    assert "Calls of the phone agents" in nobody
    assert "in 100</" not in nobody
    with app.app_context(), app.extensions["database"].reading() as db:
        (measured,) = app.extensions["measured_standards"]
        assert "solved-first-time" in measured(db)
