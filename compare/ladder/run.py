"""Run rungs: load both implementations, judge every part, collect the reports."""

import time
from collections.abc import Callable
from statistics import median

from compare.candidates.seam import Implementation, load
from compare.errors import UsageError
from compare.judging.judge import judge_step
from compare.judging.local import MakeEvaluator
from compare.judging.trajectory import judge_trajectory
from compare.ladder.report import PartReport, RungReport
from compare.ladder.rung import Part, Plan
from compare.ladder.rungs import RUNGS, Rung
from compare.ladder.settings import Settings
from compare.ladder.symmetry import equal_units
from compare.traces.trace import record

Progress = Callable[[str, int], Callable[[], object]]
"""Given a rung's name and its number of calls, returns what to call after each of them."""


def plan_ladder(names: tuple[str, ...], settings: Settings) -> list[Plan]:
    """Build every case before anything is run, so that bad input costs nothing.

    Raises
    ------
    UsageError
        If the settings, the data or the start cannot be used.
    """
    rungs = [RUNGS[name] for name in names or RUNGS]
    if settings.candidate and len(rungs) != 1:
        raise UsageError("--candidate takes the place of one rung's chapter: name it with --rung")
    if settings.starts_from_file:
        _check_file_start(rungs)
    return [rung.plan(settings) for rung in rungs]


def _check_file_start(rungs: list[Rung]) -> None:
    if len(rungs) != 1 or not rungs[0].has_parameters:
        able = ", ".join(rung.name for rung in RUNGS.values() if rung.has_parameters)
        raise UsageError(f"a start from a file fits one rung: name one with --rung, of {able}")


def run_plan(
    plan: Plan, settings: Settings, make_evaluator: MakeEvaluator, progress: Progress
) -> RungReport:
    """Judge every part of one rung."""
    began = time.perf_counter()
    calls = sum(part.steps * (2 if part.model.parameters else 1) for part in plan.parts)
    advance = progress(plan.rung, calls)
    notes = list(plan.notes)
    parts = []
    for part in plan.parts:
        candidate, reference = load(part.candidate_name), load(part.reference_name)
        trajectory = judge_trajectory(
            candidate, reference, part.model, part.case_at, part.steps,
            settings.dtype, make_evaluator, advance,
        )  # fmt: skip  # one call
        report = PartReport(
            part,
            trajectory,
            median(candidate.seconds or [0.0]),
            median(reference.seconds or [0.0]),
            candidate.changed,
        )
        parts.append(report)
        notes += _notes(report, candidate, settings, make_evaluator)
    return RungReport(plan, tuple(parts), tuple(notes), time.perf_counter() - began)


def _notes(
    report: PartReport,
    candidate: Implementation,
    settings: Settings,
    make_evaluator: MakeEvaluator,
) -> list[str]:
    """Say what the verdict alone does not."""
    notes = [
        f"{report.part.candidate_name} gave a warning {n} times: {w}"
        for w, n in candidate.warnings.items()
    ]
    for name, nearest in report.trajectory.extra.items():
        hint = f"; is it {nearest}?" if nearest else ""
        notes.append(f"{name} was returned and is not in the table, so not compared{hint}")
    if report.part.loop and report.part.candidate is None:
        notes.append(_loop_note(report, settings, make_evaluator))
    if report.part.start:
        notes += _start_notes(report)
    return notes


def _loop_note(report: PartReport, settings: Settings, make_evaluator: MakeEvaluator) -> str:
    """Judge the loops on the first step, and time them against the matrices."""
    part: Part = report.part
    case = part.case_at(0)
    loop = load(f"scratch_numpy.{part.loop}:step")
    expected, _ = load(part.reference_name).step(case, None)
    returned, _ = loop.step(case, None)
    trace = record(returned, part.model, part.model.sizes(case), settings.dtype, case)
    judged = judge_step(trace, expected, part.model, case, settings.dtype, make_evaluator)
    off = [j.name for j in judged if j.verdict == "differ"]
    verdict = f"differ from it in {', '.join(off)}" if off else "give the same, to rounding"
    return f"the loops {verdict}, and take {loop.seconds[0] / report.seconds:.0f} times as long"


def _start_notes(report: PartReport) -> list[str]:
    """Say what a start that hides something hid."""
    blind = [q.name for q in report.trajectory.quantities if report.expected_blind(q)]
    if not blind:
        return []
    hidden = f"could not have shown a fault in {', '.join(blind)}: blind, as expected"
    steps = report.trajectory.steps
    if report.part.start == "zeros":
        units = equal_units(report.trajectory.last)
        return [f"from zeros, after {steps} steps, {units}; this start {hidden}"]
    return [f"from {report.part.start}, updates are lost in rounding; this start {hidden}"]
