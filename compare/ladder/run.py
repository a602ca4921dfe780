"""Run rungs: load both implementations, judge every part, collect the reports."""

import time
from collections.abc import Callable

from compare.candidates.seam import load
from compare.comparing.notes import notes_on
from compare.comparing.report import PairingReport
from compare.comparing.run import Judging, compare_pairing
from compare.errors import UsageError
from compare.judging.judge import judge_step
from compare.ladder.report import RungReport
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


def run_plan(plan: Plan, judging: Judging, progress: Progress) -> RungReport:
    """Judge every part of one rung."""
    began = time.perf_counter()
    advance = progress(plan.rung, sum(part.calls for part in plan.parts))
    notes = list(plan.notes)
    reports = []
    for part in plan.parts:
        candidate, reference = load(part.candidate_name), load(part.reference_name)
        shadow = load(part.quick_twin)
        report = compare_pairing(
            part, candidate, reference, judging, shadow=shadow, progress=advance
        )
        reports.append(report)
        notes += [*notes_on(report), *_notes(part, report, judging)]
    return RungReport(plan, tuple(reports), tuple(notes), time.perf_counter() - began)


def _notes(part: Part, report: PairingReport, judging: Judging) -> list[str]:
    """Say what this rung is there to show."""
    notes = []
    if part.loop and part.ours:
        notes.append(_loop_note(part, report, judging))
    if part.start:
        notes += _start_notes(report)
    return notes


def _loop_note(part: Part, report: PairingReport, judging: Judging) -> str:
    """Judge the loops on the first step, and time them against the matrices."""
    case = part.case_at(0)
    loop = load(f"scratch_numpy.{part.loop}:step")
    expected, _ = load(part.reference_name).step(case, None)
    returned, _ = loop.step(case, None)
    trace = record(returned, part.model, part.model.sizes(case), judging.dtype, case)
    judged = judge_step(trace, expected, part.model, case, judging.dtype, judging.make_evaluator)
    off = [j.name for j in judged if j.verdict == "differ"]
    verdict = f"differ from it in {', '.join(off)}" if off else "give the same, to rounding"
    return f"the loops {verdict}, and take {loop.seconds[0] / report.seconds:.0f} times as long"


def _start_notes(report: PairingReport) -> list[str]:
    """Say what a start that hides something hid."""
    blind = [q.name for q in report.trajectory.quantities if report.expected_blind(q)]
    if not blind:
        return []
    hidden = f"could not have shown a fault in {', '.join(blind)}: blind, as expected"
    steps = report.trajectory.steps
    if report.pairing.start == "zeros":
        units = equal_units(report.trajectory.last)
        return [f"from zeros, after {steps} steps, {units}; this start {hidden}"]
    return [f"from {report.pairing.start}, updates are lost in rounding; this start {hidden}"]
