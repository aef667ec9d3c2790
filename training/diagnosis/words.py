"""What a review says, in sentences: one before each number, never a name that nobody may read, nothing that ranks.

Every function takes figures and gives a text in the reader's language; the constants are lazy. Figures are those of
`models.Finding` and in the unit of the aim, see `words_figures`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from training.core.i18n import gettext as _
from training.core.i18n import lazy_gettext, ngettext
from training.diagnosis.rules_tallies import aim_of
from training.diagnosis.words_figures import counted_words, likely_words, needed_words, sure_words
from training.method.diagnosis import Remark, Verdict
from training.standards.files_standard import Standard


class Found(Protocol):
    """What is said of a team or a person, as far as a sentence needs it; `models.Finding` is one."""

    @property
    def verdict(self) -> str: ...

    @property
    def listed(self) -> str: ...

    @property
    def n(self) -> int: ...

    @property
    def raw(self) -> float: ...

    @property
    def low(self) -> float: ...

    @property
    def high(self) -> float: ...

    @property
    def chance(self) -> float: ...


VERDICTS: Mapping[Verdict, Any] = {
    Verdict.PROCESS: lazy_gettext("Process"),
    Verdict.SKILL: lazy_gettext("Skill"),
    Verdict.BOTH: lazy_gettext("Process and skill"),
    Verdict.UNCLEAR: lazy_gettext("Not enough data"),
    Verdict.MET: lazy_gettext("Met"),
}
"""The word of a verdict on its chip."""

STATES: Mapping[Verdict, str] = {
    Verdict.PROCESS: "process",
    Verdict.SKILL: "skill",
    Verdict.BOTH: "process",
    Verdict.UNCLEAR: "unknown",
    Verdict.MET: "met",
}
"""The `data-state` of a verdict's chip."""

MEANINGS: Mapping[Verdict, Any] = {
    Verdict.PROCESS: lazy_gettext(
        "Everybody misses it alike. Lessons would not help: something in the way of working does."
    ),
    Verdict.SKILL: lazy_gettext("The team as a whole keeps it and a few do not. Training can help those."),
    Verdict.BOTH: lazy_gettext("The whole team is low, and a few are lower still. The process comes first."),
    Verdict.UNCLEAR: lazy_gettext("What was measured fits more than one answer. More readings will tell."),
    Verdict.MET: lazy_gettext("Nothing has to be done."),
}
"""What a verdict means, for whoever reads it for the first time."""


def chip_of(verdict: str) -> tuple[str, str]:
    """State and word of a verdict, for the macro `chip`."""
    one = Verdict(verdict)
    return STATES[one], str(VERDICTS[one])


_HEADLINES: Mapping[Verdict, Any] = {
    Verdict.MET: lazy_gettext("It is kept. Nothing has to be done."),
    Verdict.UNCLEAR: lazy_gettext("Not enough is measured yet to say whose problem it is, if it is one."),
    Verdict.SKILL: lazy_gettext("The team as a whole is steady: look at the skill of a few, not at the process."),
    Verdict.BOTH: lazy_gettext(
        "The whole team is low, and a few are lower still: look at the process first, then at the skill."
    ),
}


def headline(standard: Standard, verdict: str, teams: Sequence[str]) -> str:
    """What is found of a standard: the finding as a sentence, given the verdict of all and of each of some teams."""
    one = Verdict(verdict)
    low = sum(team in {Verdict.PROCESS, Verdict.BOTH} for team in teams)
    met = sum(team == Verdict.MET for team in teams)
    if one is Verdict.UNCLEAR and met:
        return ngettext(
            "%(num)d team of %(all)d keeps it; of the others too little is known to say.",
            "%(num)d teams of %(all)d keep it; of the others too little is known to say.",
            met,
            all=len(teams),
        )
    if one is Verdict.BOTH and len(teams) > 1:
        return _process_and_skill(all_low=low == len(teams))
    if one is Verdict.PROCESS:
        return _process(standard, low, len(teams))
    return str(_HEADLINES[one])


def _process_and_skill(*, all_low: bool) -> str:
    if all_low:
        return _("Every team misses it, and a few people more than their team: process first, then skill.")
    return _("Some teams are low as a whole, and in some a few people are: process first, then skill.")


def _process(standard: Standard, low: int, teams: int) -> str:
    if teams <= 1 or low == 0:
        return _low_as_a_whole(standard)
    if low == teams:
        return _("Every team misses it: look at the process first.")
    return ngettext(
        "%(num)d team of %(all)d is low as a whole: look at the process there first.",
        "%(num)d teams of %(all)d are low as a whole: look at the process there first.",
        low,
        all=teams,
    )


def _low_as_a_whole(standard: Standard) -> str:
    if standard.higher_is_better:
        return _("The whole team is low: look at the process first.")
    return _("The whole team is above what we want: look at the process first.")


def team_sentence(standard: Standard, found: Found, *, needed: tuple[float, float] = (0, 0)) -> str:
    """What is found of one team. `needed` is from how many to how many readings it takes, where that is known."""
    one = Verdict(found.verdict)
    if one is Verdict.UNCLEAR:
        return needed_words(found.n, needed)
    return headline(standard, one, [one])


def team_sure(standard: Standard, found: Found) -> str:
    """How sure that is, of what is likelier.

    “97 % sure that the team’s usual is below the standard: likely 60–68 % met, from 212 readings.”
    """
    is_low = found.chance >= 0.5
    sure = sure_words(found.chance if is_low else 1 - found.chance)
    values = {"sure": sure, "likely": likely_words(standard, found.low, found.high, found.n)}
    if not is_low and found.verdict == Verdict.SKILL:
        return _(
            "%(sure)s sure that the team’s usual, without the few who are lower, is as we want it: %(likely)s.",
            **values,
        )
    if not is_low:
        return _("%(sure)s sure that the team’s usual is as we want it: %(likely)s.", **values)
    if standard.higher_is_better:
        return _("%(sure)s sure that the team’s usual is below the standard: %(likely)s.", **values)
    return _("%(sure)s sure that the team’s usual is above what we want: %(likely)s.", **values)


def person_sentence(standard: Standard, found: Found, *, name: str = "", needed: tuple[float, float] = (0, 0)) -> str:
    """What is found of one person, for themselves and their nearest leader only.

    “83 % sure that this is really below the standard and below the team’s usual: likely 71–82 % met, from 140
    readings.” With a name it says whose figures they are.
    """
    one = Verdict(found.verdict)
    likely = likely_words(standard, found.low, found.high, found.n)
    if found.listed:
        return _sure_of_person(standard, sure_words(found.chance), likely, name)
    if one is Verdict.UNCLEAR:
        return needed_words(found.n, needed)
    if one in {Verdict.PROCESS, Verdict.BOTH} and _is_kept(standard, found):
        return _("Nothing to do here, though the team as a whole is low: %(likely)s.", likely=likely)
    if one in {Verdict.PROCESS, Verdict.BOTH}:
        return _("As the whole team: look at the process first. %(likely)s.", likely=_capital(likely))
    return _("Nothing to do: %(likely)s.", likely=likely)


def _is_kept(standard: Standard, found: Found) -> bool:
    """Whether all that is likely of somebody lies on the right side of the standard."""
    aim = aim_of(standard)
    return found.high <= aim.target if aim.higher_is_worse else found.low >= aim.target


def _sure_of_person(standard: Standard, sure: str, likely: str, name: str) -> str:
    values = {"sure": sure, "likely": likely, "name": name}
    if name and standard.higher_is_better:
        return _(
            "%(sure)s sure that %(name)s is really below the standard and below the team’s usual: %(likely)s.", **values
        )
    if name:
        return _(
            "%(sure)s sure that %(name)s is really above what we want and above the team’s usual: %(likely)s.", **values
        )
    if standard.higher_is_better:
        return _(
            "%(sure)s sure that this is really below the standard and below the team’s usual: %(likely)s.", **values
        )
    return _("%(sure)s sure that this is really above what we want and above the team’s usual: %(likely)s.", **values)


def counted_sentence(standard: Standard, found: Found) -> str:
    """The raw rate and n that always stand beside: “Counted as it stands: 104 of 140, 74 % met.”"""
    return _("Counted as it stands: %(counted)s.", counted=counted_words(standard, found.raw, found.n))


REMARKS: Mapping[Remark, Any] = {
    Remark.NO_DATA: lazy_gettext("Nothing was measured in this time."),
    Remark.ONE_UNIT: lazy_gettext(
        "Only one person was measured, so nobody can tell the person from the process. There is nobody to compare with."
    ),
    Remark.ONE_TEAM: lazy_gettext("Only one team was measured, so it is held against the standard alone."),
    Remark.TEAM_OF_ONE: lazy_gettext(
        "In a team of one measured person nobody can tell the person from the process, so nobody is singled out there."
    ),
    Remark.ALL_MET: lazy_gettext("Every reading met the standard. A promise that nobody misses may be set too low."),
    Remark.ALL_MISSED: lazy_gettext(
        "Every reading missed the standard. Look first whether it is measured as it is meant, then at the process."
    ),
    Remark.NO_SPREAD: lazy_gettext(
        "All values are the same. Look whether the source writes what happened, or a value that it assumes."
    ),
    Remark.CHANCE_ONLY: lazy_gettext(
        "Differences between people are no larger than chance would make them, so nobody is singled out."
    ),
    Remark.UNRELIABLE: lazy_gettext(
        "There are too few readings of each person to tell them apart, so nobody is singled out."
    ),
    Remark.CLUSTERED: lazy_gettext(
        "Misses come on the same days and hit everybody at work then. That is a matter of queue, rota or system, "
        "not of single people."
    ),
    Remark.SHARED_WEEKS: lazy_gettext(
        "Weeks are good or bad for everybody at once, more than chance makes them. Look first at what differs in them, "
        "such as the rota or the queue."
    ),
    Remark.STRATUM_ALONE: lazy_gettext(
        "Some kind of contact is handled by one person only. What is hard about it cannot be told from who does it, "
        "so it is left out of the comparison."
    ),
    Remark.MIX_DISAGREES: lazy_gettext(
        "As counted, others look low than once it is allowed for who had the harder contacts. "
        "Trust the adjusted figures, and do not argue from the plain ones."
    ),
}
"""What a reader must know beside the verdict, in plain words."""

FEW_HIDDEN: Any = lazy_gettext(
    "Teams with fewer than five measured people are not compared or drawn, as single people could be told apart."
)


def remark_sentences(remarks: Sequence[str]) -> list[str]:
    """The sentences of remarks as they are kept; those of a newer model that are not known yet are left out."""
    known = {one.value for one in Remark}
    return [str(REMARKS[Remark(one)]) for one in remarks if one in known]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def needed_in(figures: Mapping[str, Any]) -> tuple[float, float]:
    """From how many to how many readings of one person it takes, as a diagnosis keeps it; (0, 0) where nobody knows."""
    low, high = figures.get("needed") or (0, 0)
    return float(low), float(high)
