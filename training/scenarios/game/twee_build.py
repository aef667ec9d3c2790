"""Turns and endings out of passages that were read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from training.content.types import slug_of
from training.scenarios.files import LATE
from training.scenarios.game.twee import last_exit, speaker
from training.scenarios.game.twee_passages import Passage, meant
from training.scenarios.game.twee_text import Link


@dataclass(frozen=True)
class Part:
    """A passage of the story: its id here, what it says, where it leads, and what we kept in it.

    `is_same` says that Twine shows it as we wrote it, so that what we kept is all there is to know.
    """

    passage: Passage
    id: str
    text: str
    links: Sequence[Link]
    kept: Mapping[str, Any] | None
    is_same: bool


def turn_of(part: Part, ids: Mapping[str, str]) -> dict[str, Any]:
    """The values of a turn; `ids` are those of all passages by name."""
    if part.is_same and part.kept is not None:
        return dict(part.kept)
    kept = part.kept if part.kept is not None and "choices" in part.kept else {}
    before = list(kept.get("choices", ()))
    taken = {LATE}
    choices = []
    for place, link in enumerate(part.links):
        known = _known(link, place, part.links, before)
        item = unique(known["id"] if known else slug_of(link.text), taken)
        go = _led_to(known, ids[link.target]) if known else ids[link.target]
        choices.append({**(known or {}), "id": item, "text": link.text, "go": go})
    text = part.text.removeprefix(meant(speaker(kept)).strip()).strip() if kept.get("who") else part.text
    return {**kept, "id": part.id, "text": text or "…", "choices": choices}


def _known(
    link: Link, place: int, links: Sequence[Link], before: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    """The choice that a link was: the one with its words, else the one in its place whose words are gone."""
    same = next((choice for choice in before if choice["text"] == link.text), None)
    if same is not None or place >= len(before):
        return same
    is_gone = before[place]["text"] not in {other.text for other in links}
    return before[place] if is_gone else None


def _led_to(choice: Mapping[str, Any], target: str) -> Any:
    """The exits of a choice, the last of which now leads to the target."""
    if last_exit(choice) == target or isinstance(choice["go"], str):
        return choice["go"] if last_exit(choice) == target else target
    return [*choice["go"][:-1], {**choice["go"][-1], "go": target}]


def ending_of(part: Part) -> dict[str, Any]:
    """The values of an ending. How it came out, only the author can say: until then it is fair."""
    if part.is_same and part.kept is not None:
        return dict(part.kept)
    if part.kept is not None and "outcome" in part.kept:
        title, _blank, text = part.text.partition("\n\n")
        return {**part.kept, "id": part.id, "title": " ".join(title.split()), "text": text.strip() or title}
    name = " ".join(part.passage.name.split())[:150] or part.id
    return {"id": part.id, "title": name, "text": part.text or name, "outcome": "fair"}


def situation_of(head: Part) -> str:
    """What the passage before the first turn says."""
    kept = head.kept or {}
    return str(kept["situation"]) if head.is_same else head.text or str(kept["situation"])


def unique(item: str, taken: set[str]) -> str:
    """The id, or the next one with a number that is free; it is taken from now on."""
    free, number = item, 1
    while free in taken:
        number += 1
        free = f"{item}-{number}"
    taken.add(free)
    return free
