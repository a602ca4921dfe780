"""One network of a file, diagnosed: from its recordings to verdict, findings and model."""

from collections.abc import Sequence
from dataclasses import replace

from compare.diagnosing.answer import Diagnosis
from compare.diagnosing.branches import of_branch, of_cases
from compare.diagnosing.crashes import (
    as_differing,
    could_not_run,
    crash_finding,
    crashes_elsewhere,
    raised_aside,
)
from compare.diagnosing.reasons import not_derived, nothing_to_judge
from compare.diagnosing.second_step import of_second_step
from compare.diagnosing.step import Step
from compare.diagnosing.texts import SourceText
from compare.recording.graph import Recording

ORDER = ("differ", "no-verdict", "convention", "agree", "could-not-run")
"""The verdicts of branches, the one that counts most first."""


def diagnose(recordings: Sequence[Recording], text: SourceText) -> Diagnosis:
    """Diagnose one network from the runs of its code."""
    twice = [r for r in recordings if r.probe.get("steps") == 2]
    found = _of_one_step([r for r in recordings if r.probe.get("steps") != 2], text)
    raised = raised_aside(recordings, text)
    of_cost = bool(found.findings) and found.findings[0].quantity == "cost"
    if found.verdict not in ("agree", "convention") and not (raised and of_cost):
        return found
    if raised:
        reason = f"{raised[0].explanation}; but for that, {found.reason}"
        return replace(found, verdict="could-not-run", reason=reason, findings=raised)
    later = [finding for r in twice if (finding := of_second_step(r, text)) is not None]
    if not later:
        return found
    reason = f"{later[0].name or later[0].quantity}: {later[0].explanation}"
    return replace(found, verdict="differ", reason=reason, findings=later)


def _of_one_step(recordings: Sequence[Recording], text: SourceText) -> Diagnosis:
    """Diagnose the first training step."""
    small = [r for r in recordings if r.probe.get("small") and r.failure is None]
    recordings = [r for r in recordings if not r.probe.get("small")]
    ran = [recording for recording in recordings if recording.failure is None]
    failed = [recording for recording in recordings if recording.failure is not None]
    if not ran:
        found = _before_the_crash(failed, text) or could_not_run(failed, text)
        one = failed[0].probe.get("runs_with_one") if failed else None
        return as_differing(found, str(one)) if one else found
    steps = [Step(recording) for recording in ran]
    usable = [step for step in steps if step.claims and step.hypotheses]
    if not usable:
        return nothing_to_judge(steps)
    seen_through = [step for step in usable if not step.not_derived]
    if not seen_through:
        return not_derived(usable[0], text)
    seen_through = [step for step in seen_through if not step.is_saturated]
    if not seen_through:
        why = "its predictions are so near to 0 and 1 that nothing could be seen"
        return Diagnosis("no-verdict", why, recipe=usable[0].recording.recipe)
    seen_through.sort(key=lambda step: step.examples == 1)  # many examples show more
    groups: dict[str, list[Step]] = {}
    for step in seen_through:
        groups.setdefault(str(step.recording.probe.get("variant", "")), []).append(step)
    answers = [of_branch(group, text, variant, small) for variant, group in groups.items()]
    worst = min(answers, key=lambda one: ORDER.index(one.verdict))
    if not worst.compared and answers[0].compared:
        worst = answers[0]
    more = [note for one in answers if one is not worst for note in one.notes if "branch" in note]
    worst = replace(worst, notes=[*worst.notes, *more])
    if failed and worst.verdict in ("agree", "convention", "no-verdict"):
        crashed = crashes_elsewhere(failed, worst, text)
        if crashed is not None:
            return crashed
    return worst


def _before_the_crash(failed: Sequence[Recording], text: SourceText) -> Diagnosis | None:
    """What was wrong before the code stopped; that it was right so far would be no agreement."""
    steps = [Step(recording) for recording in failed]
    usable = [step for step in steps if step.claims and step.hypotheses and not step.not_derived]
    if not usable:
        return None
    found = of_cases(usable[:3], text, "", [])
    if found.verdict != "differ":
        return None
    crash = crash_finding(failed[0].failure, text) if failed[0].failure is not None else None
    more = [replace(crash, status="follows", cause=None)] if crash is not None else []
    return replace(found, findings=[*found.findings, *more])
