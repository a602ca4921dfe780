"""Compare: judge the own case, then the probes, then ask what neither could have shown."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from statistics import median
from typing import Any, Protocol

import numpy as np

from compare.cases.probes import STEPS, Probe
from compare.comparing.pairing import Pairing
from compare.comparing.report import PairingReport, ProbeReport
from compare.comparing.self_check import self_check
from compare.judging.local import MakeEvaluator
from compare.judging.restated import Restating
from compare.judging.second_opinion import second_opinion
from compare.judging.trajectory import Stepper, judge_trajectory
from compare.quantities.conventions import declare_kinks
from compare.slips.library import BASE
from compare.slips.places import edited
from compare.slips.power import Hidden, hidden
from compare.slips.slipped import table_step


class Subject(Stepper, Protocol):
    """What is compared: see the seam."""

    seconds: list[float]
    changed: dict[str, float]
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
        declared = declare_kinks(pairing.model, judging.relu_at_zero)
        restating = partial(
            Restating, usual=pairing.model, other=declared,
            dtype=judging.dtype, make=judging.make_evaluator,
        )  # fmt: skip  # one call
        reference, shadow = restating(reference), shadow and restating(shadow)
        pairing = replace(pairing, model=declared)
    trajectory = judge_trajectory(
        candidate, reference, pairing.model, pairing.case_at, pairing.steps,
        judging.dtype, judging.make_evaluator, progress, shadow,
    )  # fmt: skip  # one call
    case = pairing.case_at(0)
    probes = tuple(
        _probed(probe, pairing, candidate, reference, judging, progress)
        for probe in pairing.probes
        if candidate.runs_anywhere and trajectory.failure is None
    )
    values, _ = reference.afresh().step(case, None)
    self_check(pairing, trajectory, values, judging.dtype, judging.make_evaluator)
    opinions = (
        second_opinion(pairing.model, case, values, judging.dtype) if judging.second_opinion else ()
    )
    slips = tuple(slip for slip in BASE if edited(pairing.model, slip))
    here = hidden(slips, pairing.model, case, values, judging.dtype, pairing.steps)
    return PairingReport(
        pairing=pairing,
        trajectory=trajectory,
        seconds=median(candidate.seconds or [0.0]),
        reference_seconds=median(reference.seconds or [0.0]),
        changed=candidate.changed,
        probes=probes,
        slips=len(slips),
        hidden=here,
        shown=_shown_by_probes(here, pairing, judging),
        opinions=opinions,
        strict=judging.strict,
    )


def _probed(
    probe: Probe,
    pairing: Pairing,
    candidate: Subject,
    reference: Subject,
    judging: Judging,
    progress: Callable[[], object],
) -> ProbeReport:
    report = judge_trajectory(
        candidate.afresh(), reference.afresh(), pairing.model, lambda step: probe.case, STEPS,
        judging.dtype, judging.make_evaluator,
    )  # fmt: skip  # one call
    progress()
    return ProbeReport(probe, report)


def _shown_by_probes(
    here: tuple[Hidden, ...], pairing: Pairing, judging: Judging
) -> frozenset[str]:
    """Ask which slips that the own case hides some probe can show, whether or not it was run."""
    left = {each.slip.id: each.slip for each in here}
    by_table = table_step(pairing.model)
    for probe in pairing.probes:
        if left:
            trace, _ = by_table(probe.case, None)
            there = hidden(left.values(), pairing.model, probe.case, trace, judging.dtype, STEPS)
            left = {each.slip.id: each.slip for each in there}
    return frozenset(each.slip.id for each in here if each.slip.id not in left)
