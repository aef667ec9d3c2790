"""What is asked of the database, composed once: somebody waits for it at every letter."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, and_, bindparam, case, exists, func, select, true

from training.content.models import Document
from training.content.queries import open_to_person
from training.people.models import Role, RolePeriod
from training.people.queries import in_force
from training.search.matching import Matching, matching
from training.search.models import SearchEntry, SearchRole
from training.search.rules_answer import MINE, STARTS_WITH

CANDIDATES = 200  # parts that are compared; of a word that stands everywhere, those that come first

PERSON = bindparam("person", type_=Integer)
TODAY = bindparam("today", type_=Date)

SHOWN = select(
    SearchEntry.id,
    SearchEntry.kind,
    SearchEntry.slug,
    SearchEntry.block,
    SearchEntry.title,
    SearchEntry.heading,
    SearchEntry.text,
    SearchEntry.said,
    SearchEntry.answer,
    SearchEntry.authority,
    SearchEntry.language,
)
BY_ID = SHOWN.where(SearchEntry.id.in_(bindparam("ids", expanding=True)))

IS_LIVE = and_(Document.id == SearchEntry.document_id, Document.live_version_id == SearchEntry.version_id)
IS_MINE = exists().where(
    SearchRole.document_id == SearchEntry.document_id,
    SearchRole.role.in_(
        select(Role.slug)
        .join(RolePeriod, RolePeriod.role_id == Role.id)
        .where(RolePeriod.person_id == PERSON, in_force(TODAY))  # type: ignore[arg-type] # a day that is bound later
    ),
)
"""Whether an entry's document names a role that the person holds today."""


@cache
def ranking(dialect: str, *, sees_all: bool, in_heading: bool, most: int) -> Select[int, int, str, int]:
    """(entry, document, answer, how many were compared) of the best parts that fit and that the person may see."""
    match = matching(dialect, in_heading=in_heading)
    candidates = (
        select(match.entry_id.label("entry"), match.score.label("score"))
        .where(match.fits, _may_see(match, sees_all=sees_all))
        .limit(CANDIDATES)
        .subquery()
    )
    score = candidates.c.score * SearchEntry.weight * case((IS_MINE, MINE), else_=1.0)
    return (
        select(SearchEntry.id, SearchEntry.document_id, SearchEntry.answer, func.count().over().label("compared"))
        .join(candidates, candidates.c.entry == SearchEntry.id)
        .order_by(score.desc(), SearchEntry.id)
        .limit(most)
    )


@cache
def presence(dialect: str, number: int, *, sees_all: bool) -> Select[*tuple[bool, ...]]:
    """Of so many terms, whether each stands in any part that the person may see."""
    matches = [matching(dialect, number=place) for place in range(number)]
    return select(
        *(exists(select(match.entry_id).where(match.fits, _may_see(match, sees_all=sees_all))) for match in matches)
    )


@cache
def starting(*, sees_all: bool, mine: bool, most: int) -> Select[*tuple[Any, ...]]:
    """What is shown before anything is typed, changed last first; with `mine` only what names the person's roles."""
    query = SHOWN.join(Document, IS_LIVE).where(
        SearchEntry.kind == STARTS_WITH, SearchEntry.block.is_(None), _is_open(sees_all=sees_all)
    )
    return (query.where(IS_MINE) if mine else query).order_by(SearchEntry.version_id.desc()).limit(most)


def _is_open(*, sees_all: bool) -> ColumnElement[bool]:
    return true() if sees_all else open_to_person(PERSON, TODAY)


def _may_see(match: Matching, *, sees_all: bool) -> ColumnElement[bool]:
    """Whether a row of words belongs to a live document that the person may see."""
    # As a value it is asked of each row that fits, and the database begins with the words. As a join it would begin
    # with all documents: PostgreSQL cannot know that nearly every entry is of a live version.
    return (
        select(true()).where(SearchEntry.id == match.entry_id, IS_LIVE, _is_open(sees_all=sees_all)).scalar_subquery()
    )
