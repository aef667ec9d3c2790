"""Needs of teams as CSV. Nobody's own need is in it, and no number of them: in a small team that would be somebody."""

import csv
from io import BytesIO, TextIOWrapper

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.core.clock import local_day
from training.core.i18n import gettext as _
from training.core.permissions import Actor
from training.core.web import site
from training.needs.models import Need
from training.needs.queries import readable
from training.needs.words import state_of
from training.people.models import Person, Team
from training.people.roster.guards import guarded
from training.voice.models import Improvement
from training.voice.queries import titles_by_id


def csv_of_teams(db: Session, actor: Actor) -> bytes:
    """The table, safe to open in a spreadsheet program, the newest first."""
    query = (
        select(Need, Team.name, Improvement, Person)
        .join(Team, Team.id == Need.team_id)
        .outerjoin(Improvement, Improvement.id == Need.improvement_id)
        .outerjoin(Person, Person.id == Improvement.owner_id)
        .where(Need.person_id.is_(None), readable(actor))
        .order_by(Need.id.desc())
    )
    rows = db.execute(query).all()
    titles = titles_by_id(db, {row.Need.standard_id for row in rows})
    file = BytesIO()
    out = TextIOWrapper(file, "utf-8-sig", newline="")  # without the mark spreadsheets take it for an old encoding
    writer = csv.writer(out)
    writer.writerow(
        (
            *(_("Standard"), _("Team"), _("State"), _("Since"), _("What is changed"), _("Who"), _("By"), _("Done on")),
            *(_("Reason"), _("Lessons in spite of it")),
        )
    )
    for need, team, improvement, owner in rows:
        changed = (
            (
                guarded(improvement.text),
                guarded(owner.full_name if owner else ""),
                improvement.by_on.isoformat(),
                improvement.done_on.isoformat() if improvement.done_on else "",
            )
            if improvement
            else ("", "", "", "")
        )
        writer.writerow(
            (
                guarded(titles[need.standard_id]),
                guarded(team),
                state_of(need.kind, need.state)[1],
                local_day(need.opened_at, site().zone).isoformat(),
                *changed,
                guarded(need.reason),
                guarded(need.overridden),
            )
        )
    out.flush()
    return file.getvalue()
