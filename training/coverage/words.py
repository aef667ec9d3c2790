"""The words of coverage: what its columns are called, what a hole says, and what fills it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from training.content.library import library
from training.content.queries_uses import PlacedUse
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext, ngettext
from training.coverage.rules import BANK, CHECKLIST, MODULE, SCENARIO, SCORECARD, SCRIPT, Carry, Matrix, Part
from training.coverage.rules_holes import COVERED_BY, Hole, Sort

COLUMNS = {
    MODULE: lazy_gettext("Lessons"),
    SCRIPT: lazy_gettext("Scripts"),
    BANK: lazy_gettext("Questions"),
    SCENARIO: lazy_gettext("Scenarios"),
    CHECKLIST: lazy_gettext("Checklists"),
    SCORECARD: lazy_gettext("Scorecards"),
}

CARRIES = {
    Carry.OWNS: lazy_gettext("owns"),
    Carry.HELPS: lazy_gettext("helps"),
    Carry.DECIDES: lazy_gettext("decides"),
    Carry.NAMED: lazy_gettext("named"),
}

SORTS = {
    Sort.UNTAUGHT: lazy_gettext("Taught to nobody"),
    Sort.UNASKED: lazy_gettext("Asked about nowhere"),
    Sort.UNWATCHED: lazy_gettext("Watched by nobody"),
    Sort.UNMEASURED: lazy_gettext("Measured by nothing"),
    Sort.UNCARRIED: lazy_gettext("Carried by no role"),
    Sort.NOT_REQUIRED: lazy_gettext("Taught, but not asked of the role"),
    Sort.DISPUTED: lazy_gettext("Claimed by more than one role"),
    Sort.UNKEPT: lazy_gettext("Promised, and kept at no step"),
    Sort.UNTAUGHT_STEP: lazy_gettext("Steps that nobody is taught"),
    Sort.NEEDLESS: lazy_gettext("Lessons that no standard needs"),
}

SENTENCES = {
    Sort.UNTAUGHT: lazy_gettext("Nobody is taught “%(title)s”."),
    Sort.UNASKED: lazy_gettext("No question and no scenario asks about “%(title)s”."),
    Sort.UNWATCHED: lazy_gettext("Nobody watches “%(title)s” at work."),
    Sort.UNMEASURED: lazy_gettext("Nothing measures “%(title)s”."),
    Sort.UNCARRIED: lazy_gettext("No role carries “%(title)s”."),
    Sort.DISPUTED: lazy_gettext("Each of these thinks that it owns “%(title)s”: %(names)s."),
    Sort.UNKEPT: lazy_gettext("No step keeps the promise “%(title)s”."),
    Sort.UNTAUGHT_STEP: lazy_gettext("Nobody is taught the step “%(title)s”."),
    Sort.NEEDLESS: lazy_gettext("No standard needs the lesson “%(title)s”."),
}

MISSING = {
    MODULE: lazy_gettext("Nobody is taught it."),
    SCRIPT: lazy_gettext("No script has words for it."),
    BANK: lazy_gettext("No question asks about it."),
    SCENARIO: lazy_gettext("No scenario plays it through."),
    CHECKLIST: lazy_gettext("No checklist looks at it."),
    SCORECARD: lazy_gettext("No scorecard looks at it."),
}


@dataclass(frozen=True)
class Told:
    """A hole as people read it, and the way to fill it."""

    sentence: str
    act: str
    url: str


def column(kind: str) -> str:
    """What a kind's column is called; a kind that is not registered keeps its name."""
    if kind in COLUMNS:
        return str(COLUMNS[kind])
    return str(library().kinds[kind].label) if kind in library().kinds else kind


def finding(matrix: Matrix, holes: Iterable[Hole]) -> str:
    """What the matrix says, in one sentence: the gravest thing."""
    number = len(matrix.standards)
    counts = {sort: sum(hole.sort is sort for hole in holes) for sort in Sort} if number else {}
    if not number:
        return _("No standard is written down yet")
    if lost := counts[Sort.UNTAUGHT]:
        return ngettext(
            "%(num)s of %(all)s standards is taught to nobody",
            "%(num)s of %(all)s standards are taught to nobody",
            lost,
            all=number,
        )
    if lost := counts[Sort.UNMEASURED]:
        return ngettext(
            "%(num)s of %(all)s standards is measured by nothing",
            "%(num)s of %(all)s standards are measured by nothing",
            lost,
            all=number,
        )
    if lost := sum(counts.values()):
        return ngettext(
            "Every standard is taught and measured; %(num)s hole is left",
            "Every standard is taught and measured; %(num)s holes are left",
            lost,
        )
    return _("Every standard is carried, taught, watched and measured")


def tell(hole: Hole, roles: Mapping[str, str], shown: Mapping[Part, PlacedUse], *, writes: bool) -> Told:
    """A hole in words; `shown` holds the documents that it names. Who writes none is led to where it is explained."""
    document = shown.get(hole.document) if hole.document else None
    act, url = _way(hole, document)
    if not writes and url.startswith("/documents"):
        act, url = _("See it"), _explained(hole)
    return Told(_sentence(hole, roles, document), act, url)


def _sentence(hole: Hole, roles: Mapping[str, str], document: PlacedUse | None) -> str:
    names = [roles.get(role, role) for role in hole.roles]
    if hole.sort is Sort.NOT_REQUIRED:
        return ngettext(
            "%(role)s: %(num)s step that “%(title)s” teaches, and no programme of the role asks for it.",
            "%(role)s: %(num)s steps that “%(title)s” teaches, and no programme of the role asks for it.",
            len(hole.steps),
            role=names[0],
            title=hole.title,
        )
    if hole.sort is Sort.NEEDLESS and document is not None and document.block_title:
        return _("No standard needs “%(title)s” in “%(document)s”.", title=hole.title, document=document.title)
    return str(SENTENCES[hole.sort]) % {"title": hole.title, "names": ", ".join(names)}


def _way(hole: Hole, document: PlacedUse | None) -> tuple[str, str]:
    """What fills a hole, and where that is done."""
    match hole.sort:
        case Sort.UNMEASURED:
            return _("See how it is measured"), _explained(hole)
        case Sort.UNCARRIED | Sort.UNKEPT:
            return _("Keep it at a step"), "/documents?kind=transaction"
        case Sort.NOT_REQUIRED if document is None:
            return _("Write a programme for the role"), "/documents/new?kind=programme"
        case Sort.NEEDLESS:
            return _("Say what it serves"), editor(document)
        case Sort.DISPUTED:
            return _("Settle it"), editor(document)
        case _:
            kinds = COVERED_BY.get(hole.sort, ("programme",))
            return fill(document.kind if document else kinds[0], hole.subject, document)


def fill(kind: str, subject: str, document: PlacedUse | None) -> tuple[str, str]:
    """How a part of this kind comes to cover a standard or step: in the document that is nearest, or in a new one."""
    if document:
        return _("Add it to “%(document)s”", document=document.title), editor(document)
    texts = {
        MODULE: _("Write a lesson"),
        SCRIPT: _("Write a script"),
        BANK: _("Write questions"),
        SCENARIO: _("Write a scenario"),
        CHECKLIST: _("Write a checklist"),
        SCORECARD: _("Write a scorecard"),
    }
    return texts.get(kind, _("Write it")), f"/documents/new?kind={kind}&slug={subject.rpartition('/')[2]}"


def editor(document: PlacedUse | None) -> str:
    """Where a document is written; the list of all where there is none."""
    return f"/documents/{document.kind}/{document.slug}/edit" if document else "/documents"


def address(key: str) -> str:
    """The page on what covers a standard or a step."""
    return f"/coverage/transactions/{key}" if "/" in key else f"/coverage/standards/{key}"


def place(key: str) -> str:
    """Where readers find a standard or a step."""
    transaction, slash, item = key.partition("/")
    return library().kinds["transaction" if slash else "standard"].place(transaction, item or None)


def _explained(hole: Hole) -> str:
    """Where readers find what a hole is about."""
    match hole.sort:
        case Sort.UNMEASURED:
            return place(hole.subject)
        case Sort.NOT_REQUIRED:
            return f"/coverage/roles/{hole.roles[0]}"
        case Sort.UNKEPT | Sort.NEEDLESS if hole.document:
            return library().kinds[hole.document.kind].place(hole.document.slug, hole.document.block)
        case _:
            return address(hole.subject)
