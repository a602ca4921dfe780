"""The recordings of one network: several sizes and rates, and the branches its options open."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from compare.driving.branching import lists_of_others
from compare.driving.definitions import Function, Parameter
from compare.driving.exploring import fits
from compare.driving.file import File
from compare.driving.following import usage_of
from compare.driving.performing import Attempt, attempt
from compare.driving.probes import Probe, Sizes
from compare.driving.roles import Role, role_of
from compare.driving.setting import Setting
from compare.driving.starts import starts_for
from compare.driving.twice import twice

SMALL = Sizes(m=7, n_x=5, hidden=(4, 6, 8, 9), n_y=3)
OTHER = Sizes(m=11, n_x=3, hidden=(6, 5, 4, 7), n_y=2)
SQUARE = Sizes(m=4, n_x=4, hidden=(4, 4, 4, 4), n_y=4)
FEW = Sizes(m=2, n_x=3, hidden=(2, 4, 3, 5), n_y=2)
LONE = Sizes(m=13, n_x=3, hidden=(5, 7, 6, 9), n_y=1)
SMALLEST = (
    Sizes(m=1, n_x=2, hidden=(1, 1, 1, 1), n_y=1),
    Sizes(m=2, n_x=2, hidden=(2, 2, 2, 2), n_y=2),
)
"""To follow by hand; nothing is decided by them."""
MOST_VARIANTS = 3


def probed(file: File, found: Attempt) -> Iterator[Attempt]:
    """Run a recipe that works on the probes; the run itself, if it works on none of them."""
    given = 0
    main: Attempt | None = None
    for setting in _probes(found):
        tried = started(file, found, setting)
        sizes = setting.probe.sizes
        if not tried.assessment.complete and sizes.m <= sizes.n_y:  # np.unique(y) wants all classes
            setting = replace(setting, probe=setting.probe.resized(m=sizes.n_y + 1))
            tried = started(file, found, setting)
        if _as_good(tried, found):
            given += 1
            main = main or tried
            yield tried
    if not given:
        yield started(file, found, found.setting)
    yield from _alone(file, found)
    if main is not None:
        yield from twice(file, main)
    yield from _branches(file, found)
    for sizes in SMALLEST:
        tried = started(file, found, _resized(found, sizes, 5))
        if tried.assessment.ran:
            tried.recording.probe["small"] = True
            yield tried


def _branches(file: File, found: Attempt) -> Iterator[Attempt]:
    """Each option on two networks: of one alone no explanation is sure."""
    for setting, text in list(variants(file, found))[:MOST_VARIANTS]:
        other = replace(setting, probe=replace(_adapted(OTHER, found.setting), seed=10))
        for tried in (started(file, found, each) for each in (setting, other)):
            if _as_good(tried, found):
                tried.recording.probe["variant"] = text
                yield tried


def _alone(file: File, found: Attempt) -> Iterator[Attempt]:
    """One output for code that ran with several: a cost may be written for one only."""
    probe = found.setting.probe
    if probe.format.labels != "matrix" or probe.sizes.n_y != Sizes().n_y:
        return
    tried = started(file, found, _resized(found, LONE, 6, n_y=1))
    if tried.assessment.complete and fits(tried):
        yield tried


def _as_good(tried: Attempt, found: Attempt) -> bool:
    """Whether a run went as far as the one that was found first."""
    if found.assessment.complete and not tried.assessment.complete:
        return False
    return tried.assessment.ran and (fits(tried) or not fits(found))


def _resized(found: Attempt, sizes: Sizes, seed: int, **changes: int) -> Setting:
    probe = replace(_adapted(sizes, found.setting), seed=seed)
    return replace(found.setting, probe=probe.resized(**changes))


def started(file: File, found: Attempt, setting: Setting) -> Attempt:
    """Run once to see where parameters start, and again with starts of ours."""
    first = attempt(file, found.recipe, setting, with_cost=True)
    if first.recording.failure is not None:
        return first
    substitutes = starts_for(file, first)
    if not substitutes:
        return first
    second = attempt(file, found.recipe, setting, substitutes, with_cost=True)
    return second if second.assessment.rank[:5] >= first.assessment.rank[:5] else first


def _probes(found: Attempt) -> Iterator[Setting]:
    """Sizes that tell axes apart, other ones at another rate, equal ones, two examples."""
    setting = found.setting
    wanted = [(SMALL, 0.3), (OTHER, 0.07), (SQUARE, 0.3), (FEW, 0.3)]
    if found.stopped is not None and setting.probe.sizes.alike:
        yield from (setting.alike(4, 7), setting.alike(3, 5), setting.alike(5, 5))
        return
    for seed, (sizes, rate) in enumerate(wanted, start=1):
        probe = _adapted(sizes, setting)
        yield replace(setting, probe=replace(probe, seed=seed), rate=rate)


def _adapted(sizes: Sizes, setting: Setting) -> Probe:
    """Sizes that the file chose stay; one output stays one output."""
    mine, fixed = setting.probe.sizes, setting.fixed
    n_x = mine.n_x if "n_x" in fixed or mine.n_x != Sizes().n_x else sizes.n_x
    n_y = mine.n_y if "n_y" in fixed or mine.n_y != Sizes().n_y else sizes.n_y
    m = mine.m if "m" in fixed else sizes.m
    return replace(setting.probe, sizes=Sizes(m, n_x, sizes.hidden, n_y))


def variants(file: File, found: Attempt) -> Iterator[tuple[Setting, str]]:
    """The branches behind options: regularisation, dropout, other activations and optimisers."""
    setting = replace(found.setting, probe=replace(_adapted(SMALL, found.setting), seed=9))
    listed = [
        (function, parameter)
        for function in found.recipe.functions
        for parameter in function.parameters
    ]
    seen: set[tuple[str, Any]] = set()
    for function, parameter in listed:
        for value in _options(file, function, parameter):
            if (parameter.name, value) in seen:
                continue
            seen.add((parameter.name, value))
            changed = setting
            for other, same in listed:  # forward and backward drop the same units
                if same.name == parameter.name:
                    changed = changed.having(other.title, same.name, value)
            yield changed, f"{parameter.name}={value!r}"


def _options(file: File, function: Function, parameter: Parameter) -> Iterator[Any]:
    """Other values of a parameter than its default."""
    default = getattr(parameter.default, "value", None)
    match role_of(parameter.name):
        case Role.LAMBDA if default == 0:
            yield 0.7
        case Role.KEEP if default == 1:
            yield 0.8
        case Role.DROP if default == 0:
            yield 0.2
        case role if role is not Role.TALK and "init" not in parameter.name.lower():
            if isinstance(default, str):
                usage = usage_of(function, parameter.name, file.catalogue)
                yield from (other for other in usage.strings if other != default)
            else:
                yield from lists_of_others(file, function, parameter)
