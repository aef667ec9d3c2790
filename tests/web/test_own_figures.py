"""People's own figures: who sees them, who is told of a look at them, and what they say."""

import pytest
from sqlalchemy import select

from tests.house import House, actor, rows
from tests.moment import NOW, TODAY
from training.core.db import Database
from training.core.ledger import Entry
from training.core.permissions import PermissionSet
from training.diagnosis.actions_looks import note_look
from training.diagnosis.models import FigureLook
from training.diagnosis.queries_whose import led_nearest
from training.people.models import Person
from training.people.queries_leading import leaders_by_team, nearest


class Shops:
    """A region with a shop and a counter in it; each has a leader, and one person has a manager elsewhere."""

    def __init__(self, house: House) -> None:
        self.boss = house.person("Grace Okafor")
        self.region = house.team("North", house.root, leader=self.boss)
        self.shop = house.team("Canal Side", self.region)
        self.ruth = house.person("Ruth Adeyemi", team=self.shop)
        house.lead(self.shop, self.ruth)
        self.counter = house.team("Counter", self.shop)
        self.nora = house.person("Nora Brandt", team=self.counter)
        self.mentor = house.person("Tom Lindqvist", team=self.region)
        self.jonas = house.person("Jonas Weber", team=self.counter, manager_id=self.mentor)
        self.people = (self.boss, self.ruth, self.nora, self.mentor, self.jonas)


@pytest.fixture
def shops(house: House) -> Shops:
    return Shops(house)


def test_figures_are_seen_by_the_nearest_leader_and_the_manager_and_nobody_above(
    shops: Shops, database: Database
) -> None:
    with database.reading() as db:
        seen = {
            one: set(db.scalars(select(Person.id).where(led_nearest(actor(one, PermissionSet.TEAM_MANAGER)))))
            for one in shops.people
        }
        leaders = leaders_by_team(db)
        for person in db.scalars(select(Person)):
            assert {one for one in seen if person.id in seen[one]} == nearest(
                person.team.path, leaders, but=person.id
            ) | ({person.manager_id} - {None})
    assert seen == {
        shops.boss: {shops.ruth, shops.mentor},
        shops.ruth: {shops.nora, shops.jonas},
        shops.nora: set(),
        shops.mentor: {shops.jonas},
        shops.jonas: set(),
    }


def test_a_look_is_a_fact_once_a_day_and_never_at_ones_own(shops: Shops, database: Database) -> None:
    for who in (shops.ruth, shops.ruth, shops.nora):
        with database.writing() as db:
            note_look(db, actor(who), shops.nora, NOW, TODAY)
    with database.reading() as db:
        assert [(one.person_id, one.by_id, one.on) for one in rows(db, FigureLook)] == [(shops.nora, shops.ruth, TODAY)]
        facts = db.scalars(select(Entry).where(Entry.kind == "figures.looked")).all()
        assert [(one.subject_id, one.actor_id) for one in facts] == [(shops.nora, shops.ruth)]
