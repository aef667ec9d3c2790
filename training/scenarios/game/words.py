"""Conditions and effects of a scenario in words, for authors who read rather than write them."""

from collections.abc import Iterator

from training.core.i18n import gettext as _
from training.scenarios.files import Outcome, Scenario
from training.scenarios.rules_state import Compared, Condition, Effect, Fact, Joined, Not, condition


def condition_words(text: str, scenario: Scenario) -> str:
    """“patience >= 2 and not has-receipt” → “Patience at least 2, and not: Receipt seen”."""
    return _condition(condition(text), {variable.id: variable.label for variable in scenario.state})


def effect_words(outcome: Outcome, scenario: Scenario) -> list[str]:
    """What an outcome changes, such as “Patience +1”, in the author's order."""
    labels = {variable.id: variable.label for variable in scenario.state}
    return [_effect(labels[name], effect) for name, effect in outcome.effects.items()]


def _condition(asked: Condition, labels: dict[str, str]) -> str:
    match asked:
        case Fact(name):
            return labels[name]
        case Compared(name, sign, number):
            return _compared(labels[name], sign, number)
        case Not(Fact(name)):
            return _("not: %(label)s", label=labels[name])
        case Not(inner):
            return _("not: (%(condition)s)", condition=_condition(inner, labels))
        case Joined(word):
            parts = [
                f"({_condition(part, labels)})"
                if isinstance(part, Joined) and part.word != word
                else _condition(part, labels)
                for part in _parts(asked, word)
            ]
            return (_(", and ") if word == "and" else _(", or ")).join(parts)


def _parts(asked: Condition, word: str) -> Iterator[Condition]:
    """What “and” or “or” joins, however deep it is nested."""
    if isinstance(asked, Joined) and asked.word == word:
        yield from _parts(asked.left, word)
        yield from _parts(asked.right, word)
    else:
        yield asked


def _compared(label: str, sign: str, number: int) -> str:
    match sign:
        case ">=":
            return _("%(label)s at least %(number)s", label=label, number=number)
        case "<=":
            return _("%(label)s at most %(number)s", label=label, number=number)
        case ">":
            return _("%(label)s above %(number)s", label=label, number=number)
        case "<":
            return _("%(label)s below %(number)s", label=label, number=number)
        case "!=":
            return _("%(label)s other than %(number)s", label=label, number=number)
    return _("%(label)s exactly %(number)s", label=label, number=number)


def _effect(label: str, effect: Effect) -> str:
    if effect.moves:
        change = f"{effect.value:+d}".replace("-", "−")
        return _("%(label)s %(change)s", label=label, change=change)
    if effect.is_number:
        return _("%(label)s becomes %(number)s", label=label, number=effect.value)
    return _("%(label)s: from now on", label=label) if effect.value else _("%(label)s: no longer", label=label)
