"""Drive a file: find how its networks are trained, and record each on several probes."""

import sys
import time
from collections.abc import Iterator, Mapping
from typing import Any

from compare.driving.acts import Recipe
from compare.driving.catalogue import Catalogue
from compare.driving.exploring import explore, fits
from compare.driving.file import File, file_of
from compare.driving.performing import Attempt
from compare.driving.probing import probed
from compare.driving.purposes import Purpose, purpose_of
from compare.driving.recipes import recipes
from compare.driving.slicing import script_recipes
from compare.driving.summary import summarise
from compare.reading.source import Source
from compare.recording.graph import Failure, Recording

MOST_RECIPES = 14
MOST_SUBJECTS = 4
SECONDS = 5.0
"""Of computing, for finding a way to call; what was found is recorded on probes after that."""


def drive(source: Source, options: Mapping[str, Any]) -> Iterator[Recording]:
    """Run the networks of a file on probe data.

    Parameters
    ----------
    source
        The file.
    options
        None so far.

    Yields
    ------
    Recording
        Those of one network after each other, ``probe["subject"]`` names it.  If nothing could be
        run, the one that came farthest, with its failure.
    """
    sys.argv[1:] = []  # for scripts that parse their options
    file = file_of(source)
    found: Attempt | None = None
    for found in networks(file):
        runs = probed(file, found) if found.assessment.ran else iter([found])
        for run in runs:
            yield summarise(run)
        if found.stopped is not None:
            yield summarise(found.stopped)
    if found is None:
        yield _nothing()


def networks(file: File) -> Iterator[Attempt]:
    """Find a way to run each network of a file; the best failure, if there is none."""
    covered: set[str] = set()
    best: Attempt | None = None
    given = 0
    start = time.process_time()
    for recipe in _listed(file)[:MOST_RECIPES]:
        if time.process_time() - start > SECONDS and best is not None:
            break
        if given and not _is_new(recipe, covered, file.catalogue):
            continue
        found = explore(file, recipe)
        if found.assessment.complete and (fits(found) or not given):
            covered |= {call.function for call in found.recording.calls}
            given += 1
            yield found
        elif best is None or found.assessment.rank > best.assessment.rank:
            best = found
        if given == MOST_SUBJECTS:
            return
    if best is not None and not given:
        yield best


def _nothing() -> Recording:
    """For a file in which nothing takes a step."""
    text = (
        "no function, method or loop in it goes from data to an update of weights or to gradients"
    )
    return Recording(failure=Failure("NothingToRun", text, None))


def _listed(file: File) -> list[Recipe]:
    return [*recipes(file.catalogue, file.hints), *script_recipes(file.split, file.catalogue)]


def _is_new(recipe: Recipe, covered: set[str], catalogue: Catalogue) -> bool:
    """Whether a recipe goes through a backward function that no run went through yet."""
    if recipe.statements:
        return not covered
    below = {each.title: each for first in recipe.functions for each in catalogue.reachable(first)}
    backward = {
        title
        for title, each in below.items()
        if purpose_of(each) in (Purpose.BACKWARD, Purpose.TRAIN)
    }
    return bool(backward) and backward.isdisjoint(covered)
