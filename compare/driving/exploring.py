"""Finding a way to call that works: formats by evidence, then repairs after what goes wrong."""

from collections.abc import Iterator

from compare.driving.acts import Recipe
from compare.driving.evidence import Evidence, evidence
from compare.driving.file import File
from compare.driving.formats import candidates, of_literals
from compare.driving.performing import Attempt, attempt
from compare.driving.repairing import Trouble, repairs, without_failure
from compare.driving.setting import Setting
from compare.driving.slicing import called
from compare.driving.stopping import as_written, at_other_sizes, stopped_behind_the_cost

MOST_FORMATS = 12
MOST_REPAIRS = 8


def explore(file: File, recipe: Recipe) -> Attempt:
    """Try formats until values fit together; the best attempt, if none does."""
    written = as_written(file, recipe)
    if written is not None:
        return written
    best: Attempt | None = None
    stopped: Attempt | None = None
    seen: set[Setting] = set()
    said = _evidence(file, recipe)
    for setting in (Setting(probe) for probe in candidates(said, file.shapes)[:MOST_FORMATS]):
        if setting in seen:
            continue
        tried = repaired(file, recipe, setting, seen)
        if stopped is None and stopped_behind_the_cost(tried):
            stopped = tried
        if best is None or tried.assessment.rank > best.assessment.rank:
            best = tried
        if fits(best) or _hopeless(tried) or _as_the_file_has_it(tried, file):
            break
    assert best is not None
    if stopped is not None and best.assessment.single and said.columns and not said.pairs:
        stopped.recording.probe["runs_with_one"] = "example"
        return stopped  # that it runs with one example is no excuse for code that counts them
    return at_other_sizes(file, best)


def fits(found: Attempt) -> bool:
    """Whether a run is complete and everything in it has the size that it should."""
    return found.assessment.fits


def _as_the_file_has_it(tried: Attempt, file: File) -> bool:
    """Whether data in the very format that the file writes down run through, fitting or not."""
    written = {probe.format for probe in of_literals(file.shapes)}
    return tried.setting.probe.format in written and tried.assessment.complete


def _hopeless(tried: Attempt) -> bool:
    """Whether no format will help: an argument could not be bound, loops do not end."""
    failure = tried.recording.failure
    return failure is not None and failure.error in ("Unbound", "TooLong", "Enough")


def _evidence(file: File, recipe: Recipe) -> Evidence:
    """What the functions and statements of a recipe say of the format."""
    functions = [each for first in recipe.functions for each in file.catalogue.reachable(first)]
    statements = [each.node for each in recipe.statements]
    for statement in recipe.statements:
        functions += called(statement.node, file.catalogue)
    return evidence({each.title: each for each in functions}.values(), statements)


def repaired(file: File, recipe: Recipe, setting: Setting, seen: set[Setting]) -> Attempt:
    """Try one format, mending what its failures tell of."""
    tried = attempt(file, recipe, setting)
    seen.add(setting)
    for _ in range(MOST_REPAIRS):
        proposal = next((each for each in _proposals(file, tried) if each not in seen), None)
        if proposal is None:
            break
        seen.add(proposal)
        mended = attempt(file, recipe, proposal)
        if mended.recording.failure and _same(mended, tried):
            continue
        tried = mended
    return tried


def _proposals(file: File, tried: Attempt) -> Iterator[Setting]:
    """What to try after an attempt: after a failure, or where nothing was trained."""
    failure = tried.recording.failure
    if failure is not None:
        yield from repairs(Trouble(failure, tried.setting, tried.recipe, file))
    elif not tried.assessment.steps:
        yield from without_failure(tried.setting, tried.recipe)


def _same(one: Attempt, other: Attempt) -> bool:
    return one.recording.failure == other.recording.failure
