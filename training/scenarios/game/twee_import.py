"""From Twee 3 to a scenario: passages become turns and endings, links become choices.

A passage that `to_twee` wrote and nobody changed comes back exactly. Of one that was changed in Twine, what Twine
shows counts, and each choice keeps the rest that is known of it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from training.content.types import slug_of
from training.content.yaml_text import dump
from training.core.i18n import gettext as _
from training.core.i18n import ngettext
from training.core.problems import Problem, Problems
from training.scenarios.files import Ending, Scenario, Turn, to_text
from training.scenarios.game.twee import front, kept_in, of_ending, of_turn
from training.scenarios.game.twee_build import Part, ending_of, situation_of, turn_of, unique
from training.scenarios.game.twee_passages import Passage, meant, passages
from training.scenarios.game.twee_text import Reading

_USED = {"StoryTitle", "StoryData"}
_ASIDE_NAMES = {
    *("StoryAuthor", "StoryBanner", "StoryCaption", "StoryDisplayTitle", "StoryInit", "StoryInterface", "StoryMenu"),
    *("StorySettings", "StorySubtitle", "PassageDone", "PassageFooter", "PassageHeader", "PassageReady"),
}
_ASIDE_TAGS = {
    *("script", "stylesheet", "startup", "header", "footer", "debug-startup", "debug-header", "debug-footer"),
    *("widget", "annotation", "init", "Twine.private", "Twine.image", "Twine.audio", "Twine.video", "Twine.vtt"),
}
_OUR_TAGS = {"turn", "ending", "good", "fair", "poor"}


@dataclass(frozen=True)
class Became:
    """What a passage turned into: a turn with so many choices, or an ending (0)."""

    passage: str
    line: int
    id: str
    choices: int


@dataclass(frozen=True)
class Imported:
    """The values of a scenario's file, what each passage became, and what could not be taken over."""

    values: dict[str, Any]
    became: tuple[Became, ...]
    notes: tuple[Problem, ...]

    @property
    def text(self) -> str:
        """The file of the scenario, even where something in it has still to be mended."""
        try:
            return to_text(Scenario.model_validate(self.values))
        except ValidationError:
            return dump(self.values)


def from_twee(text: str, where: str) -> Imported:
    """Read a story. Raises Problems with everything that is wrong in the file itself."""
    return _Importing(text, where).imported()


class _Importing:
    def __init__(self, text: str, where: str) -> None:
        self.where = where
        self.problems: list[Problem] = []
        every = list(passages(text))
        if not every:
            message = _("This is no Twee file: no line begins with “::”.")
            raise Problems([Problem(where, None, message, _("In Twine, choose “Export As Twee”."))])
        self.passages = [passage for passage in every if not _is_aside(passage)]
        self.title = next((passage for passage in every if passage.name == "StoryTitle"), None)
        self.data = next((passage for passage in every if passage.name == "StoryData"), None)
        self.story = self._story()
        self.reading = Reading(where, str(self.story.get("format", "")).casefold() == "chapbook")
        if text.split("::", 1)[0].strip():
            self._note(1, _("What stands before the first passage is left out."), "")
        for passage in every:
            if _is_aside(passage) and passage.name not in _USED:
                message = _("The passage “%(name)s” is left out: it only works for Twine.", name=passage.name)
                self._note(passage.line, message, _("If it says something to the player, say it in a turn."))

    def imported(self) -> Imported:
        self._refuse_doubles()
        parts = self._parts()
        head = next((part for part in parts if part.kept is not None and "situation" in part.kept), None)
        told = [part for part in parts if part is not head]
        self._refuse_missing_targets(parts)
        start = self._start(head, told)
        if self.problems or start is None:
            raise Problems(sorted(self.problems, key=lambda problem: (problem.line or 0, problem.message)))
        told.sort(key=lambda part: part is not start)
        ids = {part.passage.name: part.id for part in parts}
        turns = [turn_of(part, ids) for part in told if part.links]
        endings = [ending_of(part) for part in told if not part.links]
        values = self._head(head, len(endings)) | {"turns": turns, "endings": endings}
        became = tuple(Became(part.passage.name, part.passage.line, part.id, len(part.links)) for part in told)
        notes = sorted(self.reading.notes, key=lambda note: (note.line or 0, note.message))
        return Imported(values, became, tuple(notes))

    def _wrong(self, line: int | None, message: str, remedy: str) -> None:
        self.problems.append(Problem(self.where, line, message, remedy))

    def _note(self, line: int | None, message: str, remedy: str) -> None:
        self.reading.notes.append(Problem(self.where, line, message, remedy, "warning"))

    def _story(self) -> Mapping[str, Any]:
        if self.data is None:
            return {}
        try:
            found = json.loads(self.data.text)
        except (ValueError, RecursionError) as error:
            line = self.data.line + getattr(error, "lineno", 1)
            message = _("What stands under StoryData cannot be read as JSON.")
            self._wrong(line, message, _("Mend it, or export the story again."))
            return {}
        return found if isinstance(found, dict) else {}

    def _refuse_doubles(self) -> None:
        seen: set[str] = set()
        for passage in self.passages:
            if passage.name in seen:
                message = _("There is a passage “%(name)s” before.", name=passage.name)
                self._wrong(passage.line, message, _("Give each its own name, and correct the links."))
            seen.add(passage.name)

    def _parts(self) -> list[Part]:
        """Each passage of the story as it is read. Those that are as we wrote them need no reading."""
        taken: set[str] = set()
        found = []
        for passage in self.passages:
            shown, kept = self._kept(passage)
            known = str(kept.get("id", "")) if kept else ""
            item = unique(known or slug_of(passage.name), taken)
            is_same = kept is not None and known in {"", item} and _is_as_written(shown, kept)
            text, links = Reading(self.where).read(passage, shown) if is_same else self.reading.read(passage, shown)
            found.append(Part(passage, item, text, tuple(links), kept, is_same))
            self._tell(found[-1])
        return found

    def _kept(self, passage: Passage) -> tuple[str, Mapping[str, Any] | None]:
        shown, text = kept_in(passage.text)
        if text is None:
            return shown, None
        try:
            kept = json.loads(text)
            if "choices" in kept:
                Turn.model_validate(kept)
            elif "outcome" in kept:
                Ending.model_validate(kept)
            elif not _is_head(kept):
                raise TypeError(passage.name)
        except (ValueError, TypeError, RecursionError):
            line = passage.line + 1 + passage.text[: passage.text.find("<!-- standard-bearer")].count("\n")
            message = _("What is kept for us in “%(name)s” cannot be read.", name=passage.name)
            self._wrong(line, message, _("Export the scenario again, or remove that comment."))
            return shown, None
        return shown, kept

    def _tell(self, part: Part) -> None:
        name, line = part.passage.name, part.passage.line
        if part.kept is not None and not part.is_same:
            message = _("“%(name)s” was changed in Twine: its words and links count, the rest is as it was.", name=name)
            self._note(line, message, _("Look at its points, conditions and feedback."))
        if part.kept is None and not part.text:
            self._note(line, _("“%(name)s” says nothing.", name=name), _("Write in the draft what happens there."))
        tags = [tag for tag in part.passage.tags if part.kept is None or tag not in _OUR_TAGS]
        if tags:
            message = _("The tags of “%(name)s” are left out: %(tags)s.", name=name, tags=", ".join(tags))
            self._note(line, message, "")

    def _refuse_missing_targets(self, parts: list[Part]) -> None:
        known = {passage.name for passage in self.passages}
        for part in parts:
            for link in part.links:
                if link.target not in known:
                    message = _("A link leads to “%(name)s”, and there is no such passage.", name=link.target)
                    self._wrong(link.line, message, _("Correct the link, or write that passage."))

    def _start(self, head: Part | None, told: list[Part]) -> Part | None:
        named = {part.passage.name: part for part in told}
        from_head = head.links[0].target if head is not None and head.links else None
        name = from_head or str(self.story.get("start", "Start"))
        start = named.get(name)
        line = self.data.line if self.data else None
        if start is None:
            message = _("It is not said where the story starts.")
            if "start" in self.story:
                message = _("The story starts with “%(name)s”, and there is no such passage.", name=name)
            self._wrong(line, message, _("Name a passage under StoryData as “start”, or call one Start."))
        elif not start.links:
            message = _("The first passage, “%(name)s”, has no link: there is nothing to choose.", name=name)
            self._wrong(start.passage.line, message, _("Add a link, or start with another passage."))
        return start

    def _head(self, head: Part | None, endings: int) -> dict[str, Any]:
        if head is not None and head.kept is not None:
            return {**head.kept, "situation": situation_of(head)}
        message = _("Summary and situation stand in no Twee file.")
        self._note(None, message, _("Write them in the draft."))
        if endings:
            message = ngettext(
                "The ending is fair until you say otherwise.",
                "All %(num)s endings are fair until you say otherwise.",
                endings,
            )
            self._note(None, message, _("Judge each: good, fair or poor."))
        self._note(None, _("No choice has points yet."), _("Name skills, and give the better choices a score."))
        title = " ".join(meant(self.title.text).split()) if self.title else ""
        return {
            "title": title[:150] or _("Story from Twine"),
            "summary": _("Write here what one can do after it."),
            "situation": _("Write here where one is, who comes, and what has happened before."),
        }


def _is_aside(passage: Passage) -> bool:
    return passage.name in _USED or passage.name in _ASIDE_NAMES or not _ASIDE_TAGS.isdisjoint(passage.tags)


def _is_head(kept: Any) -> bool:
    known = set(Scenario.model_fields) - {"turns", "endings"}
    return isinstance(kept, dict) and known >= set(kept) >= {"title", "situation"} and _is_plain(kept)


def _is_plain(value: object) -> bool:
    """Whether it is made of what files are made of."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(item) for key, item in value.items())
    return all(map(_is_plain, value)) if isinstance(value, list) else isinstance(value, str | int)


def _is_as_written(shown: str, kept: Mapping[str, Any]) -> bool:
    if "choices" in kept:
        return shown.strip() == of_turn(kept).strip()
    if "outcome" in kept:
        return shown.strip() == of_ending(kept).strip()
    before, _bracket, rest = shown.rpartition("->")
    return f"{before}->".strip() == front(kept, "").strip().removesuffix("]]") and rest.strip().endswith("]]")
