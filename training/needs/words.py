"""Needs in words: states, sources and what is advised, plain and without blame."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext, ngettext
from training.method.effects import FEW
from training.needs.rules import Design, Kind, State
from training.needs.rules_gate import Advice, Source, may_learn

KINDS: Mapping[Kind, Any] = {Kind.SKILL: lazy_gettext("Skill"), Kind.PROCESS: lazy_gettext("Process")}
"""The word of a kind on its chip; its value is the chip's state too."""

STATES: Mapping[State, tuple[str, Any]] = {
    State.OPEN: ("soon", lazy_gettext("Waits for a decision")),
    State.CONFIRMED: ("soon", lazy_gettext("Confirmed")),
    State.DISMISSED: ("exempt", lazy_gettext("Dismissed")),
    State.ASSIGNED: ("training", lazy_gettext("In training")),
    State.TRAINED: ("met", lazy_gettext("Trained")),
    State.JUDGED: ("met", lazy_gettext("Result known")),
}
"""Chip and word of a state."""

PROCESS_STATES: Mapping[State, tuple[str, Any]] = {
    **STATES,
    State.ASSIGNED: ("training", lazy_gettext("At work")),
    State.TRAINED: ("met", lazy_gettext("Done")),
}
"""The same for the need of a process, where nobody is trained."""

SOURCES: Mapping[Source, Any] = {
    Source.METRIC: lazy_gettext("The figures"),
    Source.KNOWLEDGE: lazy_gettext("What is known of it"),
    Source.SCORECARD: lazy_gettext("Reviews of real contacts"),
    Source.SHOP: lazy_gettext("A mystery shop"),
    Source.MANAGER: lazy_gettext("What the leader has seen"),
}

DESIGNS: Mapping[Design, Any] = {
    Design.RANDOM: lazy_gettext("Chance decided who starts when"),
    Design.TOGETHER: lazy_gettext("All start together"),
    Design.CHOSEN: lazy_gettext("The leader chose who starts when"),
    Design.TEAM: lazy_gettext("The whole team at once"),
}


def state_of(kind: str, state: str) -> tuple[str, str]:
    """Chip and word of where a need stands."""
    chip, word = (PROCESS_STATES if kind == Kind.PROCESS else STATES)[State(state)]
    return chip, str(word)


def source_words(sources: Collection[str]) -> list[str]:
    """What points to a need, in a fixed order; sources of a newer version that are not known are left out."""
    return [str(word) for source, word in SOURCES.items() if source.value in sources]


def gate_words(sources: Sequence[str], *, is_own: bool = False) -> str:
    """Whether two sources agree, in a sentence; to whoever decides, or to the one whom it is about."""
    if may_learn(sources):
        return _("Two sources agree, so a lesson may be assigned.")
    if Source.METRIC not in sources:
        return _("The figures do not show it. Watch some work, or wait for more readings, before anybody learns.")
    if is_own:
        return _("So far only the figures say so. A lesson needs a second source, such as what your leader has seen.")
    return _("So far only the figures say so. A lesson needs a second source: write down what you have seen yourself.")


def advice_words(advice: Advice, name: str) -> str:
    """What fits somebody, and why; without a name it speaks to them."""
    if advice is Advice.COACH:
        return _coach(name)
    if advice is Advice.TRAIN:
        if not name:
            return _("What you do and what is known about it point the same way, so training can help.")
        return _("What %(name)s does and what is known about it point the same way, so training can help.", name=name)
    if not name:
        return _("It is too early to say what would help you.")
    return _("It is too early to say what would help %(name)s.", name=name)


def _coach(name: str) -> str:
    if not name:
        return _("You know how it is done. This is no gap in knowledge: a talk, or another way of working, helps more.")
    return _(
        "%(name)s knows how it is done. This is no gap in knowledge: talk about it, watch some work together, or look "
        "at the process.",
        name=name,
    )


def minutes_words(minutes: int) -> str:
    """“12 minutes”"""
    return ngettext("%(num)d minute", "%(num)d minutes", minutes)


def why_chance(people: int) -> str:
    """Why a draw is worth it where not all can start at once."""
    if people < 2 * FEW:
        return _(
            "%(people)s people cannot start all at once, so some wait, whoever chooses. If chance decides who waits, "
            "that is fair to all. To learn from those who wait whether the lesson helped takes at least %(few)s who "
            "start and %(few)s who wait.",
            people=people,
            few=FEW,
        )
    return _(
        "%(people)s people cannot start all at once, so some wait, whoever chooses. If chance decides who waits, those "
        "who wait show what would have come anyway, and in the end you know whether the lesson helps.",
        people=people,
    )
