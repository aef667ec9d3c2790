"""What can be wrong with the way a service runs: who stands where, who waits for whom, whether the time suffices."""

from collections import defaultdict
from collections.abc import Iterator

from training.content.faults import Fault
from training.core.i18n import gettext as _
from training.standards.rules_span import Houses, house_of, overrun, warns_late
from training.standards.rules_steps import Transaction, forwards, leaving, ways_of


def faults(transaction: Transaction, houses: Houses) -> Iterator[Fault]:
    """What must not be: steps nobody reaches or leaves, an approval without end, clocks that cannot be kept."""
    ways = ways_of(transaction)
    reached, leaves = forwards(ways, transaction.steps[0].id), leaving(ways)
    for number, step in enumerate(transaction.steps):
        place = ("steps", number)
        if step.id not in reached:
            message = _("Nobody ever comes to “%(title)s”.", title=step.title)
            yield Fault(message, _("Let another step go on here under “next”, or remove it."), place)
        elif step.id not in leaves:
            message = _("After “%(title)s” it goes round for ever.", title=step.title)
            yield Fault(message, _("Add a way out: “next: [{to: end}]”, and say under “when” in which case."), place)
        if len(step.next) == 1 and step.next[0].when:
            message = _("It is said what happens “%(when)s”, but not what happens otherwise.", when=step.next[0].when)
            yield Fault(message, _("Add a way without “when”."), (*place, "next", 0))
        if step.authority and step.authority.waits and step.authority.within is None:
            message = _("The customer waits for an approval, and nobody says how long at most.")
            yield Fault(message, _("Add a limit: “within: 5 minutes”."), (*place, "authority"))
        if step.clock and warns_late(step.clock, house_of(transaction, step, houses)):
            message = _("The warning comes only when the step is late already.")
            yield Fault(message, _("Warn earlier than the limit."), (*place, "clock", "warn"))
    found = overrun(transaction, houses)
    if found and found.always:
        yield Fault(found.in_words(), _("Shorten a step, or promise more time."), ("limit",))


def doubts(transaction: Transaction) -> Iterator[Fault]:
    """What is allowed but rarely meant: hand-overs with nothing in the hand, clocks without a standard, no human."""
    owners = {step.id: step.owner for step in transaction.steps}
    before = defaultdict(set)
    for start, ends in ways_of(transaction).items():
        for end in ends:
            before[end].add(owners[start])
    for number, step in enumerate(transaction.steps):
        place = ("steps", number)
        if before[step.id] - {step.owner} and step.hand_over is None:
            message = _("It changes hands at “%(title)s”, and the customer may have to say it again.", title=step.title)
            yield Fault(message, _("Say under “hand_over” what goes along."), place)
        if step.clock and not step.standards:
            message = _("“%(title)s” has a clock, but no standard by which anybody sees it kept.", title=step.title)
            yield Fault(message, _("Name one: “standards: [seen-at-once]”."), place)
        if step.authority and step.authority.waits and step.authority.within:
            limit = step.authority.within.in_words()
            message = _(
                "At “%(title)s” the customer waits up to %(limit)s for an approval.", title=step.title, limit=limit
            )
            yield Fault(message, _("Let the role decide more alone, if you can."), (*place, "authority"))
    if not any(step.person for step in transaction.steps):
        message = _("Nowhere is it said how the customer reaches a human being.")
        yield Fault(message, _("Say it at a step, under “person”."), ("steps",))
