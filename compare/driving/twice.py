"""Two training steps in one recording: what the first leaves to the second shows only there."""

from collections.abc import Iterator
from dataclasses import replace

from compare.driving.file import File
from compare.driving.performing import Attempt, attempt
from compare.driving.setting import Setting
from compare.driving.stage import MOST_NODES
from compare.driving.words import words
from compare.recording.graph import Failure, Recording, refs

CLEARING = {"zero", "reset", "clear", "clean"}
LIMITS = ("Enough", "TooLong", "Unbound")


def twice(file: File, main: Attempt) -> Iterator[Attempt]:
    """Run for two steps where there are two, with two batches where there are batches.

    Parameters
    ----------
    main
        A run of one step on many examples, from starts of ours.
    """
    if not main.assessment.updates or 2 * len(main.recording.nodes) > MOST_NODES:
        return
    for setting in (_in_two_batches(main.setting), main.setting):
        tried = attempt(file, main.recipe, setting, main.substitutes, turns=2)
        if tried.trained or tried.recording.failure is None:
            break
    failure = tried.recording.failure
    reached = tried.trained > 1 if failure is None else _fails_there(failure, tried, main)
    if reached and _goes_on(tried) and not _forgets_to_clear(tried, file):
        tried.recording.probe["steps"] = 2
        tried.recording.roles["updates"] = _first_updates(tried)
        yield tried


def _in_two_batches(setting: Setting) -> Setting:
    if "m" not in setting.fixed:
        setting = replace(setting, probe=setting.probe.resized(m=2 * setting.probe.sizes.m))
    return replace(setting, batches=2)


def _fails_there(failure: Failure, tried: Attempt, main: Attempt) -> bool:
    """Whether a line of theirs fails after the first step, and did not where that was all."""
    known = {remark.site for remark in main.recording.remarks if remark.kind == "left out"}
    limited = failure.error in LIMITS or failure.site is None
    return tried.trained > 0 and not limited and failure.site not in known


def _goes_on(tried: Attempt) -> bool:
    """Whether the second step begins with the parameters that the first one gave."""
    recording, start = tried.recording, _boundary(tried.recording)
    nodes = recording.nodes
    first = set(_first_updates(tried).values())
    given = recording.depending_on(first)
    later = [node for node in given if node >= start]
    if recording.failure is not None:
        return bool(later) or not given.isdisjoint(_operands(recording.failure))
    return not {nodes[node].site for node in first}.isdisjoint(nodes[node].site for node in later)


def _first_updates(tried: Attempt) -> dict[int, int]:
    """The parameters, and what the first step put in their places."""
    start = _boundary(tried.recording)
    return {old: new for old, new in tried.assessment.updates.items() if new < start}


def _operands(failure: Failure) -> set[int]:
    return {ref.node for ref in refs(failure.operation)}


def _boundary(recording: Recording) -> int:
    nodes = [remark.node for remark in recording.remarks if remark.kind == "turn"]
    return nodes[0] if nodes and nodes[0] is not None else len(recording.nodes)


def _forgets_to_clear(tried: Attempt, file: File) -> bool:
    """Whether we called their acts and left out the one that resets the gradients."""
    if any(remark.kind == "cut" for remark in tried.recording.remarks):
        return False
    called = {call.function for call in tried.recording.calls}
    clearing = (each for each in file.catalogue.everything() if CLEARING & set(words(each.name)))
    return any(each.title not in called for each in clearing)
