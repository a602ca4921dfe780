"""From what went wrong to another way to call: a missing name, a size that was not ours to choose.

All sizes of a probe differ, so a number in a message tells which of them is meant.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from compare.driving.catalogue import Catalogue
from compare.driving.probes import Format, Probe, Sizes
from compare.driving.purposes import Purpose, purpose_of
from compare.driving.recipes import Recipe
from compare.driving.roles import Role, role_of
from compare.driving.setting import Setting
from compare.recording.graph import Failure

NAME = re.compile(r"name '(\w+)' is not defined")
ATTRIBUTE = re.compile(r"'(\w+)' object has no attribute '(\w+)'")
DOT = re.compile(r"(\d+) \(dim \d\) != (\d+) \(dim \d\)")
CORE = re.compile(r"\(size (\d+) is different from (\d+)\)")
BROADCAST = re.compile(r"shapes? \(([\d, ]+)\)[^(]*\(([\d, ]+)\)")
RESHAPE = re.compile(r"cannot reshape array of size (\d+) into shape \(([\d,\s-]+)\)")
OUT_OF_BOUNDS = re.compile(r"index (\d+) is out of bounds for axis \d+ with size (\d+)")
NEED_INTEGERS = (
    "arrays used as indices must be of integer",
    "only integers, slices",
    "list indices must be integers",
    "only integer scalar arrays",
    "cannot be interpreted as an integer",
    "Cannot cast array data from dtype('float64') to dtype('int64')",
)


def repairs(
    failure: Failure, setting: Setting, recipe: Recipe, catalogue: Catalogue
) -> Iterator[Setting]:
    """Propose other settings after a failure, the likeliest first."""
    text = failure.text
    for propose in (_name, _attribute, _sizes, _image, _integers, _kind, _turns, _choice):
        yield from propose(text, failure, setting, recipe, catalogue)


def _name(
    text: str, failure: Failure, setting: Setting, recipe: Recipe, catalogue: Catalogue
) -> Iterator[Setting]:
    match = NAME.search(text)
    if match and match[1] not in setting.needed:
        yield replace(setting, needed=(*setting.needed, match[1]))


def _attribute(
    text: str, failure: Failure, setting: Setting, recipe: Recipe, catalogue: Catalogue
) -> Iterator[Setting]:
    """An attribute that another method sets: ``compile``, ``set_learning_rate``, ``initialize``."""
    owner = attribute = ""
    if match := ATTRIBUTE.search(text):
        owner, attribute = match[1], match[2]
    if owner in catalogue.classes:
        for method in catalogue.classes[owner].setters(attribute):
            if (owner, method.name) not in setting.prepared and method not in recipe.functions:
                yield replace(setting, prepared=(*setting.prepared, (owner, method.name)))
    elif "NoneType" in text or owner == "NoneType":
        for act in recipe.acts:
            if act.owner and act.function is None or act.title.endswith("__init__"):
                for method in catalogue.classes[act.owner].methods.values():
                    known = (act.owner, method.name) in setting.prepared
                    if purpose_of(method) is Purpose.START and not known:
                        yield replace(
                            setting, prepared=(*setting.prepared, (act.owner, method.name))
                        )


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """The pairs of sizes that a message complains of."""
    for pattern in (DOT, CORE):
        for match in pattern.finditer(text):
            yield int(match[1]), int(match[2])
    if match := BROADCAST.search(text):
        left = [int(each) for each in match[1].split(",") if each.strip()]
        right = [int(each) for each in match[2].split(",") if each.strip()]
        for one, other in zip(reversed(left), reversed(right), strict=False):
            if one != other and 1 not in (one, other):
                yield one, other
    if match := RESHAPE.search(text):
        yield from _of_reshape(
            int(match[1]), [int(each) for each in match[2].split(",") if each.strip()]
        )


def _of_reshape(size: int, shape: list[int]) -> Iterator[tuple[int, int]]:
    wanted = 1
    for each in shape:
        wanted *= abs(each)
    if -1 not in shape:
        yield size, wanted


def _sizes(
    text: str, failure: Failure, setting: Setting, recipe: Recipe, catalogue: Catalogue
) -> Iterator[Setting]:
    """A size that the file fixes takes the place of ours."""
    sizes = setting.probe.sizes
    ours = {sizes.m, sizes.n_x, sizes.n_y, *sizes.hidden}
    for one, other in _pairs(text):
        for mine, theirs in ((one, other), (other, one)):
            if theirs in ours or not 0 < theirs <= 100_000:
                continue
            if mine == sizes.n_x:
                yield _with(setting, n_x=theirs)
            elif mine == sizes.n_y:
                yield _with(setting, n_y=theirs, m=max(sizes.m, theirs + 3))
            elif mine == sizes.n_x * sizes.m:
                yield _with(setting, n_x=theirs)
            elif mine == sizes.m:
                yield _with(setting, m=theirs)
    if (match := OUT_OF_BOUNDS.search(text)) and int(match[2]) > 1:
        if int(match[1]) < sizes.n_y:
            yield _with(setting, n_y=int(match[2]), m=max(sizes.m, int(match[2]) + 3))
        elif int(match[2]) == sizes.n_x:
            yield _with(setting, n_x=int(match[1]) + 1)


def _image(
    text: str, failure: Failure, setting: Setting, recipe: Recipe, catalogue: Catalogue
) -> Iterator[Setting]:
    """``X.shape[2]`` of what has two axes: pictures are meant."""
    form = setting.probe.format
    if "tuple index out of range" in text and not form.image and form.layout == "rows":
        probe = setting.probe.resized(n_x=12)
        yield replace(
            setting, probe=replace(probe, format=Format(form.layout, form.labels, (2, 2, 3)))
        )


def _with(setting: Setting, **sizes: int) -> Setting:
    return replace(setting, probe=setting.probe.resized(**sizes))


def _integers(
    text: str, failure: Failure, setting: Setting, recipe: Recipe, catalogue: Catalogue
) -> Iterator[Setting]:
    """Labels that are used as indices are class numbers."""
    form = setting.probe.format
    if any(each in text for each in NEED_INTEGERS) and form.labels != "classes":
        sizes = replace(setting.probe.sizes, n_y=max(setting.probe.sizes.n_y, 3))
        yield replace(
            setting, probe=Probe(sizes, replace(form, labels="classes"), setting.probe.seed)
        )


def _kind(
    text: str, failure: Failure, setting: Setting, recipe: Recipe, catalogue: Catalogue
) -> Iterator[Setting]:
    """A list where a number was given, or a number in place of a list."""
    sizes = setting.probe.sizes
    wants_list = any(
        each in text
        for each in ("'int' object is not", "type 'int' has no len", '(not "int") to list')
    )
    wants_number = "'list' object cannot be interpreted" in text or "'list' and 'int'" in text
    if not (wants_list or wants_number):
        return
    for act in recipe.acts:
        for parameter in act.function.parameters if act.function else ():
            role = role_of(parameter.name)
            if role in (Role.N_H, Role.DEPTH, Role.HIDDEN, Role.SIZES, Role.UNKNOWN):
                value = _list_of(role, sizes) if wants_list else sizes.hidden[0]
                changed = setting.having(act.title, parameter.name, value)
                if changed != setting:
                    yield changed


def _list_of(role: Role, sizes: Sizes) -> list[int]:
    hidden = list(sizes.hidden[:2])
    return hidden if role in (Role.N_H, Role.HIDDEN) else [sizes.n_x, *hidden, sizes.n_y]


def _turns(
    text: str, failure: Failure, setting: Setting, recipe: Recipe, catalogue: Catalogue
) -> Iterator[Setting]:
    """``iteration % (iterations // 100)``; a loop that is not left after its first update."""
    if failure.error == "ZeroDivisionError" and setting.turns < 1000:
        yield replace(setting, turns=1000)
    if failure.error == "Enough" and setting.turns != 2:
        yield replace(setting, turns=2)


def _choice(
    text: str, failure: Failure, setting: Setting, recipe: Recipe, catalogue: Catalogue
) -> Iterator[Setting]:
    """What is printed or drawn on demand is left out; objects are made as the script makes them."""
    roles = [role_of(each.name) for function in recipe.functions for each in function.parameters]
    if setting.talk and Role.TALK in roles:
        yield replace(setting, talk=False)
    if not setting.as_written and any(act.owner for act in recipe.acts):
        yield replace(setting, as_written=True)
