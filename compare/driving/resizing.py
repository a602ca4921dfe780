"""Sizes that a file fixes, read from what NumPy says about shapes that do not fit.

All sizes of a probe differ, so a number in a message tells which of them is meant.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from compare.driving.setting import Setting

DOT = re.compile(r"(\d+) \(dim \d\) != (\d+) \(dim \d\)")
CORE = re.compile(r"\(size (\d+) is different from (\d+)\)")
BROADCAST = re.compile(r"shapes? \(([\d, ]+)\)[^(]*\(([\d, ]+)\)")
JOINED = re.compile(r"has size (\d+) and the array at index \d+ has size (\d+)")
RESHAPE = re.compile(r"cannot reshape array of size (\d+) into shape \(([\d,\s-]+)\)")
OUT_OF_BOUNDS = re.compile(r"index (\d+) is out of bounds for axis \d+ with size (\d+)")
LARGEST = 100_000
MOST_NUMBERS = 5_000_000
"""In X: a file that counts on 60000 images of 784 pixels is not given so many."""


def resized(text: str, setting: Setting, with_hidden: bool) -> Iterator[Setting]:
    """Propose settings in which a size of the file takes the place of ours; each size once."""
    sizes = setting.probe.sizes
    ours = {sizes.m, sizes.n_x, sizes.n_y, *(sizes.hidden if with_hidden else ())} - {1}
    for one, other in _pairs(text):
        for mine, theirs in ((one, other), (other, one)):
            if theirs not in ours and 0 < theirs <= LARGEST:
                yield from _instead(mine, theirs, setting)
    if (match := OUT_OF_BOUNDS.search(text)) and int(match[2]) > 1:
        index, size = int(match[1]), int(match[2])
        if index < sizes.n_y:
            yield from _with(setting, "n_y", size)
        elif size == sizes.n_x:
            yield from _with(setting, "n_x", index + 1)


def _instead(mine: int, theirs: int, setting: Setting) -> Iterator[Setting]:
    sizes = setting.probe.sizes
    if mine == sizes.n_x * sizes.m:
        yield from _with(setting, "n_x", theirs if theirs % sizes.m else theirs // sizes.m)
    elif mine == sizes.n_x:
        yield from _with(setting, "n_x", theirs)
    elif mine == sizes.n_y:
        yield from _with(setting, "n_y", theirs)
    elif mine == sizes.m and theirs > 1:
        yield from _with(setting, "m", theirs)


def _with(setting: Setting, size: str, value: int) -> Iterator[Setting]:
    if size in setting.fixed or value * _others(size, setting) > MOST_NUMBERS:
        return
    changes = {size: value}
    if size == "n_y":
        changes["m"] = max(setting.probe.sizes.m, value + 3)
    probe = setting.probe.resized(**changes)
    yield replace(setting, probe=probe, fixed=setting.fixed | {size})


def _others(size: str, setting: Setting) -> int:
    sizes = setting.probe.sizes
    return {"m": sizes.n_x, "n_x": sizes.m}.get(size, sizes.m)


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    """The pairs of sizes that a message complains of."""
    for pattern in (DOT, CORE, JOINED):
        for one, other in pattern.findall(text):
            yield int(one), int(other)
    if match := BROADCAST.search(text):
        left, right = _numbers(match[1]), _numbers(match[2])
        for mine, theirs in zip(reversed(left), reversed(right), strict=False):
            if mine != theirs and 1 not in (mine, theirs):
                yield mine, theirs
    if match := RESHAPE.search(text):
        yield from _of_reshape(int(match[1]), _numbers(match[2]))


def _numbers(text: str) -> list[int]:
    return [int(each) for each in text.split(",") if each.strip()]


def _of_reshape(size: int, shape: list[int]) -> Iterator[tuple[int, int]]:
    wanted = 1
    for each in shape:
        wanted *= each
    if -1 not in shape:
        yield size, wanted
