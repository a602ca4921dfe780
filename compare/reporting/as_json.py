"""The answers as one JSON object each, without a NaN in it."""

import json
from collections.abc import Sequence
from typing import Any

from compare.comparing.notes import notes_on
from compare.comparing.report import PairingReport
from compare.comparing.verdicts import worst_verdict
from compare.ladder.report import RungReport
from compare.ladder.settings import Settings
from compare.reporting.findings import findings_of
from compare.reporting.json_parts import (
    number,
    opinion,
    power,
    probe_row,
    quantity_row,
    trajectory,
    versions,
)


def ladder_json(reports: Sequence[RungReport], settings: Settings) -> str:
    """Write the object ``backproof.ladder/1``; its text ends in a newline."""
    return _text(
        {
            "schema": "backproof.ladder/1",
            "verdict": worst_verdict(report.verdict for report in reports),
            "versions": versions(),
            "rungs": [_rung(report, settings) for report in reports],
        }
    )


def comparison_json(report: PairingReport) -> str:
    """Write the object ``backproof.compare/1``; its text ends in a newline."""
    return _text(
        {
            "schema": "backproof.compare/1",
            "candidate": report.pairing.candidate_name,
            "reference": report.pairing.reference_name,
            "verdict": report.verdict,
            "dtype": report.dtype,
            "versions": versions(),
            "quantities": [quantity_row(report, q) for q in report.trajectory.quantities],
            "findings": [
                {"quantity": quantity.name, **quantity_row(part, quantity)}
                for part, quantity in findings_of([report])
            ],
            "trajectory": trajectory(report),
            "probes": [probe_row(report, probe) for probe in report.probes],
            "power": power(report),
            "second_opinions": [opinion(each) for each in report.opinions],
            "changed_arguments": {name: number(by) for name, by in report.changed.items()},
            "notes": list(notes_on(report)),
        }
    )


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def _rung(report: RungReport, settings: Settings) -> dict[str, Any]:
    plan, main = report.plan, report.main
    first = report.parts[0]
    return {
        "rung": plan.rung,
        "dataset": plan.dataset,
        "dtype": settings.dtype.name,
        "seed": settings.seed,
        "layer_dims": list(plan.layer_dims),
        "activations": list(plan.activations),
        "learning_rate": plan.learning_rate,
        "steps": main.trajectory.steps,
        "candidate": first.pairing.candidate_name,
        "reference": first.pairing.reference_name,
        "verdict": report.verdict,
        "quantities": [quantity_row(part, quantity) for part, quantity in report.quantities],
        "trajectory": trajectory(main),
        "probes": [probe_row(part, probe) for part in report.parts for probe in part.probes],
        "power": power(first),
        "second_opinions": [opinion(each) for part in report.parts for each in part.opinions],
        "changed_arguments": {
            name: number(change) for part in report.parts for name, change in part.changed.items()
        },
        "notes": list(report.notes),
        "step_seconds": {"candidate": main.seconds, "reference": main.reference_seconds},
        "seconds": report.seconds,
    }
