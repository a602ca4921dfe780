"""The ladder's report as one JSON object, without a NaN in it."""

import json
import math
import platform
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from compare.judging.summary import QuantityReport
from compare.ladder.report import PartReport, RungReport, worst_verdict
from compare.ladder.settings import Settings


def ladder_json(reports: Sequence[RungReport], settings: Settings) -> str:
    """Write the object ``backproof.ladder/1``; its text ends in a newline."""
    document = {
        "schema": "backproof.ladder/1",
        "verdict": worst_verdict(report.verdict for report in reports),
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("backproof", "numpy", "torch")},
        },
        "rungs": [_rung(report, settings) for report in reports],
    }
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def _rung(report: RungReport, settings: Settings) -> dict[str, Any]:
    plan, main = report.plan, report.main
    return {
        "rung": plan.rung,
        "dataset": plan.dataset,
        "dtype": settings.dtype.name,
        "seed": settings.seed,
        "layer_dims": list(plan.layer_dims),
        "activations": list(plan.activations),
        "learning_rate": plan.learning_rate,
        "steps": main.trajectory.steps,
        "candidate": report.parts[0].part.candidate_name,
        "reference": report.parts[0].part.reference_name,
        "verdict": report.verdict,
        "quantities": [_quantity(part, quantity) for part, quantity in report.quantities],
        "trajectory": _trajectory(main),
        "changed_arguments": {
            name: number(change) for part in report.parts for name, change in part.changed.items()
        },
        "notes": list(report.notes),
        "step_seconds": {"candidate": main.seconds, "reference": main.reference_seconds},
        "seconds": report.seconds,
    }


def _quantity(part: PartReport, quantity: QuantityReport) -> dict[str, Any]:
    row: dict[str, Any] = {"name": quantity.name}
    if part.part.start:
        row["start"] = part.part.start
    row["verdict"] = quantity.verdict
    if part.expected_blind(quantity):
        row["expected"] = "blind"
    row |= {
        "elements": quantity.elements,
        "worst_excess": number(quantity.worst_excess),
        "smallest_visible": None if quantity.always_zero else number(quantity.smallest_visible),
    }
    if quantity.verdict == "agree":
        return row
    row |= {"step": quantity.step, "reason": quantity.reason, "equation": quantity.equation}
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


def _trajectory(part: PartReport) -> dict[str, Any]:
    trajectory = part.trajectory
    candidate, reference = trajectory.candidate, trajectory.reference
    failure = {"failure": trajectory.failure} if trajectory.failure else {}
    return {
        "steps": trajectory.steps,
        "judged": trajectory.judged,
        "verdict": part.verdict,
        "informative": trajectory.informative,
        "cost": {
            "candidate": [number(cost) for cost in candidate.costs],
            "reference": [number(cost) for cost in reference.costs],
        },
        "accuracy": {"candidate": candidate.accuracy, "reference": reference.accuracy},
        **failure,
    }


def number(value: float) -> float | str:
    """Pass a finite number on; write any other as a string, since JSON has none."""
    return value if math.isfinite(value) else str(value)
