"""A person as a roster's row leaves them: what the file says, over what the site knows."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from training.people.roster.entries import RosterRow
from training.people.roster.headers import Field
from training.people.roster.snapshot import Held, PersonNow, Status, eve, number_key, role_key

# Fields that are copied as they stand, with the attribute of RosterRow and of PersonNow that holds them.
_COPIED = {
    Field.GIVEN: "given",
    Field.FAMILY: "family",
    Field.PREFERRED: "preferred",
    Field.EMAIL: "email",
    Field.PHONE: "phone",
    Field.HIRED: "hired_on",
}
_LOST = frozenset("?\ufffd")


def merged(
    row: RosterRow, now: PersonNow | None, fields: frozenset[Field], numbers: Mapping[str, str], effective: date
) -> PersonNow:
    """The person after the import. An empty cell clears what it stands for; a column that is missing changes nothing.

    `numbers` gives the spelling of each employee number by its key, for managers. A name that has lost letters on its
    way (“V?tols”) does not replace the whole one.
    """
    before = now or PersonNow(row.employee_number, "", "", ())
    values: dict[str, Any] = {name: getattr(row, name) for field, name in _COPIED.items() if field in fields}
    for name in ("given", "family", "preferred"):
        if name in values and _lost_in(values[name], getattr(before, name)):
            values[name] = getattr(before, name)
    if row.language:
        values["language"] = row.language
    if row.team:
        values["team"] = row.team
    if Field.MANAGER in fields:
        values["manager"] = numbers.get(number_key(row.manager), row.manager)
    values["left_on"] = _last_day(row, before, fields, effective)
    values["leave_from"], values["leave_until"] = _leave(row, before, fields, effective)
    person = replace(before, **values)
    if person.hired_on and person.left_on and person.left_on < person.hired_on:
        person = replace(person, hired_on=None)  # left before the first day: never started
    role = row.role if Field.ROLE in fields else None
    return replace(person, held=held_after(now, person, role, effective))


def left_on_day(now: PersonNow, last_day: date, effective: date) -> PersonNow:
    """The person with a last day, unless they leave earlier anyway."""
    if now.left_on and now.left_on <= last_day:
        return now
    started = now.hired_on is None or now.hired_on <= last_day
    person = replace(now, left_on=last_day, hired_on=now.hired_on if started else None)
    return replace(person, held=held_after(now, person, None, effective))


def held_after(now: PersonNow | None, person: PersonNow, role: str | None, effective: date) -> Held | None:
    """The role that `person` holds after the import; `role` None means that the file does not speak of roles.

    A new role begins on the effective day, or on the first day if that is later; it ends with the last day.
    The roles of people who have left are left alone, but for an end. A role that was given by hand needs no other.
    """
    held = now.held if now else None
    if person.status(effective) is Status.LEFT:
        return _held_by_leaver(held, person, role if now is None else None)
    start = max(effective, person.hired_on) if person.hired_on else effective
    is_back = now is not None and now.status(effective) is Status.LEFT
    current = None if held is None or is_back or (held.until_on and held.until_on < effective) else held
    if role is None:
        role = held.role if held and (is_back or current) else ""
    if not role or role_key(role) in map(role_key, person.by_hand):
        return None
    if current is None or role_key(current.role) != role_key(role):
        return Held(role, start, person.left_on)
    if now and now.hired_on == current.from_on > effective and person.hired_on != now.hired_on:
        return Held(current.role, start, person.left_on)  # the first day was moved
    if now and now.left_on != person.left_on and current.until_on in {None, now.left_on}:
        return _ending(current, person.left_on)
    return current


def role_on(held: Held | None, day: date) -> str:
    """The role that is held on a day or will be; "" when it has ended."""
    return held.role if held and (held.until_on is None or held.until_on >= day) else ""


def _ending(held: Held, last_day: date | None) -> Held | None:
    """The same role with another end; None when it would end before it begins."""
    return None if last_day and last_day < held.from_on else replace(held, until_on=last_day)


def _held_by_leaver(held: Held | None, person: PersonNow, role: str | None) -> Held | None:
    if role and person.hired_on:
        return Held(role, person.hired_on, person.left_on)
    if held is None or person.left_on is None or (held.until_on and held.until_on <= person.left_on):
        return held
    return _ending(held, person.left_on)


def _last_day(row: RosterRow, before: PersonNow, fields: frozenset[Field], effective: date) -> date | None:
    if row.left_on:
        return row.left_on
    had_left = before.status(effective) is Status.LEFT
    if row.status is Status.LEFT:
        return before.left_on if had_left else eve(effective)
    if Field.LEFT in fields or (row.status and had_left):
        return None
    return before.left_on


def _leave(
    row: RosterRow, before: PersonNow, fields: frozenset[Field], effective: date
) -> tuple[date | None, date | None]:
    """First and last day of leave. Without days, a status begins leave on the effective day or ends it on its eve."""
    if row.leave_from:
        return row.leave_from, row.leave_until
    known = before.leave_from, before.leave_until
    from_day, until_day = known
    is_away = from_day is not None and from_day <= effective and (until_day is None or until_day >= effective)
    if row.status is Status.LEAVE:
        return known if is_away else (effective, None)
    if {Field.LEAVE_FROM, Field.LEAVE_UNTIL} & fields:
        return None, None
    if row.status is Status.ACTIVE and is_away:
        return (from_day, eve(effective)) if from_day != effective else (None, None)
    return known


def _lost_in(said: str, known: str) -> bool:
    """Whether a text is the known one with letters lost: “V?tols” for “Vītols”."""
    if not _LOST.intersection(said) or len(said) != len(known):
        return False
    return all(one == other or one in _LOST for one, other in zip(said, known, strict=True))
