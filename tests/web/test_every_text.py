"""Every word that the site itself says goes through gettext, proven by a language that brackets what it translates."""

import html
import re
from html.parser import HTMLParser

import pytest
from sqlalchemy import JSON, String, Text, select
from sqlalchemy.orm import Session

from tests.house import House
from tests.world import World
from training.config import ROOT
from training.content.models import Version
from training.core import i18n
from training.core.db import Base, Database
from training.core.i18n import PSEUDO, PSEUDO_MIRRORED
from training.people.models import Person
from training.people.roster.charsets import ENCODINGS
from training.people.roster.models import RosterUpload

NAMES = {"Standard Bearer", "English", "Deutsch", "العربية"}
SHOWS_SAMPLES = "style.index"
SUGGESTED = frozenset((ROOT / "training" / "accounts" / "words.txt").read_text(encoding="utf-8").split())
WRITTEN_BY_PEOPLE = {"textarea", "pre", "code", "script", "style"}
DATE = re.compile(
    r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\b"
)
LETTERS = re.compile(r"[^\W\d_]{2,}")
SKILLS = re.compile(r'"skills":\[([^\]]*)\]')


class Words(HTMLParser):
    """The pieces of text of a page, and the attributes that are read aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"input", "img", "meta", "link", "br", "hr", "path", "circle", "source"}:
            self._open.append(tag)
        for name, value in attrs:
            if name in {"aria-label", "placeholder", "title", "alt", "data-busy", "data-saved"} and value:
                self.pieces.append(value)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not WRITTEN_BY_PEOPLE.intersection(self._open):
            self.pieces.append(" ".join(data.split()))


def plain(text: str) -> str:
    return " ".join(re.sub(r"[*#`\[\]>|{}_]", " ", html.unescape(text).replace("\\n", " ").replace('\\"', '"')).split())


def everything_written(db: Session) -> str:
    """All that people wrote: names, titles, documents, mails."""
    found: list[str] = []
    for table in Base.metadata.sorted_tables:
        texts = [column for column in table.columns if isinstance(column.type, String | Text | JSON)]
        if texts:
            found += [plain(str(value)) for row in db.execute(select(*texts)) for value in row if value]
    for person in db.scalars(select(Person)):
        found += [person.full_name, person.initials]
    for skills in SKILLS.findall("".join(db.scalars(select(Version.body)))):
        found += [slug.strip('"').replace("-", " ").capitalize() for slug in skills.split(",")]  # as pages show them
    for upload in db.scalars(select(RosterUpload)):
        found.append(plain(upload.data.decode("cp1252")))
    return "\n".join([*found, *ENCODINGS])


def hard_wired(page: str, written: str) -> list[str]:
    """The pieces of a page that neither gettext nor a person said."""
    words = Words()
    words.feed(page)
    return [
        piece
        for piece in words.pieces
        if LETTERS.search(DATE.sub("", piece))
        and not (piece.startswith("[") or "~]" in piece or piece.endswith("]"))
        and not all(is_written(part, written) for part in piece.removesuffix("· Standard Bearer").split(", "))
    ]


def is_written(part: str, written: str) -> bool:
    """Whether people wrote this, or it holds nothing but dates, figures and units."""
    words = plain(part).strip(" ,.:;·()“”…")  # and what was cut to fit
    if words and SUGGESTED.issuperset(words.split()):
        return True  # a passphrase to take
    return words in written or words in NAMES or not LETTERS.search(DATE.sub("", re.sub(r"\bkB\b|\bMB\b", "", words)))


# What a page says is the same whichever database it came from; test_routes.py asks for every page on both.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def world(house: House) -> World:
    return World(house.app, house)


@on_sqlite
def test_no_page_says_a_word_that_cannot_be_translated(world: World, database: Database) -> None:
    world.app.config["FORCED_LANGUAGE"] = PSEUDO
    with database.reading() as db:
        written = everything_written(db)
    wrong: list[str] = []
    for signed_in in (True, False):
        client = world.house.browser(world.ruth) if signed_in else world.app.test_client()
        for endpoint, address in world.pages(signed_in=signed_in):
            page = client.get(address, follow_redirects=True).text
            assert "~]" in page, endpoint
            if endpoint == SHOWS_SAMPLES:
                continue
            wrong += [f"{endpoint}: {piece}" for piece in hard_wired(page, written)]
    assert not wrong, "\n".join(wrong)


@on_sqlite
def test_a_language_from_right_to_left_turns_the_page_around(world: World) -> None:
    world.app.config["FORCED_LANGUAGE"] = PSEUDO_MIRRORED
    page = world.house.browser(world.ruth).get("/").text
    assert 'dir="rtl"' in page


@pytest.mark.parametrize(
    "message", ["Hello %(name)s, 80 %% are enough", "Save", "%(num)s people", "{count} chosen", "<b>Bold</b> words"]
)
def test_the_invented_language_is_longer_and_keeps_what_is_filled_in(message: str) -> None:
    said = i18n.pseudo(message)
    assert len(said) >= 1.2 * len(message)
    for kept in re.findall(r"%\(\w+\)s|%%|\{\w+\}|</?b>", message):
        assert kept in said
