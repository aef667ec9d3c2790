"""Interviews by a guide: nothing typed is lost, nobody looks over a shoulder, nobody is ranked, nothing stays."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.house import House, rows
from tests.moment import NOW
from tests.serving import PROFILE, open_shop
from tests.shelf import put
from training.core.ledger import Entry
from training.core.permissions import PermissionSet
from training.standards.actions_interviews import forget
from training.standards.models import Candidate, Interview

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
BEGIN = "/profiles/counter-staff/interview"
FULL = {"score-angry": "4", "score-queue": "2", "note-angry": "Asked what had happened.", "comment": "Calm."}


class Shop:
    """A shop with two leaders and, next door, another team with its own."""

    def __init__(self, house: House) -> None:
        self.house = house
        open_shop(house.app)
        self.team = house.team("Canal Side", house.root)
        self.ruth = house.browser(house.someone_with(PermissionSet.TEAM_MANAGER, team=self.team))
        self.ines = house.browser(house.someone_with(PermissionSet.TEAM_MANAGER, team=self.team, name="Inês Faria"))
        other = house.team("Hill Road", house.root)
        self.stranger = house.browser(house.someone_with(PermissionSet.TEAM_MANAGER, team=other, name="Tom Adler"))

    def begin(self, browser: FlaskClient, label: str = "Mira K.", key: str = "one") -> str:
        """The address of a new interview."""
        answer = browser.post(BEGIN, data={"label": label, "team": self.team, "key": key})
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    def join(self, browser: FlaskClient, candidate: str) -> str:
        return str(browser.post(f"{candidate}/join").location)

    def rows(self, kind: type[Any]) -> list[Any]:
        with self.house.database.reading() as db:
            return rows(db, kind)

    def candidate(self) -> str:
        return f"/interviews/candidates/{self.rows(Candidate)[0].id}"

    def facts(self) -> list[tuple[str, dict[str, Any]]]:
        return [(fact.kind, fact.facts) for fact in self.rows(Entry) if fact.kind.startswith("interview.")]


@pytest.fixture
def shop(house: House) -> Shop:
    return Shop(house)


def read(browser: FlaskClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(answer.text)).split())


def filled(revision: int = 0, **values: str) -> dict[str, str]:
    return {**FULL, "revision": str(revision), **values}


def test_everybody_reads_what_a_role_needs_and_only_interviewers_read_the_guide(shop: Shop) -> None:
    nora = shop.house.browser(shop.house.person("Nora Brandt"))
    page = read(nora, "/profiles/counter-staff")
    assert "Whom we hire Patience Waits without sighing." in page
    assert "Every candidate is asked the same 2 questions" in page
    assert "angry with you" not in page
    assert "Counter staff" in read(nora, "/profiles")
    for path in ("/profiles/counter-staff/guide", "/interviews", "/profiles/counter-staff/compare"):
        assert nora.get(path).status_code == 404
    guide = read(shop.ruth, "/profiles/counter-staff/guide")
    assert "Heard what was behind it." in guide
    assert shop.ruth.get("/profiles/no-such/guide").status_code == 404


def test_two_clicks_begin_one_interview_and_a_name_is_all_it_takes(shop: Shop) -> None:
    assert shop.begin(shop.ruth) == shop.begin(shop.ruth)
    assert (len(shop.rows(Candidate)), len(shop.rows(Interview))) == (1, 1)
    answer = shop.ruth.post(BEGIN, data={"label": " ", "team": shop.team, "key": "two"})
    assert (answer.status_code, "Give the candidate a name or a label." in answer.text) == (422, True)
    assert shop.ruth.post(BEGIN, data={"label": "A", "team": shop.house.root, "key": "three"}).status_code == 422


def test_what_was_typed_survives_every_mistake(shop: Shop) -> None:
    url = shop.begin(shop.ruth)
    for wrong, words in (
        ({"score-angry": "6"}, "A score is a whole number from 1 to 5."),
        ({"score-angry": "x"}, "A score is a whole number from 1 to 5."),
        ({"score-elsewhere": "3"}, "“elsewhere” is no question of this guide."),
        ({"note-queue": "n" * 2001}, "This note is 2001 signs long; 2000 fit."),
    ):
        answer = shop.ruth.post(url, data=filled(**wrong))
        assert answer.status_code == 422
        assert words in answer.text
        assert "Asked what had happened." in answer.text
    assert shop.rows(Interview)[0].answers == {}
    assert shop.ruth.post(url, data=filled()).status_code == 303
    assert shop.rows(Interview)[0].answers == {"angry": [4, "Asked what had happened."], "queue": [2, ""]}


def test_two_tabs_do_not_overwrite_each_other_unseen(shop: Shop) -> None:
    url = shop.begin(shop.ruth)
    assert shop.ruth.post(url, data=filled(0)).status_code == 303
    assert shop.ruth.post(url, data=filled(0)).status_code == 303  # the same once more is no other tab
    late = shop.ruth.post(url, data=filled(0, **{"note-angry": "Quite another note."}))
    assert late.status_code == 409
    assert "Quite another note." in late.text
    assert "Asked what had happened." in late.text
    assert 'name="revision" value="1"' in late.text
    assert shop.rows(Interview)[0].answers["angry"] == [4, "Asked what had happened."]
    assert shop.ruth.post(url, data=filled(1, then="finish")).status_code == 303
    assert shop.ruth.post(url, data=filled(1, then="finish")).status_code == 303
    assert shop.ruth.post(url, data=filled(2, **{"score-angry": "5"})).status_code == 409
    assert shop.rows(Interview)[0].answers["angry"][0] == 4
    assert [kind for kind, _said in shop.facts()] == ["interview.begun", "interview.finished"]


def test_a_second_interviewer_sees_no_score_before_finishing(shop: Shop) -> None:
    first = shop.begin(shop.ruth)
    shop.ruth.post(first, data=filled(then="finish"))
    assert "Read what was noted, if you will not interview them yourself" in read(shop.ines, shop.candidate())
    second = shop.join(shop.ines, shop.candidate())
    assert "Asked what had happened." not in read(shop.ines, shop.candidate()) + read(shop.ines, second)
    assert "Finish your own interview to see the scores" in read(shop.ines, "/profiles/counter-staff/compare")
    assert "Talk about it" not in read(shop.ines, "/profiles/counter-staff/compare")
    assert shop.ruth.get(second).status_code == shop.ruth.post(second, data=filled()).status_code == 404
    shop.ines.post(second, data=filled(then="finish", **{"score-queue": "5"}))
    assert "Inês Faria: 5 of 5" in read(shop.ruth, shop.candidate())
    page = read(shop.ruth, "/profiles/counter-staff/compare")
    assert "2 · 5 Talk about it" in page
    assert "4 · 4" in page
    assert "Mean Only when all questions are scored 3.8" in page
    assert "close on 1 of 2" in page
    assert "nothing here ranks anybody" in page


def test_another_teams_leader_finds_nothing(shop: Shop) -> None:
    url = shop.begin(shop.ruth)
    candidate = shop.candidate()
    for path in (url, f"{url}/withdraw", candidate, f"{candidate}/erase"):
        assert shop.stranger.get(path).status_code == 404, path
    for path in (url, f"{url}/withdraw", f"{candidate}/join", f"{candidate}/erase"):
        assert shop.stranger.post(path).status_code == 404, path
    assert "Mira" not in read(shop.stranger, "/interviews") + read(shop.stranger, "/profiles/counter-staff/compare")
    assert len(shop.rows(Interview)) == 1


def test_candidates_are_compared_by_the_questions_that_they_were_asked(shop: Shop) -> None:
    shop.ruth.post(shop.begin(shop.ruth), data=filled(then="finish"))
    changed = PROFILE.replace("Eight wait", "Nine wait")
    put(shop.house.app, "profile", "counter-staff", changed, {"queue": "behaviour"})
    second = shop.begin(shop.ruth, "Ada", "two")
    assert "Nine wait" in read(shop.ruth, second)
    shop.ruth.post(second, data={"revision": "0", "score-angry": "5", "then": "finish"})
    newer, older = read(shop.ruth, "/profiles/counter-staff/compare").split("Asked by version 1")
    assert ("Ada" in newer, "Mira" in newer, "Mira" in older, "Ada" in older) == (True, False, True, False)
    assert "Mean Only when all questions are scored –" in newer
    assert "scored 3 " in older


def test_a_candidate_is_erased_by_hand_and_the_ledger_does_not_know_them(shop: Shop) -> None:
    first = shop.begin(shop.ruth)
    shop.join(shop.ines, shop.candidate())
    assert "Remove your interview with Mira K.?" in read(shop.ruth, f"{first}/withdraw")
    assert shop.ruth.post(f"{first}/withdraw").status_code == 303
    assert (len(shop.rows(Candidate)), len(shop.rows(Interview))) == (1, 1)
    assert "Erase Mira K.?" in read(shop.ines, f"{shop.candidate()}/erase")
    number = shop.rows(Candidate)[0].id
    assert shop.ines.post(f"{shop.candidate()}/erase").status_code == 303
    assert shop.rows(Candidate) + shop.rows(Interview) == []
    assert shop.facts()[-1] == ("interview.erased", {"candidate": number, "interviews": 1, "why": "by hand"})
    assert all("Mira" not in (fact.payload or "") for fact in shop.rows(Entry))


def test_candidates_are_forgotten_half_a_year_after_the_last_change(shop: Shop) -> None:
    shop.begin(shop.ruth)
    with shop.house.app.app_context(), shop.house.database.writing() as db:
        assert forget(db, now=NOW + timedelta(days=180)) == 0
        assert forget(db, now=NOW + timedelta(days=180, seconds=1)) == 1
    assert shop.rows(Candidate) + shop.rows(Interview) == []
    assert shop.facts()[-1][1]["why"] == "kept long enough"
