"""From what went wrong to another way to call: a missing name, a format, a size of the file's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from compare.driving.acts import Recipe
from compare.driving.file import File
from compare.driving.probes import Format, Probe, Sizes
from compare.driving.purposes import Purpose, purpose_of
from compare.driving.resizing import resized
from compare.driving.roles import Role, role_of
from compare.driving.setting import Setting
from compare.recording.graph import Failure

NAME = re.compile(r"name '(\w+)' is not defined")
ATTRIBUTE = re.compile(r"'(?:\w+\.)?(\w+)' object has no attribute '(\w+)'")
FRAME = ("values", "to_numpy", "iloc", "loc", "columns", "index")
NEED_INTEGERS = (
    "arrays used as indices must be of integer",
    "only integers, slices",
    "list indices must be integers",
    "only integer scalar arrays",
    "cannot be interpreted as an integer",
    "Cannot cast array data from dtype('float64') to dtype('int64')",
)
NEED_A_LIST = ("'int' object is not", "type 'int' has no len", '(not "int") to list')
NEED_A_NUMBER = ("'list' object cannot be interpreted", "'list' and 'int'")


@dataclass(frozen=True)
class Trouble:
    """A run that failed."""

    failure: Failure
    setting: Setting
    recipe: Recipe
    file: File

    def says(self, texts: tuple[str, ...]) -> bool:
        """Whether the message holds one of some texts."""
        return any(each in self.failure.text for each in texts)


def repairs(trouble: Trouble) -> Iterator[Setting]:
    """Propose other settings after a failure, the likeliest first."""
    yield from _name(trouble)
    yield from _attribute(trouble)
    yield from _intercept(trouble)
    yield from resized(trouble.failure.text, trouble.setting, _has_hidden(trouble.recipe))
    for propose in (_depth, _frames, _image, _integers, _kind, _turns, _options):
        yield from propose(trouble)


def _has_hidden(recipe: Recipe) -> bool:
    """Whether we choose the sizes of hidden layers."""
    roles = {role_of(each.name) for function in recipe.functions for each in function.parameters}
    return bool(
        roles & {Role.N_H, Role.HIDDEN, Role.SIZES, Role.DEPTH, Role.WEIGHT, Role.PARAMETERS}
    )


def without_failure(setting: Setting, recipe: Recipe) -> Iterator[Setting]:
    """Propose other settings where nothing failed and nothing was trained either."""
    roles = {role_of(each.name) for function in recipe.functions for each in function.parameters}
    if Role.BATCH in roles and setting.batches == 1:
        yield replace(setting, batches=3)


def _name(trouble: Trouble) -> Iterator[Setting]:
    match = NAME.search(trouble.failure.text)
    needed = trouble.setting.needed
    if match and match[1] not in needed:
        yield replace(trouble.setting, needed=(*needed, match[1]))


def _attribute(trouble: Trouble) -> Iterator[Setting]:
    """An attribute that another method sets: ``compile``, ``set_learning_rate``, ``initialize``."""
    match = ATTRIBUTE.search(trouble.failure.text)
    owner, attribute = (match[1], match[2]) if match else ("", "")
    classes = trouble.file.catalogue.classes
    if owner in classes:
        for method in classes[owner].setters(attribute):
            if method not in trouble.recipe.functions:
                yield from _prepared(trouble.setting, owner, method.name)
    elif "NoneType" in trouble.failure.text:
        for act in trouble.recipe.acts:
            for method in classes[act.owner].methods.values() if act.starts else ():
                if purpose_of(method) is Purpose.START and not method.is_starter:
                    yield from _prepared(trouble.setting, act.owner, method.name)


def _prepared(setting: Setting, owner: str, method: str) -> Iterator[Setting]:
    if (owner, method) not in setting.prepared:
        yield replace(setting, prepared=(*setting.prepared, (owner, method)))


def _depth(trouble: Trouble) -> Iterator[Setting]:
    """Sizes of hidden layers where outputs are expected: fewer layers are meant than we gave."""
    sizes, setting = trouble.setting.probe.sizes, trouble.setting
    if setting.depth == 0 and any(str(each) in trouble.failure.text for each in sizes.hidden):
        yield replace(setting, depth=2)
    if setting.depth == 2 and str(sizes.hidden[0]) in trouble.failure.text:
        yield replace(setting, depth=1)
    if setting.depth and str(sizes.hidden[0]) in trouble.failure.text:  # runs with equal sizes only
        yield replace(setting, probe=setting.probe.resized(hidden=(sizes.n_y,) * 4))


def _intercept(trouble: Trouble) -> Iterator[Setting]:
    """``np.zeros(n + 1)`` for data with a column of ones, which the script puts before ours."""
    setting, n_x = trouble.setting, trouble.setting.probe.sizes.n_x
    numbers = {int(each) for each in re.findall(r"\d+", trouble.failure.text)}
    if {n_x, n_x + 1} <= numbers and not setting.intercept:
        yield replace(setting, intercept=True)


def _frames(trouble: Trouble) -> Iterator[Setting]:
    """``x.values``: a table of pandas is meant."""
    match = ATTRIBUTE.search(trouble.failure.text)
    if match and match[1] == "ndarray" and match[2] in FRAME and not trouble.setting.frames:
        yield replace(trouble.setting, frames=True)


def _image(trouble: Trouble) -> Iterator[Setting]:
    """``X.shape[2]`` of what has two axes: pictures are meant."""
    form = trouble.setting.probe.format
    if trouble.says(("tuple index out of range",)) and not form.image and form.layout == "rows":
        probe = trouble.setting.probe.resized(n_x=12)
        image = Format(form.layout, form.labels, (2, 2, 3))
        yield replace(trouble.setting, probe=replace(probe, format=image))


def _integers(trouble: Trouble) -> Iterator[Setting]:
    """Labels that are used as indices are class numbers."""
    probe = trouble.setting.probe
    if trouble.says(NEED_INTEGERS) and probe.format.labels != "classes":
        sizes = replace(probe.sizes, n_y=max(probe.sizes.n_y, 3))
        form = replace(probe.format, labels="classes")
        yield replace(trouble.setting, probe=Probe(sizes, form, probe.seed))


def _kind(trouble: Trouble) -> Iterator[Setting]:
    """A list where a number was given, or a number in place of a list."""
    sizes = trouble.setting.probe.sizes
    wants_list = trouble.says(NEED_A_LIST)
    if not (wants_list or trouble.says(NEED_A_NUMBER)):
        return
    for function in trouble.recipe.functions:
        for parameter in function.parameters:
            role = role_of(parameter.name)
            if role in (Role.N_H, Role.DEPTH, Role.HIDDEN, Role.SIZES, Role.UNKNOWN):
                value = _list_of(role, sizes) if wants_list else sizes.hidden[0]
                yield trouble.setting.having(function.title, parameter.name, value)


def _list_of(role: Role, sizes: Sizes) -> tuple[int, ...]:
    hidden = sizes.hidden[:2]
    return hidden if role in (Role.N_H, Role.HIDDEN) else (sizes.n_x, *hidden, sizes.n_y)


def _turns(trouble: Trouble) -> Iterator[Setting]:
    """``iteration % (iterations // 100)``; a loop that is not left after its first update."""
    setting = trouble.setting
    if trouble.failure.error == "ZeroDivisionError" and setting.turns < 1000:
        yield replace(setting, turns=1000)
    if trouble.failure.error == "Enough" and setting.turns != 2:
        yield replace(setting, turns=2)


def _options(trouble: Trouble) -> Iterator[Setting]:
    """What is printed or drawn on demand is left out; objects are made as the script makes them."""
    setting, recipe = trouble.setting, trouble.recipe
    roles = [role_of(each.name) for function in recipe.functions for each in function.parameters]
    if setting.talk and Role.TALK in roles:
        yield replace(setting, talk=False)
    hinted = [act for act in recipe.acts if act.starts and trouble.file.hints.of(act.owner)]
    if not setting.as_written and hinted:
        yield replace(setting, as_written=True)
