"""Role profiles as files: what a role is there for, what it takes, whom we hire, and how every candidate is asked."""

from collections.abc import Iterable

from training.content.faults import Fault, closest, twice
from training.content.kinds import Findable, Kind, Reference, RoleNamed, Source, content_of, read_yaml
from training.content.links import StepLink, step_named
from training.content.schema import Strict, canonical, canonical_json
from training.content.types import ItemId, Language, Line, Slug, Text, Title, YesNo
from training.content.yaml_text import dump
from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext
from training.standards.files_standard import SkillNeeded

FRAME = "frame"
"""The block of what the role is there for and what it takes."""

RUNGS = 5
"""An answer is worth 1 to 5."""


class Characteristic(Strict):
    """What somebody brings along rather than learns here, and how one notices it; `hire_for` makes it a condition."""

    id: ItemId
    title: Line
    text: Line | None = None
    hire_for: YesNo = False


class InterviewQuestion(Strict):
    """A question that every candidate gets in the same words.

    `shows` is the id of a characteristic, or a skill, that the answer tells of.
    `weak`, `fair` and `strong` say what an answer worth 1, 3 and 5 sounds like.
    """

    id: ItemId
    text: Text
    shows: Slug
    follow_up: Line | None = None
    weak: Line
    fair: Line
    strong: Line


class Profile(Strict):
    """What a role needs. `role` is the slug of the roster's role, `steps` those that the role itself thinks it owns."""

    title: Title
    summary: Line
    language: Language = "en"
    role: Slug
    owner: Line | None = None
    purpose: Text | None = None
    steps: tuple[StepLink, ...] = ()
    skills: tuple[SkillNeeded, ...] = ()
    characteristics: tuple[Characteristic, ...] = ()
    programme: Slug | None = None
    interview: tuple[InterviewQuestion, ...] = ()

    def faults(self) -> Iterable[Fault]:
        yield from twice((one.skill for one in self.skills), "skills", "skill")
        yield from twice((one.id for one in self.characteristics), "characteristics")
        yield from twice((one.id for one in self.interview), "interview")
        known = [*(one.id for one in self.characteristics), *(one.skill for one in self.skills)]
        for number, question in enumerate(self.interview):
            if question.id == FRAME:
                message = _("“%(id)s” stands for something else here and cannot be an id.", id=FRAME)
                yield Fault(message, _("Choose another id."), ("interview", number, "id"))
            if question.shows not in known:
                message = _("“%(id)s” is no skill and no characteristic of this role.", id=question.shows)
                yield Fault(message, closest(question.shows, known), ("interview", number, "shows"))


def parse(text: str, where: str) -> Profile:
    """The profile of a text. Raises Problems."""
    return _read(text, where).model


def to_text(profile: Profile) -> str:
    """The file of a profile."""
    return dump(content_of(profile))


def _read(text: str, where: str) -> Source[Profile]:
    return read_yaml(Profile, text, where)


def _blocks(profile: Profile) -> dict[str, str]:
    content = content_of(profile)
    keys = ("role", "purpose", "steps", "skills", "characteristics", "programme")
    frame = {key: content[key] for key in keys if key in content}
    return {FRAME: canonical_json(frame)} | {one.id: canonical(one) for one in profile.interview}


def _block_title(profile: Profile, block: str) -> str:
    if block == FRAME:
        return _("What the role needs")
    return next((one.text for one in profile.interview if one.id == block), block)


def _references(profile: Profile) -> Iterable[Reference]:
    for number, text in enumerate(profile.steps):
        if step := step_named(text):
            yield Reference(FRAME, "transaction", step[0], step[1], ("steps", number))
    if profile.programme:
        yield Reference(FRAME, "programme", profile.programme, None, ("programme",))


def _warnings(profile: Profile) -> Iterable[Fault]:
    if profile.owner is None:
        yield Fault(_("Nobody answers for this profile."), _("Name who does: “owner: Head of service”."))
    asked = {question.shows for question in profile.interview}
    for number, one in enumerate(profile.characteristics):
        if one.hire_for and one.id not in asked:
            message = _("We hire for “%(title)s”, and no question asks for it.", title=one.title)
            yield Fault(message, _("Add a question that shows it."), ("characteristics", number))


KIND = Kind(
    name="profile",
    label=lazy_gettext("Role profile"),
    folder="content/profiles",
    suffix=".yaml",
    schema=Profile,
    reader=_read,
    to_text=to_text,
    blocks=_blocks,
    block_title=_block_title,
    references=_references,
    warn=_warnings,
    roles=lambda profile: [RoleNamed(profile.role, ("role",))],
    findable=lambda profile: (Findable(None, profile.title, f"{profile.summary} {profile.purpose or ''}".strip()),),
    preview="standards/preview_profile.html",
    place=lambda slug, _block: f"/profiles/{slug}",
    template="""\
title: Name of the role
summary: What the role is there for, in a sentence.
role: slug-of-a-role
owner: Who answers for it
skills:
  - {skill: listening, weight: 3}
characteristics:
  - {id: patience, title: Patience, text: How one notices it., hire_for: true}
interview:
  - id: first
    text: Tell us about a time when somebody was angry with you, and it was not your doing.
    shows: patience
    weak: Explains why the other was wrong.
    fair: Stayed polite and waited.
    strong: Heard what was behind it, and put it right.
""",
)
