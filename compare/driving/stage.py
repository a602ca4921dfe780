"""One run of their code under the recorder: definitions, names of the script, calls."""

import ast
import random
from typing import Any

import numpy as np

from compare.driving.file import File
from compare.driving.given import GIVE
from compare.driving.loading import is_loader, named_data, substitute_for
from compare.driving.materials import Materials
from compare.driving.probes import Probe
from compare.driving.raised import raised
from compare.driving.script import Script
from compare.driving.splitting import Statement, reads
from compare.recording.graph import Remark, Site
from compare.recording.recorder import Recorder

MOST_NODES = 8_000


class Stage:
    """A namespace with the file's definitions in it, and the recorder that watches.

    Attributes
    ----------
    materials
        The data of this run.
    script
        Makes the names that the script would have made.
    """

    def __init__(
        self,
        file: File,
        probe: Probe,
        substitute: dict[tuple[Site | None, int], tuple[str, Any]],
        turns: int = 1,
    ) -> None:
        self.file = file
        self.probe = probe
        self.recorder = Recorder(max_nodes=MOST_NODES, turns=turns)
        self.recorder.substitute = dict(substitute)
        self.namespace = self.recorder.namespace()
        self.materials = Materials(
            probe, self.recorder.input, self.recorder.part, self.recorder.made
        )
        self.script = Script(self)
        self.namespace[GIVE] = self._give
        np.random.seed(probe.seed)  # noqa: NPY002  (the generator that their code uses)
        random.seed(probe.seed)

    def parameter(self, name: str, value: Any) -> Any:
        """Tell the recorder of a parameter that we hand in."""
        return self.recorder.parameter(name, value)

    def define(self) -> None:
        """Run the definitions; one that fails is left out, since others may do without it."""
        for statement in self.file.split.definitions:
            if not self._imports_itself(statement.node):
                self.attempt(statement)
        self._adopt_methods()
        for function in self.file.catalogue.functions.values():
            if is_loader(function, self.file.catalogue):
                substitute = substitute_for(function, self.file.hints, self.materials)
                if substitute is not None:
                    self.namespace[function.name] = substitute
                    self.remark(f"{function.name} gives probe data in place of what it would read")

    def _imports_itself(self, node: ast.stmt) -> bool:
        """``from network import Network`` in a post that shows the class before."""
        own = self.file.catalogue.classes.keys() | self.file.catalogue.functions.keys()
        return isinstance(node, ast.ImportFrom) and {each.name for each in node.names} <= own

    def _give(self, *names: str) -> Any:
        """Data in place of those that a function writes down or reads."""
        values = tuple(named_data(name, self.materials) for name in names)
        return values[0] if len(values) == 1 else values

    def _adopt_methods(self) -> None:
        """Functions with ``self`` that stand outside their class, as in posts that explain it."""
        for owner in self.file.catalogue.classes.values():
            made = self.namespace.get(owner.name)
            for name, method in owner.methods.items():
                if made is not None and method.adopted and name in self.namespace:
                    setattr(made, name, self.namespace[name])

    def attempt(self, statement: Statement) -> bool:
        """Run one statement if it runs; what does not is noted."""
        try:
            self.execute(statement)
        except NameError as error:
            failure, self.recorder.recording.failure = self.recorder.recording.failure, None
            if error.name and error.name not in self.namespace and self.script.resolve(error.name):
                return self.attempt(statement)
            self.recorder.recording.failure = failure
            self.go_on_without(error)
            self.remark(f"line {statement.node.lineno} was left out: {error}", "left out")
            return False
        except (Exception, SystemExit) as error:
            where = f"line {statement.node.lineno}"
            self.go_on_without(error)
            self.remark(f"{where} was left out: {type(error).__name__}: {error}", "left out")
            return False
        return True

    def go_on_without(self, error: BaseException | None) -> None:
        """Forget that something raised; but a line that never runs is named."""
        recording = self.recorder.recording
        remark = raised(error, recording.failure, self.file)
        if remark is not None and remark not in recording.remarks:
            recording.remarks.append(remark)
        recording.failure = None

    def execute(self, statement: Statement) -> None:
        """Run one statement of the file.

        Raises
        ------
        Exception
            Whatever it raises.
        """
        self.recorder.run([(statement.unit, [statement.node])], self.namespace)

    def evaluate(self, expression: ast.expr, unit: int) -> Any:
        """The value of an expression of the script, whose names are made as needed.

        Raises
        ------
        Exception
            Whatever it raises.
        """
        for name in sorted(reads(expression)):
            self.script.resolve(name)
        name = "__driving_value__"
        node = ast.Assign([ast.Name(name, ast.Store())], expression)
        ast.copy_location(node, expression)
        ast.copy_location(node.targets[0], expression)
        before = self.recorder.recording.failure
        try:
            self.recorder.run([(unit, [node])], self.namespace)
        finally:
            self.recorder.recording.failure = before
        return self.namespace.pop(name)

    def read(self, title: str) -> Any:
        """A global, or a method by ``Class.name``."""
        owner, _, name = title.rpartition(".")
        return getattr(self.namespace[owner], name) if owner else self.namespace[name]

    def remark(self, text: str, kind: str = "supplied") -> None:
        """Note something for the answer, once."""
        remark = Remark(kind, text)
        if remark not in self.recorder.recording.remarks:
            self.recorder.recording.remarks.append(remark)
