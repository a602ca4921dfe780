"""The answer of ``backproof check`` as one JSON object, ``backproof.check/1``."""

import json
from collections.abc import Sequence
from typing import Any

from compare.diagnosing.answer import CheckReport, Finding, InferredModel
from compare.diagnosing.outcome import worst_verdict
from compare.reporting.json_parts import number, versions


def check_json(reports: Sequence[CheckReport]) -> str:
    """Write the object; no NaN gets into it, and its text ends in a newline."""
    document = {
        "schema": "backproof.check/1",
        "verdict": worst_verdict(reports),
        "versions": versions(),
        "subjects": [_subject(report) for report in reports],
    }
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def _subject(report: CheckReport) -> dict[str, Any]:
    return {
        "path": report.path,
        **({"name": report.name} if report.name else {}),
        **_formula(report),
        "verdict": report.verdict,
        "reason": report.reason,
        "model": _model(report.model),
        "compared": list(report.compared),
        "not_captured": list(report.not_captured),
        "findings": [_finding(finding) for finding in report.findings],
        "recipe": report.recipe,
        "isolation": report.isolation,
        "supplied": list(report.supplied),
        "notes": list(report.notes),
        "seconds": number(report.seconds),
    }


def _formula(report: CheckReport) -> dict[str, Any]:
    """Write where a formula stands, and how it was understood."""
    if not report.formula:
        return {}
    return {"line": report.line, "formula": report.formula, "reading": report.reading}


def _model(model: InferredModel) -> dict[str, Any]:
    return {
        "layer_dims": list(model.layer_dims),
        "activations": list(model.activations),
        "cost": model.cost,
        "layout": model.layout,
        "l2": model.l2,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    """Write one finding; the cell only where there are cells, numbers only where there are."""
    row: dict[str, Any] = {"quantity": finding.quantity, "status": finding.status}
    if finding.name:
        row["name"] = finding.name
    row |= _place(finding)
    row |= {
        "source": finding.source,
        "cause": finding.cause,
        "sure": finding.sure,
        "explanation": finding.explanation,
        "effect": finding.effect,
        "suggestion": finding.suggestion,
        "evidence": finding.evidence,
        "smallest_case": finding.smallest,
        "candidates": list(finding.candidates),
    }
    if finding.worst is not None:
        worst = finding.worst
        row["worst"] = {
            "index": list(worst.index),
            "actual": number(worst.actual),
            "expected": number(worst.expected),
            "tolerance": number(worst.tolerance),
        }
    return row


def _place(finding: Finding) -> dict[str, Any]:
    """Write where it is, and the lines that called it."""
    place = finding.place
    row: dict[str, Any] = {"line": None if place is None else place.line}
    if place is not None:
        if place.cell is not None:
            row["cell"] = place.cell
        row |= {"column": place.column, "end_column": place.end_column}
    row["via"] = [call.line for call in finding.via]
    if any(call.cell is not None for call in finding.via):
        row["via_cells"] = [call.cell for call in finding.via]
    return row
