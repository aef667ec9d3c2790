"""What is kept of a diagnosis: who is spoken of, and what is left of a team's verdict without them."""

from collections.abc import Collection

import numpy as np
import pytest

from training.diagnosis.rules_findings import Found, findings
from training.diagnosis.rules_tallies import gather
from training.diagnosis.rules_weeks import rows_of
from training.method.diagnosis import Diagnosis, Teams, Units, Verdict
from training.method.tallies import Aim, Measure

AIM = Aim(Measure.SHARE, 0.15)
TEAM, NOBODY, FEW, ADA, BEN = 4, 0, 7, 8, 9
N = {NOBODY: 300, FEW: 12, ADA: 100, BEN: 100}


def found(verdict: Verdict, *, act: set[int], look: Collection[int] = ()) -> tuple[Verdict, Found, dict[int, Found]]:
    """The verdict of all, what is said of the team, and of each person, if these are called and looked at."""
    records = [(TEAM, person, 1, n, n // 5, 20, 0, 0, n * 100, 1.0, 0.0, 0.0) for person, n in N.items()]
    gathered = gather(rows_of(records), Measure.SHARE)
    n = np.array(list(N.values()), dtype=float)
    same = np.full(4, 0.2)
    called, looked = (np.array([person in some for person in N]) for some in (act, {*act, *look}))
    units = Units(n, same, same - 0.1, same + 0.1, same, same, same, same, called, looked, 90.0, 140.0)
    one = np.array([0.2])
    teams = Teams(np.array([n.sum()]), one, one, one, one, one, (verdict,))
    kept = findings(Diagnosis(verdict, (), units, teams, {}), gathered, AIM, readings=20)
    return kept.verdict, kept.teams[0], {one.person_id or 0: one for one in kept.people}


@pytest.mark.parametrize("silent", [NOBODY, FEW])
def test_nobody_and_whoever_has_few_readings_are_not_called_nor_is_their_team_for_them(silent: int) -> None:
    verdict, team, people = found(Verdict.SKILL, act={silent})
    assert (verdict, team.verdict) == (Verdict.UNCLEAR, "unclear")
    assert {one.listed for one in people.values()} == {""}
    verdict, team, people = found(Verdict.BOTH, act={silent})
    assert (verdict, team.verdict) == (Verdict.PROCESS, "process")
    verdict, team, people = found(Verdict.BOTH, act={silent, ADA}, look={BEN})
    assert (verdict, team.verdict, team.people) == (Verdict.BOTH, "both", 3)
    assert {person: (one.verdict, one.listed) for person, one in people.items()} == {
        FEW: ("process", ""),
        ADA: ("both", "act"),
        BEN: ("process", "look"),
    }


def test_a_team_has_the_interval_of_what_was_counted_in_all_of_it() -> None:
    _verdict, team, people = found(Verdict.PROCESS, act=set())
    assert (team.team_id, team.person_id, team.n) == (TEAM, None, 512)
    assert team.raw_low < 102 / 512 < team.raw_high < team.raw_low + 0.08
    assert sorted(people) == [FEW, ADA, BEN]
