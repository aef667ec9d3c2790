"""The analysis of a scenario: what it is worth and what is wrong with it. Computed once, kept while it is used."""

from collections import OrderedDict
from threading import Lock

from training.content.faults import Fault
from training.scenarios.files import Scenario
from training.scenarios.game.findings import findings
from training.scenarios.game.worth import Worths

KEPT = 64  # scenarios
KEPT_POSITIONS = 250_000  # of all that are kept; one takes about 1 kB


class Analysis(Worths):
    """All that can happen in a scenario. Take it from `analysis_of`."""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong (errors), then what is rarely meant (warnings), in the language of whoever asks."""
        return tuple(findings(self))


_kept: OrderedDict[int, Analysis] = OrderedDict()
_lock = Lock()


def analysis_of(scenario: Scenario) -> Analysis:
    """The analysis of this scenario; the same object while it was used lately. Takes seconds for very large ones."""
    with _lock:
        # An analysis holds on to its scenario, so the identity of what is kept cannot pass to another one.
        found = _kept.get(id(scenario))
        if found is not None:
            _kept.move_to_end(id(scenario))
            return found
    made = Analysis(scenario)
    with _lock:
        _kept[id(scenario)] = made
        while len(_kept) > 1 and (len(_kept) > KEPT or sum(map(_size, _kept.values())) > KEPT_POSITIONS):
            _kept.popitem(last=False)
    return made


def _size(analysis: Analysis) -> int:
    return len(analysis.explored.positions)
