"""Scenarios as Twee 3, the text that Twine and its companions read.

Twine can show and play the skeleton: what is said, and links for the choices. What it does not know (state, conditions,
points, feedback, clocks) stands in a comment of each passage, so that nothing gets lost on the way out and back.
"""

import json
import re
import uuid
from collections.abc import Mapping
from typing import Any

from training.content.kinds import content_of
from training.scenarios.files import Scenario
from training.scenarios.game.map import plan
from training.scenarios.game.twee_passages import header, shown

FRONT = "Situation"  # no id of a turn begins with a capital letter
_OURS = uuid.UUID("5b0f2f0e-7f0c-5c55-9a86-3c8a7e0d9d11")
_KEPT = re.compile(r"\n?<!-- standard-bearer (\{.*\}) -->")


def to_twee(scenario: Scenario, slug: str) -> str:
    """The file of a scenario. The same scenario gives the same file; `slug` tells it from all others."""
    content = content_of(scenario)
    turns, endings = content.pop("turns"), content.pop("endings")
    corners = {name: {"position": f"{x},{y}"} for name, (x, y) in plan(scenario).corners.items()}
    story = {
        "ifid": str(uuid.uuid5(_OURS, slug)).upper(),
        "format": "Harlowe",
        "format-version": "3.3.9",
        "start": FRONT,
    }
    parts = [
        f":: StoryTitle\n{shown(scenario.title)}",
        f":: StoryData\n{json.dumps(story, indent=2)}",
        _passage(header(FRONT, [], {"position": "0,0"}), front(content, turns[0]["id"]), content),
    ]
    for turn in turns:
        parts.append(_passage(header(turn["id"], ["turn"], corners[turn["id"]]), of_turn(turn), turn))
    for ending in endings:
        tags = ["ending", ending["outcome"]]
        parts.append(_passage(header(ending["id"], tags, corners[ending["id"]]), of_ending(ending), ending))
    return "\n\n\n".join(parts) + "\n"


def _passage(head: str, visible: str, content: Mapping[str, Any]) -> str:
    # Inside of the comment nothing may look like a link, a tag, a macro or its end.
    kept = _hidden(json.dumps(content, ensure_ascii=False, separators=(",", ":")))
    return f"{head}\n{visible}\n<!-- standard-bearer {kept} -->"


def front(content: Mapping[str, Any], first: str) -> str:
    """The passage before the first turn, as Twine shows it."""
    return f"{shown(content['situation'])}\n\n[[{shown(content['title'], in_link=True)}->{first}]]"


def of_turn(turn: Mapping[str, Any]) -> str:
    """What Twine shows of a turn. Of several exits it knows the last, which is taken when no condition holds."""
    links = (f"[[{shown(choice['text'], in_link=True)}->{last_exit(choice)}]]" for choice in turn["choices"])
    return "\n".join([f"{speaker(turn)}{shown(turn['text'])}", "", *links])


def speaker(turn: Mapping[str, Any]) -> str:
    """Who speaks, before what they say."""
    return f"{shown(turn['who'], in_link=True)}: " if turn.get("who") else ""


def of_ending(ending: Mapping[str, Any]) -> str:
    return f"{shown(ending['title'])}\n\n{shown(ending['text'])}"


def last_exit(outcome: Mapping[str, Any]) -> str:
    go = outcome["go"]
    return str(go if isinstance(go, str) else go[-1]["go"])


def _hidden(text: str) -> str:
    """JSON whose texts hold no sign that Twine would understand; outside of texts brackets never stand in twos."""
    return re.sub(
        r'"(?:\\.|[^"\\])*"', lambda match: re.sub(r"[<>\[\]$(]|--", lambda sign: _codes(sign[0]), match[0]), text
    )


def _codes(signs: str) -> str:
    return "".join(f"\\u{ord(sign):04x}" for sign in signs)


def kept_in(text: str) -> tuple[str, str | None]:
    """What Twine shows of a passage, and the JSON that it holds for us, if any."""
    match = _KEPT.search(text)
    return (text[: match.start()] + text[match.end() :], match[1]) if match else (text, None)
