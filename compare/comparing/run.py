"""Compare: judge the own case, then the probes, then ask what neither could have shown."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, Protocol

import numpy as np

from compare.candidates.witness import Witness
from compare.cases.probes import STEPS, Probe
from compare.comparing.pairing import Pairing
from compare.comparing.power import power_of
from compare.comparing.repeat import Repeated, repeat
from compare.comparing.report import PairingReport, ProbeReport
from compare.comparing.self_check import self_check
from compare.errors import CandidateError
from compare.judging.local import MakeEvaluator
from compare.judging.restated import Restating
from compare.judging.second_opinion import SecondOpinion, second_opinion
from compare.judging.trajectory import Stepper, judge_trajectory
from compare.quantities.conventions import declare_kinks
from compare.quantities.model import Model
from compare.slips.slipped import table_step


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
    usual = pairing.model
    if judging.relu_at_zero is not None:
        pairing = replace(pairing, model=declare_kinks(usual, judging.relu_at_zero))
    teacher = _admitted(reference, usual, pairing.model, judging)
    trajectory = judge_trajectory(
        candidate, teacher, pairing.model, pairing.case_at, pairing.steps,
        judging.dtype, judging.make_evaluator, progress,
        shadow and _admitted(shadow, usual, pairing.model, judging),
    )  # fmt: skip  # one call
    case = pairing.case_at(0)
    right, _ = table_step(pairing.model)(case, None)
    self_check(pairing, trajectory, right, judging.dtype, judging.make_evaluator)
    probes: tuple[ProbeReport, ...] = ()
    unprobed: tuple[str, ...] = ()
    if candidate.runs_anywhere and reference.runs_anywhere and trajectory.failure is None:
        probes, unprobed = _probed(pairing, candidate, teacher, judging, progress)
    probes, one_at_a_time = _that_concern(probes, pairing.model.sizes(case))
    return PairingReport(
        pairing=pairing,
        trajectory=trajectory,
        seconds=median(candidate.seconds or [0.0]),
        reference_seconds=median(reference.seconds or [0.0]),
        changed=candidate.changed,
        probes=probes,
        unusable=teacher.unusable,
        alone=tuple(teacher.missing),
        redone=tuple(teacher.redone),
        unprobed=unprobed,
        one_at_a_time=one_at_a_time,
        repeated=repeat(candidate, case, right) if candidate.runs_anywhere else Repeated(),
        power=power_of(pairing, right, judging.dtype),
        opinions=_opinions(pairing, teacher, judging) if judging.second_opinion else (),
        strict=judging.strict,
        warnings=candidate.warnings,
        dtype=judging.dtype.name,
    )


def _admitted(reference: Stepper, usual: Model, model: Model, judging: Judging) -> Restating:
    """Let through what can be compared with, by the table that is laid down."""
    witness = Witness(reference, usual)
    return Restating(witness, usual, model, judging.dtype, judging.make_evaluator)


def _opinions(pairing: Pairing, teacher: Restating, judging: Judging) -> tuple[SecondOpinion, ...]:
    """Ask the other witnesses about the first step of the reference, in what is its own."""
    case, fresh = pairing.case_at(0), teacher.afresh()
    values, _ = fresh.step(case, None)
    own = {name: value for name, value in values.items() if name not in fresh.redone}
    why = {**fresh.unusable, **dict.fromkeys(fresh.redone, "redone by torch")}
    return second_opinion(pairing.model, case, own, judging.dtype, unusable=why)


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
    teacher: Restating,
    judging: Judging,
    progress: Callable[[], object],
) -> tuple[tuple[ProbeReport, ...], tuple[str, ...]]:
    """Judge every probe; name those that the reference itself could not run."""
    reports, unprobed = [], []
    steps = STEPS if teacher.goes_on else 1
    for probe in pairing.probes:
        fresh = teacher.afresh()
        try:
            trajectory = judge_trajectory(
                candidate.afresh(), fresh, pairing.model, _always(probe), steps,
                judging.dtype, judging.make_evaluator,
            )  # fmt: skip  # one call
            reports.append(ProbeReport(probe, trajectory, fresh.unusable))
        except CandidateError:
            unprobed.append(probe.name)
        progress()
    return tuple(reports), tuple(unprobed)


def _always(probe: Probe) -> Callable[[int], Mapping[str, Any]]:
    return lambda step: probe.case
