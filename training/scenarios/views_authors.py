"""Pages for those who write scenarios, and for whom they are written: the map, what is wrong, what people choose."""

from collections.abc import Iterable

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from training.content.faults import Fault
from training.content.kinds import Source
from training.content.queries import draft_named, edition, live, live_for
from training.core.auth import current_actor
from training.core.permissions import Permission
from training.core.problems import Problems
from training.core.web import NotFound, db, requires, today
from training.scenarios.files import Scenario
from training.scenarios.game.check import analysis_of
from training.scenarios.game.map import Marked, draw, mark_of
from training.scenarios.kind import KIND
from training.scenarios.queries_paths import FEWEST, Paths, paths_of, played_versions

bp = Blueprint("scenarios_authors", __name__)


@bp.get("/scenarios/<scenario_slug>/map")
@requires(Permission.DOCUMENT_READ)
def map(scenario_slug: str) -> ResponseReturnValue:
    """The live version, or the draft when it is asked for or there is nothing else."""
    found, draft = live(db(), KIND.name, scenario_slug), draft_named(db(), KIND.name, scenario_slug)
    wanted = draft if found is None or "draft" in request.args else None
    known = {
        "slug": scenario_slug,
        "title": found.title if found else scenario_slug,
        "is_draft": wanted is not None,
        "other": found if wanted else draft,
    }
    if wanted is not None:
        text = wanted.source
    elif found is not None:
        text = KIND.to_text(found.model)
    else:
        raise NotFound
    where = KIND.path(scenario_slug)
    try:
        source = KIND.read(text, where)
    except Problems as problems:
        return render_template("scenarios/map.html", **known, problems=problems.problems, warnings=(), drawing=None)
    scenario = source.model if wanted is not None or found is None else found.model
    analysis = analysis_of(scenario)
    faults = analysis.faults
    problems_ = [fault.problem(where, source.lines) for fault in faults]
    return render_template(
        "scenarios/map.html",
        **known,
        model=scenario,
        analysis=analysis,
        mark_of=mark_of,
        problems=[problem for problem in problems_ if problem.severity == "error"],
        warnings=[problem for problem in problems_ if problem.severity == "warning"],
        drawing=draw(analysis, Marked(troubles=troubles(source, faults))),
    )


@bp.get("/scenarios/<scenario_slug>/paths")
@requires(Permission.PATHS_READ)
def paths(scenario_slug: str) -> ResponseReturnValue:
    """What people chose on their first play of the live version, or of another that is asked for by its number."""
    found = live_for(db(), current_actor(), KIND.name, scenario_slug, today=today())
    versions = played_versions(db(), current_actor(), found.document_id)
    number = request.args.get("version", found.number, type=int)
    shown = edition(db(), next((version.id for version in versions if version.number == number), found.id))
    counted = paths_of(db(), current_actor(), shown)
    return render_template(
        "scenarios/paths.html",
        slug=scenario_slug,
        shown=shown,
        model=shown.model,
        versions=versions,
        is_live=shown.id == found.id,
        counted=counted,
        fewest=FEWEST,
        drawing=draw(analysis_of(shown.model), marked(counted)) if counted.is_enough else None,
    )


def marked(counted: Paths) -> Marked:
    """The numbers on the map: how many came to each turn, how often each choice was made, how many were wrong."""
    enough = {turn: found for turn, found in counted.turns.items() if found.is_enough}
    return Marked(
        notes={turn: str(found.plays) for turn, found in enough.items()}
        | {e: str(n) for e, n in counted.endings.items()},
        choice_notes={
            (turn, choice): f"{found.share(choice)} %" for turn, found in enough.items() for choice in found.choices
        },
        levels={turn: found.level for turn, found in enough.items()},
    )


def troubles(source: Source[Scenario], faults: Iterable[Fault]) -> dict[str, str]:
    """The worst that is wrong with each turn and ending."""
    ids = {
        "turns": [turn.id for turn in source.model.turns],
        "endings": [ending.id for ending in source.model.endings],
    }
    found: dict[str, str] = {}
    for fault in faults:
        match fault.path:
            case ("turns" | "endings" as part, int(place), *_):
                found.setdefault(ids[part][place], fault.severity)  # errors come first
    return found
