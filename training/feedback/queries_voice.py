"""What every employee may know of what customers said: counts, and words only with consent or without a name."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.content.queries import editions
from training.feedback.files import Feedback
from training.feedback.models import COUNTED, FeedbackAnswer
from training.people.models import Team

SATISFIED_FROM = 4
"""Of the five grades, those that mean satisfied."""


@dataclass(frozen=True)
class Share:
    """Of how many answers to questions with faces, how many were good or very good."""

    satisfied: int
    count: int


@dataclass(frozen=True)
class Quote:
    """What somebody wrote, about which team, and when. The writer is not named, and no employee either."""

    text: str
    team: str
    at: datetime


@dataclass(frozen=True)
class Thanks:
    """Whom a customer thanked, in the customer's words, who said that it may be shown. Names are never guessed."""

    name: str
    text: str
    team: str
    at: datetime


@dataclass(frozen=True)
class Heard:
    """What customers said from one moment to another; what was set aside is not in it."""

    answers: int
    share: Share
    quotes: tuple[Quote, ...]
    thanks: tuple[Thanks, ...]


def heard(db: Session, *, since: datetime, until: datetime, most: int = 6) -> Heard:
    """What all customers said, with at most so many quotes and thanks, the newest first.

    Words are shown only where their writer said so. What is about one person is quoted only with a thanks in it.
    """
    lately = (FeedbackAnswer.state == COUNTED, FeedbackAnswer.at >= since, FeedbackAnswer.at < until)
    marked = select(FeedbackAnswer.version_id, FeedbackAnswer.marks).where(*lately)
    marks = [(version_id, marks) for version_id, marks in db.execute(marked)]
    shown = (
        select(FeedbackAnswer, Team.name)
        .join(Team, Team.id == FeedbackAnswer.team_id)
        .where(*lately, FeedbackAnswer.may_show.is_(True), FeedbackAnswer.texts_left.is_(True))
        .order_by(FeedbackAnswer.at.desc(), FeedbackAnswer.id.desc())
        .limit(most)
    )
    thanking = shown.where(FeedbackAnswer.thanks_name != "")
    telling = shown.where(FeedbackAnswer.thanks_name == "", FeedbackAnswer.person_id.is_(None))
    return Heard(
        answers=len(marks),
        share=_share(db, marks),
        quotes=tuple(Quote(_words(one), team, one.at) for one, team in db.execute(telling)),
        thanks=tuple(Thanks(one.thanks_name, _words(one), team, one.at) for one, team in db.execute(thanking)),
    )


def _words(answer: FeedbackAnswer) -> str:
    return " ".join(answer.texts.values())


def _share(db: Session, marked: list[tuple[int, dict[str, object]]]) -> Share:
    by_version: defaultdict[int, list[dict[str, object]]] = defaultdict(list)
    for version_id, marks in marked:
        by_version[version_id].append(marks)
    grades: list[int] = []
    for version_id, edition in editions(db, set(by_version)).items():
        form: Feedback = edition.model
        asked = [one.id for one in form.questions if one.type == "faces"]
        for marks in by_version[version_id]:
            grades += [mark for name in asked if isinstance(mark := marks.get(name), int)]
    return Share(sum(grade >= SATISFIED_FROM for grade in grades), len(grades))
