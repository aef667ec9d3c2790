"""Stories come in from Twine and go out to it, on pages and by command."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask.cli import ScriptInfo
from flask.testing import FlaskClient

from tests.house import House
from tests.school import School
from tests.web.test_scenario_map import LAMP
from training.cli import training
from training.content.models import Draft
from training.content.queries import document_named, draft_named
from training.core.permissions import PermissionSet
from training.scenarios.game.twee_import import from_twee
from training.scenarios.kind import KIND

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Pages whose SQL is tried on both by `tests/structure/test_routes.py`; what they write is plain rows."""

STORY = """\
:: StoryTitle
The lost parcel

:: Start
(set: $mood to 3)Somebody waves.
[[Go over->Talk]]

:: Talk
Thanks.
"""
IMPORT = "/scenarios/import"


@pytest.fixture
def author(house: House) -> FlaskClient:
    return house.browser(house.someone_with(PermissionSet.AUTHOR))


def send(browser: FlaskClient, data: bytes | str, name: str = "parcel.twee") -> Any:
    # Written out here: the client would leave a large body in a file that it never closes.
    head = f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    body = head + (data.encode() if isinstance(data, str) else data) + b"\r\n--cut--\r\n"
    return browser.post(IMPORT, data=body, content_type="multipart/form-data; boundary=cut")


def words(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.get_data(as_text=True))).split())


def field(answer: Any, name: str) -> str:
    tag = next(tag for tag in answer.get_data(as_text=True).split("<input") if f'name="{name}"' in tag)
    return unescape(tag.partition('value="')[2].partition('"')[0])


def kept(house: House, slug: str) -> Draft | None:
    with house.app.app_context(), house.database.reading() as db:
        return draft_named(db, "scenario", slug)


def test_a_dry_run_shows_what_becomes_of_each_passage_and_keeps_nothing(house: House, author: FlaskClient) -> None:
    answer = send(author, STORY)
    assert answer.status_code == 200
    text = words(answer)
    assert "4 Start A turn with one choice start" in text
    assert "8 Talk An ending talk" in text
    assert "parcel.twee:5: The macro (set:) cannot be taken over; text inside of it is kept. Say it" in text
    assert field(answer, "slug") == "the-lost-parcel"
    assert kept(house, "the-lost-parcel") is None


def test_a_story_becomes_a_draft_in_the_editor_and_is_not_published(house: House, author: FlaskClient) -> None:
    looked = send(author, STORY)
    sent = {name: field(looked, name) for name in ("slug", "name", "story")}
    answer = author.post(f"{IMPORT}/draft", data=sent)
    assert answer.status_code == 303
    assert answer.location == "/documents/scenario/the-lost-parcel/edit"
    draft = kept(house, "the-lost-parcel")
    assert draft is not None
    assert KIND.parse(draft.source, "x").title == "The lost parcel"
    with house.app.app_context(), house.database.reading() as db:
        assert document_named(db, "scenario", "the-lost-parcel") is None
    assert "Somebody waves." in words(author.get(answer.location))


def test_a_story_of_almost_a_megabyte_becomes_a_draft_too(house: House, author: FlaskClient) -> None:
    many = "".join(f":: P{n}\n{'é' * 4_000}\n[[on->P{n + 1}]]\n" for n in range(110))
    looked = send(author, f"{STORY}[[on->P0]]\n{many}:: P110\nBye\n")
    assert looked.status_code == 200
    sent = {name: field(looked, name) for name in ("slug", "name", "story")}
    assert author.post(f"{IMPORT}/draft", data=sent).status_code == 303
    draft = kept(house, "the-lost-parcel")
    assert draft is not None
    assert len(draft.source) > 440_000


@pytest.mark.parametrize("slug", ["", "No Slug", "lamp"])
def test_a_short_name_that_cannot_be_is_asked_for_again(house: House, author: FlaskClient, slug: str) -> None:
    School(house.app).publish("scenario", "lamp", LAMP)
    answer = author.post(f"{IMPORT}/draft", data={"slug": slug, "name": "a.twee", "story": STORY})
    assert answer.status_code == 422
    assert field(answer, "slug") == slug
    assert field(answer, "story") == STORY


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (":: Start\n[[a->Gone]]", "a.twee", "a.twee:2: A link leads to “Gone”, and there is no such passage."),
        ("Hello", "a.txt", "a.txt: This is no Twee file: no line begins with “::”."),
        (b":: Start\n\xff\xfe", "a.tw", "a.tw:2: The file is not saved as UTF-8. Save it again"),
        (b"PK\x03\x04\x00\x00", "a.twee", "“a.twee” is no text file that Twine writes."),
        (STORY, "a.html", "“a.html” is no text file that Twine writes. Choose a file that ends in .twee, .tw or .txt."),
        (b":: Start\n" + b"x" * 1_000_001, "a.twee", "a.twee: The file is larger than one megabyte."),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_file_line_and_remedy(
    author: FlaskClient, data: Any, name: str, told: str
) -> None:
    answer = send(author, data, name)
    assert answer.status_code == 422
    assert told in words(answer)


def test_without_a_file_one_is_asked_for(author: FlaskClient) -> None:
    answer = author.post(IMPORT, data={}, content_type="multipart/form-data")
    assert (answer.status_code, "Choose a file." in words(answer)) == (422, True)
    assert author.get(IMPORT).status_code == 200


def test_a_live_scenario_goes_out_to_twine_and_comes_back(house: House, author: FlaskClient) -> None:
    School(house.app).publish("scenario", "lamp", LAMP)
    answer = author.get("/scenarios/lamp.twee")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lamp.twee"'
    found = from_twee(answer.get_data(as_text=True), "lamp.twee")
    assert KIND.parse(found.text, "x") == KIND.parse(LAMP, "x")
    assert author.get("/scenarios/no-lamp.twee").status_code == 404
    assert "/scenarios/lamp.twee" in author.get("/scenarios/lamp/map").get_data(as_text=True)


def test_learners_neither_import_nor_export(house: House) -> None:
    School(house.app).publish("scenario", "lamp", LAMP)
    nora = house.browser(house.person("Nora Brandt"))
    assert nora.get(IMPORT).status_code == 404
    assert nora.get("/scenarios/lamp.twee").status_code == 404
    assert send(nora, STORY).status_code == 404


def run(house: House, *arguments: str) -> Result:
    script = ScriptInfo(create_app=lambda: house.app)
    return CliRunner().invoke(training, ["scenarios", *arguments], obj=script, catch_exceptions=False)


def test_a_command_imports_a_story_as_a_draft(house: House, tmp_path: Path) -> None:
    file = tmp_path / "parcel.twee"
    file.write_text(STORY)
    dry = run(house, "import", str(file), "--dry-run")
    assert dry.exit_code == 0
    assert "left out: parcel.twee:5: The macro (set:)" in dry.output
    assert "parcel.twee:8: “Talk” becomes talk, ending" in dry.output
    assert "Nothing was changed" in dry.output
    assert kept(house, "the-lost-parcel") is None
    assert run(house, "import", str(file), "--slug", "parcel").exit_code == 0
    assert kept(house, "parcel") is not None


def test_a_command_tells_what_is_wrong_in_a_story_and_changes_nothing(house: House, tmp_path: Path) -> None:
    file = tmp_path / "parcel.twee"
    file.write_text(STORY.replace(":: Talk", ":: Walk"))
    result = run(house, "import", str(file))
    assert result.exit_code == 1
    assert "parcel.twee:6: A link leads to “Talk”, and there is no such passage. Correct the link" in result.output
    assert kept(house, "the-lost-parcel") is None


def test_a_command_exports_a_live_scenario(house: House, tmp_path: Path) -> None:
    School(house.app).publish("scenario", "lamp", LAMP)
    file = tmp_path / "lamp.twee"
    assert run(house, "export", "lamp", str(file)).exit_code == 0
    assert file.read_text() == run(house, "export", "lamp").stdout
    assert KIND.parse(from_twee(file.read_text(), "x").text, "x") == KIND.parse(LAMP, "x")
    missing = run(house, "export", "no-lamp")
    assert (missing.exit_code, "There is no such live scenario." in missing.output) == (1, True)
