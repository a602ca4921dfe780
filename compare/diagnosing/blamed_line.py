"""The line to point at: the innermost, or one that calls it, or that names what is wrong."""

from compare.diagnosing.answer import Place
from compare.diagnosing.edits.accumulated import KEPT
from compare.diagnosing.edits.edit import MISSING
from compare.diagnosing.edits.search import Explanation
from compare.diagnosing.fault import Fault
from compare.diagnosing.narrator import Narrator
from compare.recording.graph import Site, refs


def lines_of(narrator: Narrator, fault: Fault) -> list[Site | None]:
    """The lines that explain a fault equally well; two if a helper or its caller is wrong."""
    found: dict[object, Site | None] = {}
    for explanation in fault.equal:
        site, _ = place_of(narrator, explanation, explanation.node)
        found.setdefault(site and (site.unit, site.line), site)
        if explanation.exchange is not None and explanation.exchange.blamed == "either":
            inside, _ = narrator.where(explanation.node)
            found.setdefault(inside and (inside.unit, inside.line), inside)
    return list(found.values()) or [None]


def place_of(
    narrator: Narrator, explanation: Explanation | None, node: int
) -> tuple[Site | None, tuple[Place, ...]]:
    """The line to point at: of the call with the wrong argument, of the name that is wrong."""
    site, via = narrator.where(node)
    if explanation is None:
        return site, via
    calling = _kept(narrator, explanation, node) or _calling(narrator, explanation, node)
    if calling is not None:
        return calling, _above(narrator, calling, via)
    if explanation.edit.cause == "missing-activation-derivative":
        through = _handed_through(narrator, node)
        if through is not None:
            return through, via
        named = [
            n.site for n in narrator.step.recording.namings if n.node == node and n.site is not None
        ]
        if named and narrator.text.is_theirs(named[-1]) and explanation.edit.tier == MISSING:
            same = named[-1].unit == site.unit and named[-1].line == site.line if site else False
            return (site if same else named[-1]), via
    return site, via


def _calling(narrator: Narrator, explanation: Explanation, node: int) -> Site | None:
    """The line to point at instead of the innermost: one that calls it."""
    exchange, found = explanation.exchange, explanation.caller
    if found is None and explanation.edit.cause == "updated-parameters":
        return _beside_the_update(narrator, node)
    if found is None and exchange is not None:
        if exchange.blamed == "helper":
            return _inside(narrator, node, exchange.call)
        found = explanation.site
    return found if narrator.text.is_theirs(found) else None


def _kept(narrator: Narrator, explanation: Explanation, node: int) -> Site | None:
    """The line of a loop that names the value of one pass, where all have to be added up."""
    match explanation.edit.id:
        case (kind, int(index)) if kind == KEPT:
            value = narrator.step.flow.nodes[node].args[index].node
        case _:
            return None
    named = [n.site for n in narrator.step.recording.namings if n.node == value]
    theirs = [site for site in named if narrator.text.is_theirs(site)]
    return theirs[-1] if theirs else None


def _inside(narrator: Narrator, node: int, helper: int) -> Site | None:
    """The line of a helper that made a value, itself or by a call."""
    recording = narrator.step.recording
    site, call = narrator.step.flow.nodes[node].site, narrator.step.flow.nodes[node].call
    while call is not None and call != helper:
        site, call = recording.calls[call].site, recording.calls[call].parent
    return site if call is not None and narrator.text.is_theirs(site) else None


def _beside_the_update(narrator: Narrator, node: int) -> Site | None:
    """The line that calls what uses a parameter again, in the function that updated it."""
    recording, flow = narrator.step.recording, narrator.step.flow
    updates = [c.update for c in narrator.step.claims.values() if c.update is not None]
    updating = {flow.nodes[update].call for update in updates}
    site, call = None, flow.nodes[node].call
    while call is not None and call not in updating:
        site, call = recording.calls[call].site, recording.calls[call].parent
    return site if call in updating and narrator.text.is_theirs(site) else None


def _above(narrator: Narrator, site: Site | None, via: tuple[Place, ...]) -> tuple[Place, ...]:
    """The lines that called the one at a place, of those that called a line behind it."""
    place = None if site is None else narrator.text.place(site)
    return via[via.index(place) + 1 :] if place in via else via


def _handed_through(narrator: Narrator, node: int) -> Site | None:
    """The ``return`` of a function of theirs that hands a gradient on as it came."""
    for call in narrator.step.recording.calls:
        given = [ref.node for ref in refs(list(call.arguments.values()))]
        if node in given and [ref.node for ref in refs(call.returned)] == [node]:
            return narrator.text.return_of(call.function)
    return None
