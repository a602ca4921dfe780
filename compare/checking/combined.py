"""One answer for a file, from the networks that were found in it."""

from collections.abc import Sequence

from compare.diagnosing.answer import CheckReport, Diagnosis, Finding, Place
from compare.diagnosing.crashes import crash_finding
from compare.diagnosing.subject import diagnose
from compare.diagnosing.texts import SourceText
from compare.isolating.job import Answer
from compare.reading.in_words import in_words
from compare.recording.graph import Failure, Recording

WORST = ("differ", "convention", "agree", "could-not-run", "no-verdict")


def combined(answer: Answer) -> CheckReport:
    """Diagnose every network of a file, and join the diagnoses."""
    source = answer.job.source
    text = SourceText(source)
    ran = [r for r in answer.recordings if r.failure is None or r.failure.error != "NothingToRun"]
    found = [diagnose(runs, text) for runs in _subjects(ran)]
    if not found:
        found = [_without_runs(answer, text)]
    worst = min(found, key=lambda one: WORST.index(one.verdict))
    findings = [
        finding for one in found for finding in one.findings if one.verdict == worst.verdict
    ]
    notes = [note for one in found for note in one.notes]
    notes += [
        f"{one.name or 'another network'}: {one.verdict}, {one.reason}"
        for one in found
        if one is not worst and one.verdict != worst.verdict
    ]
    notes += in_words(source.problems)
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


def _subjects(recordings: Sequence[Recording]) -> list[list[Recording]]:
    groups: dict[str, list[Recording]] = {}
    for recording in recordings:
        groups.setdefault(str(recording.probe.get("subject", "")), []).append(recording)
    return list(groups.values())


def _without_runs(answer: Answer, text: SourceText) -> Diagnosis:
    """Nothing ran: say why."""
    problems = [p for p in answer.job.source.problems if p.kind == "lost"]
    if problems:
        first = problems[0]
        unread = Finding(
            quantity=first.name or "",
            status="certain",
            place=Place(first.line, first.cell),
            source=(answer.job.source.lines.get(first.cell) or ("",))[first.line - 1].strip(),
            cause="not-runnable",
            sure=True,
            explanation=f"does not parse: {first.text}",
        )
        return Diagnosis("could-not-run", unread.explanation, [unread])
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
