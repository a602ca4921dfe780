"""The parts that every JSON answer is made of; no NaN gets into one."""

import math
import platform
from importlib.metadata import version
from typing import Any

from compare.comparing.hiding import why_hidden
from compare.comparing.report import PairingReport, ProbeReport
from compare.judging.free_run import Envelope
from compare.judging.second_opinion import SecondOpinion
from compare.judging.summary import QuantityReport


def versions() -> dict[str, str]:
    """Name what a result rests on."""
    installed = {name: version(name) for name in ("backproof", "numpy", "torch")}
    return {"python": platform.python_version(), **installed}


def number(value: float) -> float | str:
    """Pass a finite number on; write any other as a string, since JSON has none."""
    return value if math.isfinite(value) else str(value)


def quantity_row(part: PairingReport, quantity: QuantityReport) -> dict[str, Any]:
    """Write one quantity; what is wrong with it only if something is."""
    row: dict[str, Any] = {"name": quantity.name}
    if part.pairing.start:
        row["start"] = part.pairing.start
    row["verdict"] = quantity.verdict
    if part.expected_blind(quantity):
        row["expected"] = "blind"
    row |= {
        "elements": quantity.elements,
        "worst_excess": number(quantity.worst_excess),
        "smallest_visible": None if quantity.always_zero else number(quantity.smallest_visible),
    }
    if quantity.kinks:
        row["kinks"] = quantity.kinks
    return row if quantity.verdict == "agree" else {**row, **_reasons(quantity)}


def _reasons(quantity: QuantityReport) -> dict[str, Any]:
    row: dict[str, Any] = {
        "step": quantity.step,
        "reason": quantity.reason,
        "equation": quantity.equation,
    }
    if quantity.convention is not None:
        row["convention"] = quantity.convention.name
    if quantity.status:
        row["status"] = quantity.status
    if quantity.worst:
        worst = quantity.worst
        row["worst"] = {
            "index": list(worst.index),
            "actual": number(worst.actual),
            "expected": number(worst.expected),
            "tolerance": number(worst.tolerance),
        }
    return row


def trajectory(part: PairingReport) -> dict[str, Any]:
    """Write what many steps came to."""
    report = part.trajectory
    candidate, reference, curve = report.candidate, report.reference, report.curve
    written: dict[str, Any] = {
        "steps": report.steps,
        "judged": report.judged,
        "verdict": part.verdict,
        "informative": curve.informative,
        "least_visible_gradient": {
            "of": curve.least,
            "moves_the_cost_by": number(curve.share),
        },
        "cost": {
            "candidate": [number(cost) for cost in candidate.costs],
            "reference": [number(cost) for cost in reference.costs],
        },
        "accuracy": {"candidate": candidate.accuracy, "reference": reference.accuracy},
    }
    if candidate.envelope:
        written["free_run"] = _envelope(candidate.envelope)
    if report.failure:
        written["failure"] = report.failure
    return written


def _envelope(envelope: Envelope) -> dict[str, Any]:
    return {
        "strayed": number(envelope.strayed),
        "allowed": number(envelope.allowed),
        "largest_share": number(envelope.share),
        "horizon": envelope.horizon,
    }


def probe_row(part: PairingReport, report: ProbeReport) -> dict[str, Any]:
    """Write what a probe showed."""
    row: dict[str, Any] = {"probe": report.probe.name, "sizes": report.probe.sizes}
    row["verdict"] = report.verdict
    if report.unusable:
        row["reference_unusable"] = dict(report.unusable)
    if report.verdict == "agree":
        return row
    if report.failure:
        row["failure"] = report.failure
    shown = [q for q in report.trajectory.quantities if q.verdict == report.verdict]
    row["quantities"] = [quantity_row(part, quantity) for quantity in shown]
    if report.verdict == "differ":
        row["hidden_because"] = why_hidden(
            report.probe.name, part.pairing.model, part.pairing.case_at(0), part.trajectory.last
        )
    return row


def power(part: PairingReport) -> dict[str, Any]:
    """Write which known slips nothing could have shown."""
    return {
        "slips": part.power.slips,
        "hidden": [
            {
                "id": hidden.slip.id,
                "cause": hidden.slip.cause,
                "words": hidden.slip.words,
                "why": hidden.why,
                "hidden_by": "data" if hidden.slip.id in part.power.by_data else "start",
            }
            for hidden in part.power.hidden
        ],
        "unseen": [hidden.slip.id for hidden in part.unseen],
    }


def opinion(report: SecondOpinion) -> dict[str, Any]:
    """Write a second opinion."""
    return {"name": report.name, "verdict": report.verdict, "sentence": report.sentence}
