"""One attempt: a recipe carried out with one setting, under the recorder."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, TypeAlias

import numpy as np

from compare.driving.acts import Act, Recipe
from compare.driving.asides import is_beside_the_point
from compare.driving.assessing import Assessment, assess
from compare.driving.binding import Binder
from compare.driving.callables import CallableChoice
from compare.driving.catalogue import Class
from compare.driving.clock import TooLong, at_most
from compare.driving.costing import cost_functions, outputs_and_labels
from compare.driving.dataflow import Dataflow
from compare.driving.definitions import Function
from compare.driving.file import File
from compare.driving.hints import Hint
from compare.driving.objects import Objects
from compare.driving.pool import Pool
from compare.driving.purposes import Purpose, purpose_of
from compare.driving.raised import not_imported
from compare.driving.rates import Rates
from compare.driving.second_step import Legacy, names_of_returned
from compare.driving.setting import Setting
from compare.driving.sizing import Sizing
from compare.driving.slicing import free_names
from compare.driving.stage import Stage
from compare.driving.wanted import UnboundError
from compare.driving.weights import Weights, depth_of
from compare.recording.graph import Failure, Recording, Remark, Site
from compare.recording.recorder import Enough

Substitutes: TypeAlias = dict[tuple[Site | None, int], tuple[str, Any]]

SECONDS = 2.0
"""For one attempt: a step on small data takes a hundredth of it."""


@dataclass
class Attempt:
    """A recipe with a setting, and what came of it.

    Attributes
    ----------
    trained
        How many training turns it came through, of those that were asked for.
    stopped
        The same at other sizes, or with more layers, where it raised.
    """

    recipe: Recipe
    setting: Setting
    recording: Recording
    assessment: Assessment
    substitutes: Substitutes = field(default_factory=dict)
    trained: int = 0
    stopped: "Attempt | None" = None


def attempt(
    file: File,
    recipe: Recipe,
    setting: Setting,
    substitutes: Substitutes | None = None,
    with_cost: bool = False,
    turns: int = 1,
) -> Attempt:
    """Carry out a recipe once.

    Parameters
    ----------
    with_cost
        Whether to call their cost function, if the recipe does not compute the cost.
    turns
        After how many training turns to stop; what goes wrong before the last is not excused.
    """
    performance = _Performance(file, recipe, setting, substitutes or {}, turns)
    recording = performance.recording(with_cost)
    trained = performance.stage.recorder.trained
    assessment = assess(recording, setting.probe.format.single)
    failure = recording.failure
    if (
        failure
        and (turns == 1 or trained == turns)
        and assessment.went_through
        and assessment.updates
        and is_beside_the_point(failure, file)
    ):
        performance.stage.go_on_without(performance.error)
        assessment.failed = False
        text = f"{failure.error} after the update was left alone: {failure.text}"
        recording.remarks.append(Remark("left out", text, failure.site))
    return Attempt(recipe, setting, recording, assessment, substitutes or {}, trained)


class _Performance:
    def __init__(
        self, file: File, recipe: Recipe, setting: Setting, substitutes: Substitutes, turns: int
    ) -> None:
        self.file = file
        self.recipe = recipe
        self.setting = setting
        self.turns = turns
        self.error: BaseException | None = None
        self.stage = Stage(file, setting.probe, substitutes, turns)
        self.objects: dict[str, Any] = {}
        self.rates = Rates()
        materials = self.stage.materials
        weights = Weights(
            setting.probe, setting.depth or depth_of(recipe, file.hints), self.stage.parameter
        )
        numbers = Sizing(setting, weights).named
        self.binder = Binder(
            file.catalogue,
            setting,
            materials,
            Pool(),
            weights,
            CallableChoice(file.catalogue, self.stage.read, self.stage.namespace),
            Objects(file.catalogue, setting, materials, self.construct, numbers),
            self.stage.evaluate,
        )
        self.legacy = Legacy(self.binder.pool)

    def recording(self, with_cost: bool) -> Recording:
        """Carry the recipe out and give what was recorded, whatever happened."""
        recording = self.stage.recorder.recording
        try:
            with at_most(SECONDS):
                self._go()
                if with_cost:
                    self._add_cost()
        except UnboundError as unbound:
            recording.failure = Failure("Unbound", str(unbound), None, (), unbound.function)
        except Enough:
            text = "it was ended after too many operations: its loops go on after an update"
            recording.failure = Failure("Enough", text, None)
        except TooLong as limit:
            text = f"it was ended after {SECONDS:g} s of computing: a loop does not come to its end"
            recording.failure = Failure("TooLong", text, limit.site, (), limit.function)
        except (Exception, SystemExit) as error:
            self.error = error
            if recording.failure is None:
                recording.failure = Failure(type(error).__name__, str(error)[:500], None)
        recording.recipe = self.recipe.text
        recording.learning_rate = self.rates.found(
            recording,
            self.objects.values(),
            self.stage.namespace,
            bool(Dataflow(recording).updates()),
        )
        recording.probe = describe(self.recipe, self.setting)
        if self.stage.materials.was_single:
            recording.probe["m"] = 1
        self.stage.recorder.close()
        return recording

    def _go(self) -> None:
        self.stage.define()
        for name in (*self._read(), *self.setting.needed):
            self.stage.script.resolve(name)
        forgotten = (not_imported(name, self.file) for name in self.setting.needed)
        self.stage.recorder.recording.remarks += [each for each in forgotten if each is not None]
        if self.recipe.statements:
            for statement in self.recipe.statements[:-1]:
                self.stage.script.supply(statement)
            self.stage.execute(self.recipe.statements[-1])
        for act in self.recipe.acts:
            self._perform(act)
            self.legacy.note(act)
        if self.stage.recorder.trained < self.turns == 2 and self.recipe.acts:
            self._go_on()

    def _go_on(self) -> None:
        """Perform the acts of a step once more: no loop of theirs took a second turn."""
        recorder = self.stage.recorder
        if not recorder.trained:
            recorder.turn_has_ended()
        self.legacy.hand_over()
        for act in filter(self.legacy.is_due, self.recipe.acts):
            self._perform(act)
        if recorder.trained == 1:
            recorder.turn_has_ended()

    def _add_cost(self) -> None:
        """Call a cost function of theirs on the outputs, if there is one and it was not called."""
        recorder = self.stage.recorder
        look = assess(recorder.recording)
        found = outputs_and_labels(recorder.recording) if look.cost is None else None
        if found is None or not look.went_through:
            return
        output, label = (recorder.object_of(each) for each in found)
        if output is None or label is None:
            return
        functions = cost_functions(self.file.catalogue, set(self.objects), output, label)
        for function, arguments in functions:
            try:
                returned = recorder.call(self._callable(function, function.owner), **arguments)
            except Exception as error:
                self.stage.go_on_without(error)
                continue
            cost = recorder.node_of(returned)
            if cost is not None and np.size(returned) == 1:
                recorder.recording.roles["cost"] = cost
                return

    def _callable(self, function: Function, owner: str) -> Any:
        if owner:
            return getattr(self.construct(owner), function.name)
        return self.stage.read(function.title)

    def _read(self) -> list[str]:
        """The names of the script that the functions read, in the order of the script."""
        names: set[str] = set()
        for first in self.recipe.functions:
            for function in self.file.catalogue.reachable(first):
                names |= free_names(function)
        return [name for name in self.file.written if name in names]

    def _perform(self, act: Act) -> None:
        try:
            if act.owner and act.starts:
                self.construct(act.owner)
            elif act.function is not None:
                self._call(act.function, act.owner)
        except Exception as error:
            if not act.optional:
                raise
            self.stage.go_on_without(error)
            self.stage.remark(f"{act.title} was left out: {error}", "left out")

    def _call(self, function: Function, owner: str) -> Any:
        hint = self._hint(function.title)
        arguments = self.binder.bind(function, hint)
        returned = self.stage.recorder.call(self._callable(function, owner), **arguments)
        self.rates.note(arguments)
        self.legacy.handed_in(arguments)
        names = names_of_returned(function)
        self.binder.pool.put(names, returned)
        if hint is not None and hint.targets:
            self.binder.pool.put(hint.targets, returned)
        if purpose_of(function) is Purpose.FORWARD and returned is not None:
            self._keep_output(names, returned)
        return returned

    def _keep_output(self, names: tuple[str, ...], returned: Any) -> None:
        """What a forward function returns alone is the output, whatever it is called there."""
        if hasattr(returned, "shape") and len(names) <= 1:
            self.binder.pool.put(("output",), returned)

    def construct(self, owner: str) -> Any:
        """The object of a class, made on first use."""
        if owner not in self.objects:
            entry = self.file.catalogue.classes[owner]
            hint = self._hint(owner)
            arguments = self.binder.bind(entry.starter, hint) if entry.starter else {}
            self.rates.note(arguments)
            made = self.stage.recorder.call(self.stage.namespace[owner], **arguments)
            self.objects[owner] = _with_functions(made, entry) if entry.factory else made
            for name, method in self.setting.prepared:
                if name == owner and method in entry.methods:
                    self._prepare(owner, entry.methods[method])
        return self.objects[owner]

    def _prepare(self, owner: str, method: Function) -> None:
        arguments = self.binder.bind(method, self._hint(method.title))
        self.rates.note(arguments)
        self.stage.recorder.call(getattr(self.objects[owner], method.name), **arguments)

    def _hint(self, title: str) -> Hint | None:
        return next(iter(self.file.hints.of(title)), None)


def _with_functions(made: Any, entry: Class) -> Any:
    """The functions that a function returned, as attributes of one object."""
    names = entry.factory.returned if entry.factory else ()
    parts = made if isinstance(made, tuple | list) and len(names) > 1 else (made,)
    return SimpleNamespace(**dict(zip(names, parts, strict=False)))


def describe(recipe: Recipe, setting: Setting) -> dict[str, Any]:
    """The probe in words for the answer."""
    probe = setting.probe
    return {
        "subject": recipe.subject,
        "m": probe.sizes.m,
        "n_x": probe.sizes.n_x,
        "n_y": probe.sizes.n_y,
        "layout": probe.format.layout,
        "labels": probe.format.labels,
    }
