from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.house import House
from tests.library import BANK, MODULE, publish, publish_all
from tests.moment import NOW
from training.content.issuing import issue, proposal
from training.content.library import library
from training.content.queries import current_media, draft_named, live
from training.content.release import Change
from training.core.permissions import PermissionSet

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Pages whose SQL is tried on both by `tests/structure/test_routes.py`; what they write is plain rows."""

ANSWER = "Say your name."
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
PHONE = "/documents/module/phone"


@pytest.fixture
def author(house: House) -> FlaskClient:
    return house.browser(house.someone_with(PermissionSet.AUTHOR))


def text_of(response: Any) -> str:
    return " ".join(unescape(response.get_data(as_text=True)).split())


def values(page: str) -> dict[str, str]:
    """The hidden fields of an editor or a publish page."""
    found = {}
    for name in ("revision", "base"):
        tag = next(tag for tag in page.split("<input") if f'name="{name}"' in tag)
        found[name] = tag.partition('value="')[2].partition('"')[0]
    return found


def save(author: FlaskClient, source: str, then: str = "save", address: str = PHONE, **fields: str) -> Any:
    seen = values(author.get(f"{address}/edit").get_data(as_text=True))
    return author.post(f"{address}/edit", data={**seen, "source": source, "then": then, **fields})


def upload(author: FlaskClient, name: str, data: bytes) -> Any:
    """Written out by hand: the client's own way leaves a temporary file open for large bodies."""
    head = f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + b"\r\n--cut--\r\n"
    return author.post("/documents/media", data=body, content_type="multipart/form-data; boundary=cut")


def draft(db: Session) -> str | None:
    db.rollback()
    found = draft_named(db, "module", "phone")
    return found.source if found else None


def test_the_list_is_by_kind_and_can_be_searched(app: Flask, author: FlaskClient) -> None:
    assert "Nothing is written yet" in text_of(author.get("/documents"))
    publish_all(app)
    page = text_of(author.get("/documents"))
    for word in ("Module", "Taking a call", "Question bank", "Phone questions", "Programme", "Phone agent"):
        assert word in page
    page = text_of(author.get("/documents?q=QUESTIONS&kind="))
    assert "Phone questions" in page
    assert "Taking a call" not in page
    assert "Phone quiz" in text_of(author.get("/documents?kind=quiz"))
    assert "Nothing matches" in text_of(author.get("/documents?q=zebra"))


def test_the_list_costs_few_queries(app: Flask, author: FlaskClient, statements: Any) -> None:
    for number in range(8):
        publish(app, "module", MODULE, slug=f"m-{number}")
    author.get("/documents")
    with statements() as seen:
        author.get("/documents")
    assert len(seen) <= 6


def test_a_document_shows_where_it_is_used_and_how_it_came_about(app: Flask, author: FlaskClient, house: House) -> None:
    publish_all(app)
    by = house.person("Omar Haddad")
    publish(app, "module", MODULE.replace(ANSWER, "Say hello."), by=by, say_hello="behaviour")
    page = text_of(author.get(PHONE))
    for word in ("Phone agent", "Version 2", "Version 1", "Omar Haddad", "written here", "It changed what people do."):
        assert word in page
    page = author.get("/documents/bank/phone").get_data(as_text=True)
    used = page.partition("Where it is used")[2].partition("Versions")[0]
    assert '<summary>When do you answer? <span class="soft">1</span></summary>' in used
    assert used.count('<a href="/quizzes/phone">Questions and rules</a> <small>Quiz · Phone quiz</small>') == 2
    assert 'href="/documents/quiz/phone" aria-label="The document “Phone quiz”"' in used
    assert ">Phone questions</a>" in text_of(author.get("/documents/quiz/phone")).partition("It points at")[2]


def test_a_version_shows_what_changed_in_words(app: Flask, author: FlaskClient) -> None:
    publish(app, "module", MODULE)
    publish(app, "module", MODULE.replace(ANSWER, "Say your full name."), say_hello="clarifying")
    page = author.get(f"{PHONE}/versions/2").get_data(as_text=True)
    assert "Say your <ins>full </ins>name." in page
    assert "Say hello <small>clearer</small>" in text_of(author.get(f"{PHONE}/versions/2"))
    assert "Say your name first." in page
    assert author.get(f"{PHONE}/versions/3").status_code == 404
    assert author.get(f"{PHONE}/versions/1").status_code == 200


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("bank", "Within three rings"),
        ("quiz", "Passed from 80 % on."),
        ("programme", "It holds for 12 months."),
        ("module", "About one minute"),
    ],
)
def test_every_kind_can_be_read_by_its_authors(app: Flask, author: FlaskClient, kind: str, word: str) -> None:
    publish_all(app)
    assert word in text_of(author.get(f"/documents/{kind}/phone/versions/1"))
    assert word in text_of(author.get(f"/documents/{kind}/phone/preview"))


def test_a_document_is_saved_as_the_file_that_it_came_from(app: Flask, author: FlaskClient) -> None:
    publish(app, "bank", BANK)
    response = author.get("/documents/bank/phone/file")
    assert response.headers["Content-Disposition"] == 'attachment; filename="phone.yaml"'
    with app.app_context():
        kind = library().kinds["bank"]
    assert kind.parse(response.get_data(as_text=True), "f") == kind.parse(BANK, "f")


@pytest.mark.parametrize("address", ["/documents/module/nope", "/documents/nope/phone", "/documents/nope/nope/edit"])
def test_what_is_not_there_is_not_found(author: FlaskClient, address: str) -> None:
    assert author.get(address).status_code == 404


def test_staff_do_not_come_in_here(app: Flask, house: House) -> None:
    publish_all(app)
    browser = house.browser(house.someone_with(PermissionSet.STAFF))
    for address in ("/documents", PHONE, f"{PHONE}/edit", f"{PHONE}/versions/1", "/documents/media", f"{PHONE}/file"):
        assert browser.get(address).status_code == 404


def test_an_auditor_reads_and_does_not_write(app: Flask, house: House) -> None:
    publish_all(app)
    browser = house.browser(house.someone_with(PermissionSet.AUDITOR))
    assert browser.get(PHONE).status_code == 200
    assert "Edit" not in text_of(browser.get(PHONE)).partition("Where it is used")[0]
    assert browser.get(f"{PHONE}/edit").status_code == 404
    assert browser.post(f"{PHONE}/retire").status_code == 404


def test_something_new_begins_as_a_draft_with_a_template(author: FlaskClient, db: Session) -> None:
    refused = author.post("/documents/new", data={"kind": "module", "slug": "Phone Calls"})
    assert refused.status_code == 422
    assert "phone-calls" in text_of(refused)
    response = author.post("/documents/new", data={"kind": "module", "slug": "phone"})
    assert response.location == f"{PHONE}/edit"
    assert "First page {#first-page}" in text_of(author.get(response.location))
    assert author.post("/documents/new", data={"kind": "module", "slug": "phone"}).status_code == 422
    assert author.post("/documents/new", data={"kind": "nope", "slug": "phone"}).status_code == 422
    assert "It is not published yet." in text_of(author.get(PHONE))
    assert "Draft" in text_of(author.get("/documents"))


def test_a_wrong_text_is_saved_and_told_what_to_mend_with_its_lines(
    app: Flask, author: FlaskClient, db: Session
) -> None:
    publish(app, "module", MODULE)
    wrong = MODULE.replace("answer: true", "answer: yes").replace("summary", "sumary")
    assert save(author, wrong).status_code == 303
    assert draft(db) == wrong
    page = text_of(author.get(f"{PHONE}/edit"))
    assert "3 things to mend before it can be published" in page
    assert "Line 18: answer: “yes” is neither true nor false." in page
    assert "<code>answer: yes</code>" in page
    assert "Did you mean “summary”?" in page
    assert "3 things are to be mended." in page


def test_what_is_rarely_meant_is_asked_about_and_hinders_nothing(app: Flask, author: FlaskClient) -> None:
    publish(app, "module", MODULE)
    assert "Have you meant this?" not in text_of(author.get(f"{PHONE}/edit"))
    response = save(
        author, MODULE.replace("explanation: People want to know whom they speak to.\n", ""), then="publish"
    )
    assert response.location == f"{PHONE}/publish"
    page = text_of(author.get(f"{PHONE}/edit"))
    assert "Have you meant this?" in page
    assert "Line 15: The question “first-words” has no explanation." in page


def test_nothing_that_was_typed_is_lost_whatever_it_is(app: Flask, author: FlaskClient, db: Session) -> None:
    publish(app, "module", MODULE)
    for typed in (
        "",
        "</textarea><script>alert(1)</script>",
        "---\n\ttabs: [",
        "  leading and trailing \n\n",
        "x" * 900_000,
    ):
        assert save(author, typed).status_code == 303
        assert draft(db) == typed
        shown = author.get(f"{PHONE}/edit").get_data(as_text=True)
        inside = shown.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
        assert unescape(inside).removeprefix("\r\n") == typed


def test_a_second_tab_sees_the_first_ones_text_beside_its_own(app: Flask, author: FlaskClient, db: Session) -> None:
    publish(app, "module", MODULE)
    seen = values(author.get(f"{PHONE}/edit").get_data(as_text=True))
    save(author, MODULE.replace(ANSWER, "From the first tab."))
    mine = MODULE.replace(ANSWER, "From the second tab.")
    response = author.post(f"{PHONE}/edit", data={**seen, "source": mine})
    assert response.status_code == 409
    page = response.get_data(as_text=True)
    assert "Somebody saved this draft meanwhile" in page
    assert "<del>first</del><ins>second</ins>" in page
    assert "From the second tab." in unescape(page.partition("<textarea")[2])
    assert draft(db) == MODULE.replace(ANSWER, "From the first tab.")
    assert author.post(f"{PHONE}/edit", data={**values(page), "source": mine}).status_code == 303
    assert draft(db) == mine


def test_a_draft_learns_of_a_version_published_meanwhile(app: Flask, author: FlaskClient, db: Session) -> None:
    publish(app, "module", MODULE)
    save(author, MODULE.replace("three rings", "two rings"))
    publish_from_a_file(app, MODULE.replace(ANSWER, "Hello from another author"))
    page = author.get(f"{PHONE}/edit").get_data(as_text=True)
    assert "A new version was published since this draft began" in page
    assert "<ins>Hello from another author</ins>" in page
    assert author.get(f"{PHONE}/publish").location == f"{PHONE}/edit"
    assert author.post(f"{PHONE}/follow").status_code == 303
    assert "was published since" not in text_of(author.get(f"{PHONE}/edit"))
    assert author.get(f"{PHONE}/publish").status_code == 200


def publish_from_a_file(app: Flask, text: str) -> None:
    """Past the draft, as a sync does."""
    with app.app_context(), app.extensions["database"].writing() as session:
        kind = library().kinds["module"]
        proposed = proposal(kind, "phone", kind.read(text, "f"), {}, "file", changes={"say-hello": Change.EDITORIAL})
        issue(session, proposed, actor_id=None, now=NOW)


def test_publishing_asks_how_each_changed_part_changed_and_who_learns_again(
    app: Flask, author: FlaskClient, db: Session
) -> None:
    publish(app, "module", MODULE)
    app.extensions["library"].count_relearners = lambda _db, _id, kind, slug: (
        42 if (kind, slug) == ("module", "phone") else 0
    )
    new = MODULE.replace(ANSWER, "Say your full name.")
    assert save(author, new, then="publish").location == f"{PHONE}/publish"
    page = author.get(f"{PHONE}/publish").get_data(as_text=True)
    assert "Say your <ins>full </ins>name." in page
    assert "That would be 42 people." in page
    assert 'name="change-say-hello"' in page
    assert 'name="change-pick-up"' not in page
    refused = author.post(f"{PHONE}/publish", data={**values(page), "note": "My note"})
    assert refused.status_code == 422
    assert "Say how “Say hello” changed." in text_of(refused)
    assert "My note" in text_of(refused)
    assert author.post(f"{PHONE}/publish", data={**values(page), "change-say-hello": "great"}).status_code == 422
    sent = {**values(page), "change-say-hello": "behaviour", "note": "Names matter."}
    assert author.post(f"{PHONE}/publish", data=sent).location == PHONE
    db.rollback()
    found = live(db, "module", "phone")
    assert found
    assert (found.number, found.changes, found.note) == (2, {"say-hello": "behaviour"}, "Names matter.")
    assert draft(db) is None
    assert "Published as version 2." in text_of(author.get(PHONE))


def test_a_draft_that_was_saved_again_is_looked_at_again(app: Flask, author: FlaskClient, db: Session) -> None:
    publish(app, "module", MODULE)
    save(author, MODULE.replace(ANSWER, "One."))
    seen = values(author.get(f"{PHONE}/publish").get_data(as_text=True))
    save(author, MODULE.replace(ANSWER, "Two."))
    response = author.post(f"{PHONE}/publish", data={**seen, "change-say-hello": "editorial"})
    assert response.location == f"{PHONE}/publish"
    assert "saved again meanwhile" in text_of(author.get(response.location))
    assert live(db, "module", "phone").number == 1  # type: ignore[union-attr] # it is there


def test_a_first_version_is_published_without_classes(author: FlaskClient, db: Session) -> None:
    author.post("/documents/new", data={"kind": "module", "slug": "phone"})
    save(author, MODULE, then="publish")
    page = author.get(f"{PHONE}/publish").get_data(as_text=True)
    assert "This is the first version." in page
    assert author.post(f"{PHONE}/publish", data=values(page)).location == PHONE
    assert live(db, "module", "phone") is not None


def test_a_wrong_draft_cannot_be_published(app: Flask, author: FlaskClient) -> None:
    publish(app, "module", MODULE)
    assert save(author, "nonsense", then="publish").location == f"{PHONE}/edit"
    assert author.get(f"{PHONE}/publish").location == f"{PHONE}/edit"
    assert author.post(f"{PHONE}/publish").location == f"{PHONE}/edit"
    assert "cannot be shown yet" in text_of(author.get(f"{PHONE}/preview"))


def test_a_draft_that_says_the_same_has_nothing_to_publish(app: Flask, author: FlaskClient) -> None:
    publish(app, "module", MODULE)
    save(author, MODULE)
    assert "There is nothing to publish." in text_of(author.get(f"{PHONE}/publish"))


def test_a_draft_is_thrown_away_only_after_a_question(app: Flask, author: FlaskClient, db: Session) -> None:
    publish(app, "module", MODULE)
    assert author.get(f"{PHONE}/discard").status_code == 404
    save(author, MODULE.replace(ANSWER, "One."))
    page = text_of(author.get(f"{PHONE}/discard"))
    assert "Throw away the draft of “Taking a call”?" in page
    assert draft(db) is not None
    assert author.post(f"{PHONE}/discard").location == PHONE
    assert draft(db) is None


def test_what_is_used_is_not_retired(app: Flask, author: FlaskClient) -> None:
    publish_all(app)
    refused = author.post(f"{PHONE}/retire")
    assert refused.status_code == 422
    assert "It is used by “Phone agent”." in text_of(refused)
    programme = "/documents/programme/phone"
    assert "Retire “Phone agent”?" in text_of(author.get(f"{programme}/retire"))
    assert author.post(f"{programme}/retire").location == programme
    assert "This is retired" in text_of(author.get(programme))
    assert author.post(f"{programme}/retire").status_code == 404
    assert "title: Phone agent" in text_of(author.get(f"{programme}/edit"))
    assert "Phone agent" in text_of(author.get("/documents?kind=programme"))


def test_a_picture_is_kept_shown_and_served_with_headers_of_its_own(
    app: Flask, author: FlaskClient, db: Session, house: House
) -> None:
    sent = upload(author, "My Phone.PNG", PNG)
    assert sent.location == "/documents/media"
    assert "media/my-phone.png" in text_of(author.get("/documents/media"))
    sha256 = current_media(db)["my-phone.png"]
    staff = house.browser(house.someone_with(PermissionSet.STAFF))
    address = f"/media/{sha256}/my-phone.png"
    with staff.get(address) as response:
        assert (response.status_code, response.data, response.mimetype) == (200, PNG, "image/png")
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
        assert response.headers["Content-Disposition"].startswith("inline")
    with staff.get(address, headers={"If-None-Match": f'"{sha256}"'}) as response:
        assert response.status_code == 304
    with staff.get(address, headers={"Range": "bytes=1-3"}) as response:
        assert (response.status_code, response.data) == (206, b"PNG")
    assert staff.get(f"/media/{sha256}/other.png").status_code == 404
    assert staff.get(f"/media/{'0' * 64}/my-phone.png").status_code == 404
    assert app.test_client().get(address).status_code == 303
    publish(app, "module", MODULE.replace(ANSWER, "![A phone](media/my-phone.png)"))
    assert f'src="/media/{sha256}/my-phone.png"' in author.get(f"{PHONE}/versions/1").get_data(as_text=True)


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("page.html", b"<script>alert(1)</script>", "no picture and no video"),
        ("card.png", b"<svg><script/></svg>", "does not fit what is inside"),
        ("card.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "holds <script>"),
        ("large.gif", b"GIF89a" + b"x" * 20_000_000, "larger than 20 MB"),
        ("", b"", "Choose a file."),
    ],
)
def test_a_file_that_must_not_be_shown_is_refused(author: FlaskClient, name: str, data: bytes, word: str) -> None:
    response = upload(author, name, data)
    assert response.status_code == 422
    assert word in text_of(response)
