"""The ground the other tests stand on: people can be signed in, and the gate asks for what routes declare."""

from tests.house import House
from training.core import web
from training.core.auth import current_actor
from training.core.permissions import Permission, PermissionSet


def test_a_leader_holds_the_managers_set_on_the_own_subtree_only(house: House) -> None:
    leader = house.person("Grace Lindqvist")
    shop = house.team("Canal Side", house.root, leader=leader)
    elsewhere = house.team("Fennel Street", house.root)

    @house.app.get("/reach")
    @web.requires(Permission.STANDING_READ)
    def reach() -> dict[str, object]:
        return {"reach": current_actor().reach(Permission.STANDING_READ), "name": current_actor().display_name}

    found = house.browser(leader).get("/reach").json
    assert found == {"reach": [f"/{house.root}/{shop}/"], "name": "Grace Lindqvist"}
    outsider = house.person("Sam Whitlock", team=elsewhere)
    assert house.browser(outsider).get("/reach").status_code == 404


def test_a_granted_administrator_reaches_the_whole_site_in_two_queries(house: House, statements) -> None:
    @house.app.get("/reach")
    @web.requires(Permission.SITE_WRITE)
    def reach() -> dict[str, object]:
        return {"reach": current_actor().reach(Permission.SITE_WRITE)}

    browser = house.browser(house.someone_with(PermissionSet.ADMINISTRATOR))
    browser.get("/reach")
    with statements() as seen:
        assert browser.get("/reach").json == {"reach": [""]}
    assert len(seen) == 2


def test_an_undeclared_route_lets_nobody_in(house: House) -> None:
    house.app.get("/forgotten")(lambda: "secret")
    assert house.administrator().get("/forgotten").status_code == 404
