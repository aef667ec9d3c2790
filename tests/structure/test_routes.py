"""Every address: what it declares, who may enter, and that nothing is changed without its token."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.house import House
from tests.structure.samples import BODIES, SAMPLES, World, values_for
from training.core.permissions import Actor, Held, Permission, PermissionSet
from training.core.web import BY_TOKEN, PUBLIC, SAFE_METHODS, access_of


def routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every address with each method that does something of its own."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


def declared(app: Flask, rule: Rule) -> Permission | str | None:
    return access_of(app.view_functions[rule.endpoint])


def url_of(app: Flask, rule: Rule, world: World) -> str:
    with app.test_request_context():
        return app.url_for(rule.endpoint, **values_for(rule, world)).partition("?")[0]


def answer_to(browser: FlaskClient, method: str, rule: Rule, world: World) -> tuple[int, str]:
    """Status and where it leads; a view that fails is a 500."""
    url = url_of(world.house.app, rule, world)
    body = None if method in SAFE_METHODS else BODIES.get(rule.endpoint)
    try:
        answer = browser.open(url, method=method, data=body, buffered=True)
    except Exception as error:
        return 500, f"{type(error).__name__}: {error}"
    return answer.status_code, answer.location or ""


def test_every_route_declares_a_permission_or_that_it_is_public(plain_app: Flask) -> None:
    wrong = [
        f"{rule.rule} ({rule.endpoint}) declares {declared(plain_app, rule)!r}: mark it as the others are"
        for rule in plain_app.url_map.iter_rules()
        if declared(plain_app, rule) not in {PUBLIC, BY_TOKEN} and not isinstance(declared(plain_app, rule), Permission)
    ]
    assert wrong == []


def test_every_parameter_has_a_sample(plain_app: Flask) -> None:
    def known(rule: Rule, name: str) -> bool:
        keys = {f"{rule.endpoint}:{name}", f"{rule.endpoint.partition('.')[0]}:{name}", name}
        return not keys.isdisjoint(SAMPLES)

    missing = {
        f"Add a sample for “{name}” of {rule.rule} to SAMPLES in tests/structure/samples.py."
        for rule in plain_app.url_map.iter_rules()
        for name in rule.arguments
        if not known(rule, name)
    }
    assert missing == set()


ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


# Who may do what does not depend on the database; that every route works on both does.
@pytest.mark.parametrize(
    ("database_url", "permission_set"),
    [*(("sqlite", one) for one in PermissionSet), ("postgresql", PermissionSet.ADMINISTRATOR)],
    indirect=["database_url"],
)
def test_a_route_opens_to_those_who_hold_its_permission_and_to_nobody_else(
    house: House, permission_set: PermissionSet
) -> None:
    app = house.app
    me = house.person("Ruth Adeyemi", email="ruth@juniper.example")
    # A manager of the root team: everybody is in it, as it is with a grant on the whole site.
    house.grant(me, permission_set, team=house.root if permission_set == PermissionSet.TEAM_MANAGER else None)
    actor = Actor(person_id=me, held=(Held(permission_set, ""),))
    wrong = []
    for rule, method in routes(app):
        access = declared(app, rule)
        if access is None:
            continue
        if access == BY_TOKEN:
            if answer_to(house.browser(me), method, rule, World(house, me))[0] != 401:
                wrong.append(f"{method} {rule.rule} opens to somebody who has signed in and holds no token")
            continue
        may_enter = access == PUBLIC or actor.may(access)
        status, leads_to = answer_to(house.browser(me), method, rule, World(house, me))
        refused = status in {401, 404} or (leads_to.startswith("/sign-in") and rule.endpoint != "accounts.sign_out")
        if status == 500:
            wrong.append(f"{method} {rule.rule} fails: {leads_to}")
        elif may_enter and refused:
            wrong.append(f"{method} {rule.rule} is refused ({status}) to somebody who holds {access}")
        elif not may_enter and status != 404:
            wrong.append(f"{method} {rule.rule} answers {status} to somebody without {access}")
    assert wrong == []


@ON_SQLITE
def test_a_signed_out_visitor_is_asked_to_sign_in_wherever_it_is_not_public(house: House) -> None:
    app, wrong = house.app, []
    nobody = house.person("Nora Brandt")
    for rule, method in routes(app):
        status, leads_to = answer_to(app.test_client(), method, rule, World(house, nobody))
        asked = status == 401
        if method in SAFE_METHODS and declared(app, rule) != BY_TOKEN:
            asked = status == 303 and leads_to.startswith("/sign-in")
        public = declared(app, rule) == PUBLIC
        if status == 500 or public == asked or (public and status == 404):
            wrong.append(f"{method} {rule.rule} answers {status} {leads_to}")
    assert wrong == []


@ON_SQLITE
def test_nothing_is_changed_without_its_token(house: House) -> None:
    app, wrong = house.app, []
    app.config["WTF_CSRF_ENABLED"] = True
    me = house.someone_with(PermissionSet.ADMINISTRATOR)
    for rule, method in routes(app):
        if method in SAFE_METHODS or declared(app, rule) == BY_TOKEN:
            continue  # what opens to a token in the header opens to nothing that a browser sends by itself
        browser = app.test_client() if declared(app, rule) == PUBLIC else house.browser(me)
        status, _leads_to = answer_to(browser, method, rule, World(house, me))
        if status != 400:
            wrong.append(f"{method} {rule.rule} answers {status} without a token")
    assert wrong == []
