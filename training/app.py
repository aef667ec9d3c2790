"""The application: the only module that knows every domain."""

import os
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from training import demo
from training.accounts import domain as accounts
from training.accounts.visits import load_actor
from training.awards import domain as awards
from training.certification import domain as certification
from training.certification.files import KINDS as PROGRAMMES
from training.checklists import domain as checklists
from training.checklists.files import KINDS as CHECKLISTS
from training.complaints import domain as complaints
from training.complaints.files import KINDS as COMPLAINTS
from training.config import ROOT, Settings, read_settings
from training.content import domain as content
from training.content.kinds import Kinds
from training.core import auth, i18n, logs, security, static, web
from training.core.clock import Clock, MachineClock
from training.core.db import Database
from training.core.i18n import gettext as _
from training.core.jobs import Registry
from training.core.ledger import Listeners
from training.core.permissions import Permission
from training.core.site import SiteCache
from training.coverage import domain as coverage
from training.credentials import domain as credentials
from training.credentials.files import KINDS as CREDENTIALS
from training.diagnosis import domain as diagnosis
from training.diagnosis.files import KINDS as REVIEW_RULES
from training.effects import domain as effects
from training.feedback import domain as feedback
from training.feedback.files import KINDS as FEEDBACK
from training.home import domain as home
from training.metrics import domain as metrics
from training.modules import domain as modules
from training.modules.files import KINDS as MODULES
from training.needs import domain as needs
from training.operations import domain as operations
from training.people import domain as people
from training.policies import domain as policies
from training.policies.files import KINDS as POLICIES
from training.practice import domain as practice
from training.quizzes import domain as quizzes
from training.quizzes.files import KINDS as QUIZZES
from training.refreshers import domain as refreshers
from training.reminders import domain as reminders
from training.reports import domain as reports
from training.scenarios import domain as scenarios
from training.scenarios.kind import KINDS as SCENARIOS
from training.scorecards import domain as scorecards
from training.scorecards.files import KINDS as SCORECARDS
from training.scripts import domain as scripts
from training.scripts.files import KINDS as SCRIPTS
from training.search import domain as search
from training.standards import domain as standards
from training.standards.files import KINDS as STANDARDS
from training.style import views as style
from training.voice import domain as voice

HOW_WE_SERVE = (
    *("/handbook", "/policies", "/services", "/transactions", "/standards", "/print"),
    *("/lane", "/profiles", "/interviews", "/coverage"),
)

MAX_FORM_BYTES = 2_000_000  # longer than any text a person types; uploads raise it on their own routes


def create_app(settings: Settings | None = None, *, clock: Clock | None = None) -> Flask:
    """A ready application. Without settings they are read from the environment."""
    settings = settings or read_settings(os.environ)
    app = Flask(__name__, static_folder=None, template_folder="templates")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_FORM_BYTES,
        PERMANENT_SESSION_LIFETIME=60 * 60 * 24 * 90,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions.update(
        settings=settings,
        clock=clock or MachineClock(),
        database=Database(settings.database_url, lock_dir=settings.data_dir),
        site=SiteCache(settings.timezone),
        listeners=Listeners(),
        person_panels=[],  # what domains above people show on a person's page: (db, actor, person, now) -> Markup
        after_practice=[],  # what domains above practice do when somebody has practised: (db, person_id, now)
        waiting_for=[],  # what waits for people, for their reminders: see core/notices.py
        calendar_days=[],  # days for their calendars
        holder_of_token=lambda _token: None,  # who a token of another program stands for; None: nobody
        jobs=Registry(),
        checks={},  # name → what it found wrong, in sentences: (db) -> list[str]
    )
    logs.init_app(app)
    web.init_app(app)
    security.init_app(app, secure=settings.secure)
    CSRFProtect(app)
    auth.init_app(app, load_actor)
    i18n.init_app(app, lambda: web.site().zone)
    static.init_app(app, ROOT / "static")
    register_domains(app)
    app.context_processor(page_context)
    if settings.proxies:
        # Else everybody has the proxy's address, and one throttle.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0)  # type: ignore[method-assign] # Flask's way
    return app


def register_domains(app: Flask) -> None:
    """Everything that the domains add: pages, document kinds, jobs, listeners, commands."""
    app.register_blueprint(style.bp)
    people.init_app(app)
    reports.init_app(app)
    accounts.init_app(app)
    media_dir = app.extensions["settings"].data_dir / "media"
    kinds = Kinds(
        (
            *(*MODULES, *QUIZZES, *SCRIPTS, *SCENARIOS, *CHECKLISTS, *POLICIES, *CREDENTIALS, *PROGRAMMES),
            *(*STANDARDS, *SCORECARDS, *FEEDBACK, *COMPLAINTS, *REVIEW_RULES),
        )
    )
    content.init_app(app, kinds, media_dir)
    standards.init_app(app)
    modules.init_app(app)
    quizzes.init_app(app)
    scripts.init_app(app)
    scenarios.init_app(app)
    search.init_app(app)
    checklists.init_app(app)
    policies.init_app(app)
    credentials.init_app(app)
    metrics.init_app(app)
    feedback.init_app(app)
    scorecards.init_app(app)
    complaints.init_app(app)
    voice.init_app(app)
    practice.init_app(app)
    certification.init_app(app)
    awards.init_app(app)
    refreshers.init_app(app)
    reminders.init_app(app)
    diagnosis.init_app(app)
    needs.init_app(app)
    effects.init_app(app)
    operations.init_app(app)
    coverage.init_app(app)
    home.init_app(app)
    app.extensions["load_sample"] = demo.load_sample


@dataclass(frozen=True)
class NavItem:
    """A place in the main navigation."""

    label: str
    url: str
    current: bool


def navigation() -> tuple[NavItem, ...]:
    """The places this actor may go to, in order of how often people go there."""
    actor = auth.loaded_actor()
    if actor is None:
        return ()
    places: tuple[tuple[str, Permission, tuple[str, ...]], ...] = (
        (_("Home"), Permission.LEARN, ("/",)),
        (_("Today"), Permission.STANDING_READ, ("/board",)),
        (_("Observe"), Permission.OBSERVATION_WRITE, ("/observe", "/checklists")),
        (_("Scripts"), Permission.LEARN, ("/scripts",)),
        (_("How we serve"), Permission.LEARN, HOW_WE_SERVE),
        (_("Customers"), Permission.LEARN, ("/voice", "/complaints", "/feedback", "/reviews", "/scorecards")),
        (_("Practice"), Permission.LEARN, ("/practice", "/scenarios", "/plays", "/refresh")),
        (_("Record"), Permission.LEARN, ("/record", "/credentials", "/observations", "/certificates", "/reminders")),
        (_("People"), Permission.PERSON_READ, ("/people",)),
        (_("Documents"), Permission.DOCUMENT_READ, ("/documents",)),
        (_("Figures"), Permission.METRIC_READ, ("/figures",)),
        (_("Needs"), Permission.NEED_READ, ("/needs", "/diagnosis", "/effects")),
        (_("Audit"), Permission.AUDIT_READ, ("/audit",)),
        (_("Operations"), Permission.OPERATIONS_READ, ("/operations",)),
    )
    return tuple(
        NavItem(label, urls[0], any(_is_below(request.path, url) for url in urls))
        for label, permission, urls in places
        if actor.may(permission)
    )


def _is_below(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(f"{url}/"))


def page_context() -> dict[str, Any]:
    """What every template may use."""
    site = g.get("site") or current_app.extensions["site"].last
    return {
        "actor": auth.loaded_actor(),
        "company": site.company,
        "is_demo": site.is_demo,
        "me_url": "/account",
        "locale_code": i18n.language().replace("_", "-"),
        "text_direction": i18n.direction(),
        "nav": navigation(),
    }
