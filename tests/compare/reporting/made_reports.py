"""Reports made by hand, so that every kind of finding can be shown."""

from dataclasses import fields
from typing import Any

import numpy as np

from compare.comparing.report import PairingReport
from compare.judging.curve import Reading
from compare.judging.free_run import FreeRun
from compare.judging.summary import QuantityReport, TrajectoryReport
from compare.judging.verdict import Worst
from compare.ladder.report import RungReport
from compare.ladder.rung import Plan, part
from compare.quantities.model import Model
from compare.quantities.network import network

TABLE = network(("tanh", "sigmoid"), "cross-entropy", "shallow-network")
CASE = {
    "X": np.ones((3, 5)),
    "Y": np.array([[0.0, 1, 0, 1, 1]]),
    "W1": np.ones((2, 3)),
    "b1": np.ones((2, 1)),
    "W2": np.ones((1, 2)),
    "b2": np.ones((1, 1)),
    "learning_rate": 0.1,
}
NAN, INF = float("nan"), float("inf")


def quantity(name: str, verdict: str = "agree", **given: Any) -> QuantityReport:
    """One quantity of the shallow network, as it would be after a run."""
    differs = verdict == "differ"
    usual: dict[str, Any] = {
        "equation": TABLE[name].text,
        "elements": 21,
        "worst_excess": 4e9 if differs else 0.13,
        "smallest_visible": 3e-15,
        "always_zero": False,
        "step": 2 if differs else 1,
        "reason": "20 of 21 entries differ" if differs else "",
        "status": "certain" if differs else None,
        "worst": Worst((2, 3), 0.125, -0.5, 1.5e-10) if differs else None,
    }
    return QuantityReport(name=name, verdict=verdict, **{**usual, **given})  # type: ignore[arg-type]


def trajectory(*quantities: QuantityReport, **given: Any) -> TrajectoryReport:
    """The quantities over twenty steps, with both cost curves."""
    usual: dict[str, Any] = {
        "steps": 20,
        "judged": 20,
        "extra": {},
        "candidate": FreeRun((0.7, 0.6, 0.25), 0.954),
        "reference": FreeRun((0.7, 0.6, 0.25), 0.954),
        "curve": Reading("b1", 0.02),
        "last": {},
        "failure": None,
    }
    return TrajectoryReport(quantities=quantities, **{**usual, **given})


def part_of(*quantities: QuantityReport, **given: Any) -> PairingReport:
    """One part of a rung: fields of the pairing, of its report and of the trajectory."""
    about = {k: given.pop(k) for k in ("start", "expects_blind") if k in given}
    model: Model = given.pop("model", TABLE)
    pairing = part("shallow_network.vectorised", model, lambda step: CASE, 20, **about)
    own = {f.name: given.pop(f.name) for f in fields(PairingReport) if f.name in given}
    own = {"changed": {}, **own}
    return PairingReport(pairing, trajectory(*quantities, **given), 0.00016, 0.0019, **own)


def rung_of(*parts: PairingReport, **given: Any) -> RungReport:
    """A rung of these parts."""
    plan = Plan(
        given.get("rung", "shallow-network/vectorised"),
        given.get("dataset", "breast-cancer"),
        (30, 4, 1),
        ("tanh", "sigmoid"),
        given.get("learning_rate", 0.1),
        tuple(report.pairing for report in parts),
        (),
    )
    return RungReport(plan, parts, given.get("notes", ()), 1.25)


def rung(*quantities: QuantityReport, **given: Any) -> RungReport:
    """A rung of one part."""
    about = {k: given.pop(k) for k in ("rung", "dataset", "notes", "learning_rate") if k in given}
    return rung_of(part_of(*quantities, **given), **about)


AGREEING = rung(quantity("Z1"), quantity("A1"), quantity("dW1"))
DIFFERING = rung(
    quantity("Z1"),
    quantity("dZ1", "differ"),
    quantity("dW1", "differ", status="follows"),
    quantity("db1", "differ", status="suspect"),
)
BLIND = rung(
    quantity("Z1"),
    quantity("dW1", "blind", always_zero=True, smallest_visible=INF, reason="all zero"),
)
OPEN = rung(
    quantity("Z1"),
    quantity("cost", "not-comparable", reason="1 of 1 entries cannot be compared"),
)
MISSING = rung(quantity("Z1"), quantity("dW1", "not-captured", reason="not returned", elements=0))
FAILED = rung(failure="step 1: mynet:step raised ValueError at mynet.py:3: no", judged=0)
CHANGED = rung(quantity("Z1"), changed={"W1": 0.3, "X": 2e-9})
EVERY = {
    "agree": AGREEING,
    "differ": DIFFERING,
    "blind": BLIND,
    "not-comparable": OPEN,
    "not-captured": MISSING,
    "could-not-run": FAILED,
}
