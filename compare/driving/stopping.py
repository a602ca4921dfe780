"""Code that runs at some sizes and stops at others: both runs are shown."""

from dataclasses import replace

from compare.driving.acts import Recipe
from compare.driving.costing import first_meeting
from compare.driving.dataflow import Dataflow
from compare.driving.depths import deeper_than
from compare.driving.file import File
from compare.driving.formats import of_literals
from compare.driving.performing import Attempt, attempt
from compare.driving.setting import Setting
from compare.driving.weights import depth_of

OF_SIZES = ("ValueError", "IndexError", "AxisError")
"""What is raised where sizes do not fit together."""
SHAPES = ("shape", "broadcast", "dimension", "aligned", "mismatch")


def stops(tried: Attempt) -> bool:
    """Whether a line of theirs raised what is raised where sizes do not fit together."""
    failure = tried.recording.failure
    return failure is not None and failure.site is not None and failure.error in OF_SIZES


def stopped_behind_the_cost(tried: Attempt) -> bool:
    """Whether many examples went through to the cost, and the code stopped after that."""
    look = tried.assessment
    right_so_far = look.cost is not None and look.finite and not look.misfits
    return stops(tried) and not look.single and right_so_far


def as_written(file: File, recipe: Recipe) -> Attempt | None:
    """The script on data of the very shapes that it writes down, if it stops on them."""
    for probe in of_literals(file.shapes) if recipe.statements and file.shapes else ():
        rows = probe.format.layout == "rows"
        m = file.shapes.X[0 if rows else -1] if file.shapes and len(file.shapes.X) == 2 else 1
        tried = attempt(file, recipe, Setting(probe.resized(m=m)))
        text = tried.recording.failure.text if tried.recording.failure else ""
        if m > 1 and stops(tried) and any(each in text for each in SHAPES):
            return tried
    return None


def at_other_sizes(file: File, found: Attempt) -> Attempt:
    """The same with layers of one size where it stops, and with more layers where it runs.

    Returns
    -------
    Attempt
        The one that runs, with the other as ``stopped``.
    """
    if not stops(found):
        return _deeper(file, found)
    return _with_layers_alike(file, found)


def _with_layers_alike(file: File, stopped: Attempt) -> Attempt:
    """What is wrong may be seen where all layers have one size, and not only that it stops.

    Only if labels met outputs of their shape before it stopped: then the format was right.
    """
    met = first_meeting(Dataflow(stopped.recording)) is not None
    for m in (7, 4) if met else ():
        tried = attempt(file, stopped.recipe, stopped.setting.alike(4, m))
        if tried.assessment.fits:
            tried.stopped = stopped
            return tried
    return stopped


def _deeper(file: File, found: Attempt) -> Attempt:
    """More layers, where the code takes any number of them.

    If it stops then, that is its fault and not our choice of sizes: with fewer layers it ran.
    """
    depth = found.setting.depth or depth_of(found.recipe, file.hints)
    wanted = deeper_than(depth, found.recipe, file) if found.assessment.fits else None
    if wanted is None:
        return found
    tried = attempt(file, found.recipe, replace(found.setting, depth=wanted))
    if not stops(tried):
        return tried if tried.assessment.fits else found
    alike = _with_layers_alike(file, tried)
    if alike is not tried:
        return alike
    found.stopped = tried
    return found
