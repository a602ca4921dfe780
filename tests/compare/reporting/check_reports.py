"""Answers of ``check``, made by hand."""

import io
from dataclasses import replace

from rich.console import Console

from compare.diagnosing.answer import CheckReport, Finding, InferredModel, Place, Worst
from compare.reporting.check_text import check_text

NET = """\
import numpy as np


def backward(X, Y, A1, A2, W2):
    m = X.shape[1]
    dZ2 = A2 - Y
    dW2 = 1 / m * dZ2.dot(A1.T)
    db2 = 1 / m * np.sum(dZ2)
    dZ1 = W2.T.dot(dZ2) * (A1 > 0)
    dW1 = 1 / m * dZ1.dot(X.T)
    db1 = 1 / m * np.sum(dZ1)
    return dW1, db1, dW2, db2
"""
LINES = tuple(NET.splitlines())


def place(line, piece, cell=None):
    """The place of a piece of a line."""
    column = LINES[line - 1].index(piece)
    return Place(line, cell, column, column + len(piece))


DB2 = Finding(
    "db2",
    "certain",
    place=place(8, "np.sum(dZ2)"),
    source=LINES[7].strip(),
    cause="sum-axis",
    sure=True,
    explanation="adds up the units as well as the samples: one number for all 10 biases",
    effect="your db2 is () and equals the sum over units of the right one; "
    "for softmax it is always 0, so b2 never learns",
    suggestion="db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)",
    evidence="your numbers are reproduced by this slip to rounding on 3 networks, "
    "and by no other of 160",
    smallest="n = 2-1-2, m = 1: yours 0.0, right [[0.31], [-0.31]]",
    worst=Worst((0, 0), 0.0, 0.31, 1e-15),
)
DB1 = replace(
    DB2,
    quantity="db1",
    place=place(11, "np.sum(dZ1)"),
    source=LINES[10].strip(),
    explanation="adds up the units as well as the samples: one number for all 4 biases",
    suggestion="db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)",
)
DW1 = Finding("dW1", "follows")

DIFFER = CheckReport(
    "net.py",
    "differ",
    "db2 and db1 are wrong",
    model=InferredModel((5, 4, 10), ("relu", "softmax"), "cross-entropy", "columns"),
    compared=("Z1", "A1", "Z2", "A2", "cost", "dZ2", "dW2", "db2", "dZ1", "dW1", "db1"),
    findings=(DB2, DB1),
    lines={None: LINES},
    recipe="backward(X, Y, A1, A2, W2) with n = 5-4-10, m = 7",
    isolation="in a process of its own, with limits on time and memory",
    notes=("the asserts of the file were noted, not obeyed",),
    seconds=1.23,
)
AGREE = replace(DIFFER, path="right.py", verdict="agree", reason="every gradient", findings=())
CRASHED = CheckReport(
    "crash.py",
    "could-not-run",
    "backward: NameError: name 'm' is not defined",
    findings=(
        Finding(
            "",
            "certain",
            place=place(7, "m"),
            cause="not-runnable",
            sure=True,
            explanation="NameError: name 'm' is not defined",
            via=(Place(12),),
        ),
    ),
    lines={None: LINES},
)


def changed(report=DIFFER, number=0, **fields):
    """The report with one of its findings changed."""
    findings = list(report.findings)
    findings[number] = replace(findings[number], **fields)
    return replace(report, findings=tuple(findings))


def console(width=80, encoding="utf-8", color=None):
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace")
    return Console(
        file=stream, width=width, color_system=color, force_terminal=color is not None,
        highlight=False, markup=False, emoji=False,
    )  # fmt: skip  # as the command makes it


def text(*reports, quiet=False, verbose=False, **options):
    """The answer as a console of some width prints it."""
    return check_text(reports, console(**options), quiet=quiet, verbose=verbose)
