"""What was found, in words: the line, what it does, what it should be, and why we are sure."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from compare.diagnosing.agreement import level_ratio
from compare.diagnosing.answer import Finding, Place, Worst
from compare.diagnosing.edits.edit import MISSING, Edit
from compare.diagnosing.edits.search import Explanation
from compare.diagnosing.faults import Fault
from compare.diagnosing.forward import ForwardFault
from compare.diagnosing.proportion import arranged
from compare.diagnosing.scale import Scale
from compare.diagnosing.step import Step
from compare.diagnosing.texts import SourceText
from compare.recognising.unclaimed import Unclaimed
from compare.recording.graph import Site, refs


class Narrator:
    """Puts what was found into words, with the text of the file.

    Parameters
    ----------
    cost
        The cost that the gradients were held against.
    """

    def __init__(self, text: SourceText, step: Step, cost: str, scale: Scale) -> None:
        self.text, self.step, self.cost, self.scale = text, step, cost, scale

    def of_fault(self, fault: Fault, *, first: bool) -> list[Finding]:
        """The wrong line, and what only follows from it."""
        explanation = fault.best
        node = explanation.node if explanation is not None else fault.node
        site, via = self._place(fault, explanation, node)
        if fault.instead_of_m and site is not None:
            site = self._where_m_is_made(site)
        causes = fault.causes or ["unknown"]
        sure = len(causes) == 1 and causes != ["unknown"] and fault.cases > 1
        quantity = self.quantity(fault)
        finding = Finding(
            quantity=quantity,
            status="certain" if first or sure else "suspect",
            name=self.called(fault.node),
            place=None if site is None else self.text.place(site),
            via=via,
            source="" if site is None else self.text.line(site),
            cause=causes[0],
            sure=sure,
            explanation=self._explained(fault, explanation, site),
            effect=self._effect(fault),
            suggestion=self._suggested(fault, explanation, site),
            evidence=self._evidence(fault, causes),
            candidates=_tied([(e.edit.cause, e.edit.words) for e in fault.explanations], causes),
            worst=self.worst(fault.parameter),
        )
        return [finding, *self._following(fault, quantity)]

    def _place(
        self, fault: Fault, explanation: Explanation | None, node: int
    ) -> tuple[Site | None, tuple[Place, ...]]:
        """The line to point at: of the call with the wrong argument, of the name that is wrong."""
        site, via = self.where(node)
        if explanation is None:
            return site, via
        if explanation.op == "call" and self.text.is_theirs(explanation.site):
            return explanation.site, via
        if explanation.edit.cause == "missing-activation-derivative":
            through = self._handed_through(node)
            if through is not None:
                return through, via
            named = [
                n.site for n in self.step.recording.namings if n.node == node and n.site is not None
            ]
            if named and self.text.is_theirs(named[-1]) and explanation.edit.tier == MISSING:
                same = (
                    named[-1].unit == site.unit and named[-1].line == site.line if site else False
                )
                return (site if same else named[-1]), via
        return site, via

    def _handed_through(self, node: int) -> Site | None:
        """The ``return`` of a function of theirs that hands a gradient on as it came."""
        for call in self.step.recording.calls:
            given = [ref.node for ref in refs(list(call.arguments.values()))]
            if node in given and [ref.node for ref in refs(call.returned)] == [node]:
                return self.text.return_of(call.function)
        return None

    def where(self, node: int) -> tuple[Site | None, tuple[Place, ...]]:
        """The innermost line of their code at which a value was made, and the lines that called it."""
        recorded = self.step.flow.nodes[node]
        sites = [recorded.site]
        call = recorded.call
        while call is not None:
            sites.append(self.step.recording.calls[call].site)
            call = self.step.recording.calls[call].parent
        theirs = [site for site in sites if site is not None and self.text.is_theirs(site)]
        if not theirs:
            return None, ()
        return theirs[0], tuple(self.text.place(site) for site in theirs[1:])

    def _where_m_is_made(self, site: Site) -> Site:
        """The line that takes m from the wrong axis, if it is a line of its own."""
        parts = self.text.texts(site, str).parts
        for name in reversed([part for part in parts if part.isidentifier()]):
            found = self.text.definition_of(name, site)
            if found is not None and any(
                w in self.text.line(found) for w in ("shape", "len", "size")
            ):
                return found
        return site

    def quantity(self, fault: Fault) -> str:
        """The course's name of what is wrong."""
        if fault.update:
            return f"new_{fault.parameter}"
        if fault.repair is not None:
            reference = fault.repair.reference
            if reference.kind == "slope":
                return f"d{self.step.names[reference.node]}"
            if reference.name:
                return reference.name
        return f"d{fault.parameter}"

    def called(self, node: int) -> str:
        """What their code calls a value, or what it is part of."""
        names = self.step.flow.names.get(node)
        return names[0] if names else ""

    def _explained(self, fault: Fault, explanation: Explanation | None, site: Site | None) -> str:
        if fault.update == "wrong-update-sign":
            return "steps uphill: the gradient is added where it has to be subtracted"
        if fault.instead_of_m:
            return f"m is {fault.instead_of_m} here, not the number of examples"
        if fault.instead_of:
            return f"takes the gradient of {fault.instead_of}"
        if fault.update:
            return "the gradient is right, but the step is not the learning rate times it"
        if explanation is None:
            known = "the values it is computed from are right" if fault.repair is not None else ""
            return "is wrong, and no known slip explains it" + (f"; {known}" if known else "")
        if explanation.site != site and explanation.site is not None:
            return f"what was supplied here {explanation.edit.words}"
        return explanation.edit.words

    def _effect(self, fault: Fault) -> str:
        """What that does to the numbers: their shape, their ratio to the right ones."""
        for parameter, claim in self.step.claims.items():
            if self.step.names[parameter] != fault.parameter:
                continue
            wanted = self.step.hypotheses[self.cost].gradients[parameter]
            value = self.step.flow.nodes[claim.levels[-1].node].value
            name = self.called(claim.levels[-1].node) or f"d{fault.parameter}"
            nothing = float(np.max(np.abs(value), initial=0.0)) <= 1e-12 * float(
                np.max(np.abs(wanted))
            )
            zero = f", and always 0: {fault.parameter} never learns" if nothing else ""
            if np.shape(value) != wanted.shape and np.size(value) != wanted.size:
                return f"your {name} is {_shape(value)}, the right one {_shape(wanted)}{zero}"
            if nothing:
                return f"your {name} is always 0: {fault.parameter} never learns"
            found = level_ratio(self.step, claim, claim.levels[-1], self.step.hypotheses[self.cost])
            if found is not None and np.size(value) > 1:
                ratio = found / self.scale.value(self.step.sizes)
                return f"your {name} is {ratio:.6g} times the right one"
        return ""

    def _suggested(self, fault: Fault, explanation: Explanation | None, site: Site | None) -> str:
        if site is None:
            return ""
        if fault.update == "wrong-update-sign":
            return _with_minus(self.text.line(site))
        if explanation is None or explanation.edit.text is None or explanation.site != site:
            return ""
        return self.edited(explanation.edit, explanation.node, site)

    def edited(self, edit: Edit, node: int, site: Site) -> str:
        """The line as an edit leaves it."""
        if edit.text is None:
            return ""
        texts = self.text.texts(site, lambda other: self._naming(other, node))
        text = edit.text(texts)
        return "" if "..." in text or text == texts.whole else self.text.rewritten(site, text)

    def _naming(self, node: int, at: int) -> str:
        """What a value is called where the line stands, or the course's name of it."""
        call = self.step.flow.nodes[at].call
        here = [n.name for n in self.step.recording.namings if n.node == node and n.call == call]
        plain = [n for n in here if n.isidentifier()] or here
        if plain:
            return plain[-1]
        if node in self.step.names:
            return self.step.names[node]
        if node in self.step.flow.X:
            return "X"
        site = self.step.flow.nodes[node].site
        if (
            self.step.flow.nodes[node].call == call
            and site is not None
            and self.text.is_theirs(site)
        ):
            return self.text.segment(site)
        return self.called(node) or "..."

    def _evidence(self, fault: Fault, causes: list[str]) -> str:
        cases = f"{fault.cases} networks" if fault.cases > 1 else "one network"
        if fault.instead_of_m:
            return f"every gradient is m / {fault.instead_of_m} times the right one on {cases}"
        if fault.update:
            return f"the gradient itself is right on {cases}"
        if not fault.explanations:
            return ""
        if len(causes) > 1:
            return f"each of these explains your numbers on {cases}: {', '.join(causes)}"
        return f"with this edit every gradient behind it is right to rounding on {cases}, and no other cause does that"

    def _following(self, fault: Fault, quantity: str) -> list[Finding]:
        found = []
        for name in fault.repaired:
            if f"d{name}" == quantity or fault.update:
                continue
            parameter = next((p for p in self.step.claims if self.step.names[p] == name), None)
            if parameter is None:
                continue
            node = self.step.claims[parameter].levels[-1].node
            site, via = self.where(node)
            found.append(
                Finding(
                    quantity=f"d{name}",
                    status="follows",
                    name=self.called(node),
                    place=None if site is None else self.text.place(site),
                    via=via,
                    source="" if site is None else self.text.line(site),
                    explanation=f"is wrong only because of {quantity}",
                    worst=self.worst(name),
                )
            )
        return found

    def worst(self, name: str) -> Worst | None:
        """The entry of a gradient that is furthest off."""
        for parameter, claim in self.step.claims.items():
            if self.step.names[parameter] != name:
                continue
            level = claim.levels[-1]
            wanted = self.step.hypotheses[self.cost].gradients[parameter]
            wanted = wanted * self.scale.value(self.step.sizes)
            value = arranged(self.step.flow.nodes[level.node].value, wanted.shape)
            if value is None:
                value = _spread(self.step.flow.nodes[level.node].value, wanted.shape)
            if value is None:
                return None
            error = np.where(np.isfinite(value), np.abs(value - wanted), np.inf)
            index = np.unravel_index(int(np.argmax(error)), error.shape) if error.shape else ()
            tolerance = 1e-9 * float(np.max(np.abs(wanted), initial=0.0))
            return Worst(
                tuple(int(i) for i in index), float(value[index]), float(wanted[index]), tolerance
            )
        return None

    def of_activation(self, fault: ForwardFault) -> Finding:
        """A function that computes another thing than it is called after."""
        node = fault.edits[0][0] if fault.edits else fault.node
        site, via = self.where(node)
        causes = tuple(dict.fromkeys(edit.cause for _, edit in fault.edits))
        return Finding(
            quantity=fault.quantity,
            status="certain",
            name=self.called(fault.node),
            place=None if site is None else self.text.place(site),
            via=via,
            source="" if site is None else self.text.line(site),
            cause=fault.cause,
            sure=len(causes) == 1,
            explanation=f"is called after {fault.meant} and computes {fault.does}"
            + (f": it {fault.edits[0][1].words}" if fault.edits else ""),
            suggestion=self.edited(fault.edits[0][1], node, site)
            if fault.edits and site is not None
            else "",
            candidates=causes if len(causes) > 1 else (),
        )

    def of_forward(self, edits: Sequence[tuple[int, Edit]]) -> list[Finding]:
        """A line of the forward pass after whose edit every gradient is right."""
        if not edits:
            return []
        least = min(edit.tier for _, edit in edits)
        edits = [(node, edit) for node, edit in edits if edit.tier == least]
        node, edit = edits[0]
        site, via = self.where(node)
        causes = tuple(dict.fromkeys(_forward_cause(edit) for _, edit in edits))
        return [
            Finding(
                quantity=self._forward_quantity(node),
                status="certain",
                name=self.called(node),
                place=None if site is None else self.text.place(site),
                via=via,
                source="" if site is None else self.text.line(site),
                cause=causes[0],
                sure=len(causes) == 1 and least < 2,
                explanation=edit.words,
                suggestion=self.edited(edit, node, site) if site is not None else "",
                evidence="with this edit of the forward pass every gradient is right",
                candidates=_tied([(_forward_cause(e), e.words) for _, e in edits], causes),
            )
        ]

    def _forward_quantity(self, node: int) -> str:
        """The Z or A that a value of the forward pass belongs to."""
        behind = self.step.recording.depending_on({node})
        for layers in self.step.layers[:1]:
            for layer in layers:
                for part in (layer.Z, layer.A):
                    if part in behind and part in self.step.names:
                        return self.step.names[part]
        return ""

    def of_broadcast(self, one: Unclaimed) -> Finding:
        """A step of another shape than its parameter, so that the parameter grows."""
        flow = self.step.flow
        node = one.new if one.gradient is None else one.gradient
        site, via = self.where(node)
        old, new = (np.shape(flow.nodes[n].value) for n in (one.node, one.new))
        return Finding(
            quantity=f"d{one.name}",
            status="certain",
            name=self.called(node),
            place=None if site is None else self.text.place(site),
            via=via,
            source="" if site is None else self.text.line(site),
            cause="shape",
            sure=True,
            explanation=f"has the shape {np.shape(flow.nodes[node].value)}: the step makes {one.name} "
            f"{new} of {old}",
        )

    def of_cost(self, edits: Sequence[tuple[int, Edit]]) -> Finding:
        """A cost that is no multiple of a standard one."""
        node = edits[0][0] if edits else int(self.step.cost or 0)
        site, via = self.where(node)
        causes = list(dict.fromkeys(_cost_cause(edit) for _, edit in edits)) or [
            "cost-gradient-mismatch"
        ]
        return Finding(
            quantity="cost",
            status="certain",
            name=self.called(int(self.step.cost or 0)),
            place=None if site is None else self.text.place(site),
            via=via,
            source="" if site is None else self.text.line(site),
            cause=causes[0],
            sure=len(causes) == 1 and bool(edits),
            explanation=f"the cost {edits[0][1].words}"
            if edits
            else "the cost is no multiple of a standard one, and these are not its derivatives",
            suggestion=self.edited(edits[0][1], node, site) if edits and site is not None else "",
            candidates=_tied([(_cost_cause(edit), edit.words) for _, edit in edits], causes),
        )


def _forward_cause(edit: Edit) -> str:
    if isinstance(edit.id, tuple) and edit.id[0] == "number":
        return "wrong-activation"
    return {"wrong-activation-derivative": "wrong-activation", "cost-gradient-mismatch": "missing-term",
            "extra-mean": "factor"}.get(edit.cause, edit.cause)  # fmt: skip


def _cost_cause(edit: Edit) -> str:
    return {"wrong-activation": "unknown", "cost-gradient-mismatch": "unknown"}.get(
        edit.cause, edit.cause
    )


def _tied(found: Sequence[tuple[str, str]], causes: Sequence[str]) -> tuple[str, ...]:
    """The explanations that hold equally well, if their causes differ: ``sign: has ...``."""
    if len(causes) < 2:
        return ()
    return tuple(f"{cause}: {dict(reversed(found)).get(cause, '')}" for cause in causes)


def _shape(value: Any) -> str:
    return str(np.shape(value)) if np.shape(value) else "one number"


def _spread(value: Any, shape: tuple[int, ...]) -> np.ndarray[Any, Any] | None:
    """A value as broadcasting would use it."""
    try:
        return np.broadcast_to(np.asarray(value, np.float64), shape)
    except (TypeError, ValueError):
        return None


def _with_minus(line: str) -> str:
    for plus, minus in (("+=", "-="), (" + ", " - ")):
        if line.count(plus) == 1:
            return line.replace(plus, minus)
    return ""
