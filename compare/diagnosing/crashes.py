"""Code that stopped with an exception: where, and whether that makes it wrong."""

from collections.abc import Sequence
from dataclasses import replace

from compare.diagnosing.answer import Diagnosis, Finding
from compare.diagnosing.crash_edits import crash_edits
from compare.diagnosing.narrator import Narrator
from compare.diagnosing.scale import Scale
from compare.diagnosing.spreading import spread
from compare.diagnosing.texts import SourceText
from compare.recording.graph import Failure, Recording

OF_SIZES = ("ValueError", "IndexError", "AxisError", "LinAlgError")
"""What NumPy raises where sizes do not fit together."""


NOT_CALLED = "Unbound"
"""The failure of ours to find the arguments of a function: it says nothing about the code."""


def could_not_run(failed: Sequence[Recording], text: SourceText) -> Diagnosis:
    """Nothing ran to its end: where it stopped, and with what words."""
    recording = failed[0] if failed else None
    if recording is None or recording.failure is None:
        return Diagnosis("no-verdict", "nothing was found in it that could be run as a network")
    failure = recording.failure
    if failure.error == NOT_CALLED:
        reason = f"no way to call it was found: {failure.text}"
        return Diagnosis("no-verdict", reason, recipe=recording.recipe)
    return Diagnosis(
        "could-not-run",
        f"{failure.error}: {failure.text}",
        [explained_crash(recording, failure, text)],
        recipe=recording.recipe,
    )


def explained_crash(recording: Recording, failure: Failure, text: SourceText) -> Finding:
    """The line that raised an exception, and what was meant, if one edit makes it right."""
    crash = spread(recording, failure, text) or crash_finding(failure, text)
    step, edits = crash_edits(recording)
    if step is None or not edits or failure.site is None or crash.place is None:
        return crash
    first = edits[0]
    narrator = Narrator(text, step, "own", Scale(0, 0, 1.0))
    site, via = failure.site, crash.via
    if first.node is not None:
        made, via = narrator.where(first.node)
        site = made or site
    causes = list(dict.fromkeys(one.edit.cause for one in edits))
    suggestion = narrator.edited(first.edit, 0, site) if first.node is None else ""
    return narrator.pointing(
        site,
        via,
        quantity=first.quantity,
        status="certain",
        name=failure.function,
        cause=causes[0],
        sure=len(edits) == 1,
        explanation=f"{first.edit.words} ({failure.error}: {failure.text})",
        suggestion=suggestion,
        evidence=f"with this edit it gives {first.quantity}",
        candidates=tuple(one.edit.words for one in edits) if len(edits) > 1 else (),
    )


def crash_finding(failure: Failure, text: SourceText) -> Finding:
    """The line that raised an exception."""
    theirs = failure.site is not None and text.is_theirs(failure.site)
    return Finding(
        quantity=failure.function or "",
        status="certain",
        place=text.place(failure.site) if theirs and failure.site is not None else None,
        via=tuple(text.place(site) for site in failure.via if text.is_theirs(site)),
        source=text.line(failure.site) if theirs and failure.site is not None else "",
        cause="not-runnable",
        sure=failure.error not in OF_SIZES,
        explanation=f"{failure.error}: {failure.text}",
    )


def raised_aside(recordings: Sequence[Recording], text: SourceText) -> list[Finding]:
    """The lines beside the training step that raise however they are called: of a cost, say."""
    found = {}
    for remark in (remark for recording in recordings for remark in recording.remarks):
        if remark.kind == "raised" and remark.site is not None and text.is_theirs(remark.site):
            found[remark.site] = Finding(
                quantity="",
                status="certain",
                place=text.place(remark.site),
                source=text.line(remark.site),
                cause="not-runnable",
                sure=True,
                explanation=remark.text,
            )
    return list(found.values())


def crashes_elsewhere(
    failed: Sequence[Recording], good: Diagnosis, text: SourceText
) -> Diagnosis | None:
    """Code that runs at its own sizes and crashes at others is wrong."""
    for recording in failed:
        if recording.probe.get("own_sizes") or recording.failure is None:
            continue
        if recording.failure.error not in OF_SIZES:
            continue
        if recording.probe.get("well_formed", True) is False:
            continue
        crash = as_of_sizes(explained_crash(recording, recording.failure, text))
        reason = f"runs at some sizes and not at others: {recording.failure.text}"
        return replace(good, verdict="differ", findings=[crash], reason=reason)
    return None


def as_of_sizes(crash: Finding) -> Finding:
    """A crash that the sizes of the data decide about."""
    if crash.cause != "not-runnable":
        return crash
    return replace(crash, cause="shape", sure=False)


def as_differing(found: Diagnosis, one: str) -> Diagnosis:
    """Code that runs with one example or layer and stops with several is wrong.

    Parameters
    ----------
    one
        Of what: ``example``, ``layers``.
    """
    if found.verdict != "could-not-run":
        return found
    crashes = [as_of_sizes(finding) for finding in found.findings]
    few = "few layers and stops with more" if one == "layers" else "one example and stops with more"
    return replace(
        found, verdict="differ", findings=crashes, reason=f"runs with {few}: {found.reason}"
    )
