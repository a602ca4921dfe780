"""One answer for a file, from the networks that were found in it."""

from collections.abc import Sequence
from dataclasses import replace

from compare.checking.unreadable import is_lost, unreadable
from compare.diagnosing.answer import CheckReport, Diagnosis, Finding
from compare.diagnosing.clock import shared_clock
from compare.diagnosing.crashes import crash_finding
from compare.diagnosing.subject import diagnose
from compare.diagnosing.texts import SourceText
from compare.isolating.job import Answer
from compare.reading.in_words import in_words
from compare.reading.source import Source
from compare.recording.graph import Failure, Recording

WORST = ("differ", "convention", "agree", "could-not-run", "no-verdict")


def combined(answer: Answer) -> CheckReport:
    """Diagnose every network of a file, and join the diagnoses."""
    source = answer.job.source
    text = SourceText(source)
    for recording in answer.recordings:
        recording.probe["units"] = len(source.units)
    ran = [r for r in answer.recordings if r.failure is None or r.failure.error != "NothingToRun"]
    with shared_clock():
        found = [diagnose(runs, text) for runs in _subjects(ran)]
    if not found:
        found = [_without_runs(answer, text)]
    worst = min(found, key=lambda one: WORST.index(one.verdict))
    if worst.verdict == "no-verdict" and not worst.compared and is_lost(source.problems):
        first = next(unreadable(source, is_missed=True))
        worst = replace(worst, verdict="could-not-run", reason=first.explanation)
    findings = [
        finding for one in found for finding in one.findings if one.verdict == worst.verdict
    ]
    notes = [note for one in found for note in one.notes]
    notes += [
        f"{one.name or 'another network'}: {one.verdict}, {one.reason}"
        for one in found
        if one is not worst and one.verdict != worst.verdict
    ]
    notes += in_words([problem for problem in source.problems if problem.kind == "unfinished"])
    findings = _with_unreadable(findings, worst, source)
    return CheckReport(
        path=source.path,
        verdict=worst.verdict,
        reason=worst.reason,
        name=worst.name,
        model=worst.model,
        compared=worst.compared,
        not_captured=worst.not_captured,
        findings=tuple(_unique(findings)),
        lines=source.lines,
        recipe=worst.recipe,
        isolation=answer.isolation,
        supplied=tuple(dict.fromkeys(_supplied(answer))),
        notes=tuple(dict.fromkeys(notes)),
    )


def _with_unreadable(
    findings: Sequence[Finding], worst: Diagnosis, source: Source
) -> list[Finding]:
    """The findings, and what does not parse: first, if nothing ran for it, else as notes."""
    is_missed = worst.verdict == "could-not-run" and is_lost(source.problems)
    unread = list(unreadable(source, is_missed=is_missed))
    if not is_missed:
        return [*findings, *unread]
    return [*unread, *(replace(finding, status="follows", cause=None) for finding in findings)]


def _subjects(recordings: Sequence[Recording]) -> list[list[Recording]]:
    groups: dict[str, list[Recording]] = {}
    for recording in recordings:
        groups.setdefault(str(recording.probe.get("subject", "")), []).append(recording)
    return list(groups.values())


def _without_runs(answer: Answer, text: SourceText) -> Diagnosis:
    """Nothing ran: say why."""
    if is_lost(answer.job.source.problems):
        first = next(unreadable(answer.job.source, is_missed=True))
        return Diagnosis("could-not-run", first.explanation)
    if answer.failure is not None:
        crash = crash_finding(answer.failure, text)
        return Diagnosis("could-not-run", _in_words(answer.failure), [crash])
    return Diagnosis(
        "no-verdict",
        "no network was found in it: nothing that predicts, compares with labels and updates",
    )


def _in_words(failure: Failure) -> str:
    return f"{failure.error}: {failure.text}"


def _supplied(answer: Answer) -> list[str]:
    given = [remark.text for remark in answer.remarks]
    for recording in answer.recordings:
        given += [remark.text for remark in recording.remarks if remark.kind == "supplied"]
    return given


def _unique(findings: Sequence[Finding]) -> list[Finding]:
    seen: dict[object, Finding] = {}
    for finding in findings:
        seen.setdefault((finding.place, finding.cause, finding.quantity), finding)
    return list(seen.values())
