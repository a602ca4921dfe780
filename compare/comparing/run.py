"""Compare: judge the own case, then the probes, then ask what neither could have shown."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from statistics import median
from typing import Any, Protocol

import numpy as np

from compare.cases.probes import STEPS, Probe
from compare.comparing.pairing import Pairing
from compare.comparing.power import power_of
from compare.comparing.repeat import Repeated, repeat
from compare.comparing.report import PairingReport, ProbeReport
from compare.comparing.self_check import self_check
from compare.errors import CandidateError
from compare.judging.local import MakeEvaluator
from compare.judging.restated import Restating
from compare.judging.second_opinion import second_opinion
from compare.judging.trajectory import Stepper, judge_trajectory
from compare.quantities.conventions import declare_kinks


class Subject(Stepper, Protocol):
    """What is compared: see the seam."""

    seconds: list[float]
    changed: dict[str, float]
    warnings: Counter[str]
    runs_anywhere: bool


@dataclass(frozen=True)
class Judging:
    """How to judge.

    Attributes
    ----------
    dtype
        That of every array.
    make_evaluator
        What redoes an equation: torch.
    strict
        Whether another convention or a less accurate form is not good enough.
    second_opinion
        Whether to put the reference's gradients to two more witnesses.
    relu_at_zero
        The derivative of relu at exactly 0, if it is laid down.
    """

    dtype: np.dtype[Any]
    make_evaluator: MakeEvaluator
    strict: bool = False
    second_opinion: bool = False
    relu_at_zero: int | None = None


def compare_pairing(
    pairing: Pairing,
    candidate: Subject,
    reference: Subject,
    judging: Judging,
    *,
    shadow: Stepper | None = None,
    progress: Callable[[], object] = lambda: None,
) -> PairingReport:
    """Judge a candidate in every way there is.

    Raises
    ------
    FaultError
        If the judge does not find the fault that it plants to check itself.
    """
    if judging.relu_at_zero is not None:
        pairing, reference, shadow = _declared(pairing, reference, shadow, judging)
    trajectory = judge_trajectory(
        candidate, reference, pairing.model, pairing.case_at, pairing.steps,
        judging.dtype, judging.make_evaluator, progress, shadow,
    )  # fmt: skip  # one call
    case = pairing.case_at(0)
    probes: tuple[ProbeReport, ...] = ()
    unprobed: tuple[str, ...] = ()
    if candidate.runs_anywhere and reference.runs_anywhere and trajectory.failure is None:
        probes, unprobed = _probed(pairing, candidate, reference, judging, progress)
    probes, one_at_a_time = _that_concern(probes, pairing.model.sizes(case))
    values, _ = reference.afresh().step(case, None)
    self_check(pairing, trajectory, values, judging.dtype, judging.make_evaluator)
    opinions = (
        second_opinion(pairing.model, case, values, judging.dtype) if judging.second_opinion else ()
    )
    return PairingReport(
        pairing=pairing,
        trajectory=trajectory,
        seconds=median(candidate.seconds or [0.0]),
        reference_seconds=median(reference.seconds or [0.0]),
        changed=candidate.changed,
        probes=probes,
        unprobed=unprobed,
        one_at_a_time=one_at_a_time,
        repeated=repeat(candidate, case, values) if candidate.runs_anywhere else Repeated(),
        power=power_of(pairing, values, judging.dtype),
        opinions=opinions,
        strict=judging.strict,
        warnings=candidate.warnings,
        dtype=judging.dtype.name,
    )


def _declared(
    pairing: Pairing, reference: Subject, shadow: Stepper | None, judging: Judging
) -> tuple[Pairing, Subject, Stepper | None]:
    """Lay down the derivative of relu at 0: in the table, and in what the reference says."""
    declared = declare_kinks(pairing.model, int(judging.relu_at_zero or 0))
    restating = partial(
        Restating, usual=pairing.model, other=declared,
        dtype=judging.dtype, make=judging.make_evaluator,
    )  # fmt: skip  # one call
    return (
        replace(pairing, model=declared),
        restating(reference),
        shadow and restating(shadow),
    )


def _that_concern(
    probes: tuple[ProbeReport, ...], own: Mapping[str, int]
) -> tuple[tuple[ProbeReport, ...], bool]:
    """Leave out probes of several examples for a program that takes one at a time."""
    several = [report for report in probes if np.shape(report.probe.case["X"])[1] > 1]
    if own.get("m") != 1 or not several or not all(report.failure for report in several):
        return probes, False
    return tuple(report for report in probes if report not in several), True


def _probed(
    pairing: Pairing,
    candidate: Subject,
    reference: Subject,
    judging: Judging,
    progress: Callable[[], object],
) -> tuple[tuple[ProbeReport, ...], tuple[str, ...]]:
    """Judge every probe; name those that the reference itself could not run."""
    reports, unprobed = [], []
    for probe in pairing.probes:
        try:
            trajectory = judge_trajectory(
                candidate.afresh(), reference.afresh(), pairing.model, _always(probe), STEPS,
                judging.dtype, judging.make_evaluator,
            )  # fmt: skip  # one call
            reports.append(ProbeReport(probe, trajectory))
        except CandidateError:
            unprobed.append(probe.name)
        progress()
    return tuple(reports), tuple(unprobed)


def _always(probe: Probe) -> Callable[[int], Mapping[str, Any]]:
    return lambda step: probe.case
