"""One run of their code under the recorder: definitions, names of the script, calls."""

import ast
import random
from typing import Any

import numpy as np

from compare.driving.file import File
from compare.driving.given import GIVE
from compare.driving.loading import is_loader, named_data, substitute_for, table
from compare.driving.materials import Materials
from compare.driving.probes import Probe
from compare.driving.readers import reads_data
from compare.driving.roles import Role, role_of
from compare.driving.setting import TURNS
from compare.driving.slicing import is_data, trains
from compare.driving.splitting import Statement, reads, targets
from compare.recording.graph import Remark, Site
from compare.recording.recorder import Recorder

PLAIN = "from compare.confining.supplied.plain import "
USUAL = {
    "np": "import numpy as np",
    "numpy": "import numpy",
    "math": "import math",
    "random": "import random",
    "copy": "import copy",
    "plt": "import matplotlib.pyplot as plt",
    **{name: PLAIN + name for name in ("sigmoid", "relu", "leaky_relu", "tanh")},
    "softmax": "from scipy.special import softmax",
    "sigmoid_backward": "from dnn_utils import sigmoid_backward",
    "relu_backward": "from dnn_utils import relu_backward",
    "expit": "from scipy.special import expit",
}
"""Names that posts and notebooks use without importing them."""
DNN = ("sigmoid", "relu", "softmax")

MOST_NODES = 8_000
MOST_STATEMENTS = 4
"""Of those that assign a name, for making it."""


class Stage:
    """A namespace with the file's definitions in it, and the recorder that watches.

    Attributes
    ----------
    materials
        The data of this run.
    supplied
        The names that the file lacks, with what they were given.
    """

    def __init__(
        self, file: File, probe: Probe, substitute: dict[tuple[Site | None, int], tuple[str, Any]]
    ) -> None:
        self.file = file
        self.probe = probe
        self.recorder = Recorder(max_nodes=MOST_NODES)
        self.recorder.substitute = dict(substitute)
        self.namespace = self.recorder.namespace()
        self.materials = Materials(
            probe, self.recorder.input, self.recorder.part, self.recorder.made
        )
        self._running: set[str] = set()
        self.namespace[GIVE] = self._give
        np.random.seed(probe.seed)
        random.seed(probe.seed)

    def parameter(self, name: str, value: Any) -> Any:
        """Tell the recorder of a parameter that we hand in."""
        return self.recorder.parameter(name, value)

    def define(self) -> None:
        """Run the definitions; one that fails is left out, since others may do without it."""
        for statement in self.file.split.definitions:
            if not self._imports_itself(statement.node):
                self._attempt(statement)
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

    def _attempt(self, statement: Statement) -> bool:
        try:
            self.execute(statement)
        except NameError as error:
            self.recorder.recording.failure = None
            if error.name and error.name not in self.namespace and self.resolve(error.name):
                return self._attempt(statement)
            self.remark(f"line {statement.node.lineno} was left out: {error}", "left out")
            return False
        except (Exception, SystemExit) as error:
            self.recorder.recording.failure = None
            where = f"line {statement.node.lineno}"
            self.remark(f"{where} was left out: {type(error).__name__}: {error}", "left out")
            return False
        return True

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
            self.resolve(name)
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

    def resolve(self, name: str) -> bool:
        """Make a name that their code reads: as the script makes it, else by its role."""
        if name in self.namespace or name in self._running:
            return True
        self._running.add(name)
        statements = [each for each in self.file.written.get(name, []) if self._is_harmless(each)]
        if not (statements and self._data(name)):
            for statement in statements[:MOST_STATEMENTS]:
                self._run_for(name, statement)
        self._running.discard(name)
        return name in self.namespace or self._imported(name) or self._by_role(name)

    def _imported(self, name: str) -> bool:
        """What everybody means by a name that was never imported."""
        if name not in USUAL and hasattr(np, name) and self._is_called(name):
            text = f"from numpy import {name}"
            return self._attempt(Statement(0, ast.parse(text).body[0]))
        if name not in USUAL:
            return False
        returns_two = _unpacks(name, self.file)
        text = "from dnn_utils import " + name if returns_two and name in DNN else USUAL[name]
        return self._attempt(Statement(0, ast.parse(text).body[0]))

    def _is_harmless(self, statement: Statement) -> bool:
        """Whether a statement only makes a value: no loop of the script is run for a name."""
        simple = isinstance(statement.node, ast.Assign | ast.AnnAssign | ast.If | ast.Try)
        return simple and not trains(statement.node, self.file.catalogue)

    def _data(self, name: str) -> bool:
        """X and Y of the script are ours to choose."""
        value = named_data(name, self.materials)
        if value is None:
            return False
        self.namespace[name] = value
        return True

    def _run_for(self, name: str, statement: Statement) -> None:
        """Run the statement that makes a name, and those that change what it made."""
        if self._table(statement):
            return
        for other in sorted(reads(statement.node) - {name}):
            self.resolve(other)
        if self._attempt(statement):
            for later in self.file.split.script:
                if _grows(later.node, name):
                    for other in sorted(reads(later.node) - {name}):
                        self.resolve(other)
                    self._attempt(later)

    def _table(self, statement: Statement) -> bool:
        """A file of data is a table of ours: ``data = pd.read_csv(...)``."""
        match statement.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if reads_data(value):
                self.namespace[name] = table(self.materials)
                return True
        return False

    def supply(self, statement: Statement) -> None:
        """Run a statement of the script; what makes X and Y gets ours, what fails is given by role."""
        if is_data(statement.node):
            for name in targets(statement.node):
                self._data(name)
            return
        if self._table(statement):
            return
        for name in sorted(reads(statement.node)):
            self.resolve(name)
        missing = targets(statement.node) - self.namespace.keys()
        try:
            self.execute(statement)
        except Exception:
            if not missing or not all(self._data(each) or self._by_role(each) for each in missing):
                raise
            self.recorder.recording.failure = None

    def _by_role(self, name: str) -> bool:
        sizes = self.probe.sizes
        role = role_of(name)
        values: dict[Role, Any] = {
            Role.M: sizes.m,
            Role.N_X: sizes.n_x,
            Role.N_Y: sizes.n_y,
            Role.N_H: sizes.hidden[0],
            Role.SIZES: [sizes.n_x, sizes.hidden[0], sizes.n_y],
            Role.RATE: 0.3,
            Role.TURNS: TURNS,
            Role.BATCH: sizes.m,
            Role.EPSILON: 1e-8,
            Role.LAMBDA: 0.7,
            Role.KEEP: 0.8,
            Role.SEED: 1,
            Role.TALK: False,
        }
        if role is Role.SIZES and self._is_called(name):  # the course's layer_sizes(X, Y)
            layers = (sizes.n_x, sizes.hidden[0], sizes.n_y)
            values[role] = lambda *_: layers
        if name in ("n", "N") and role is Role.UNKNOWN:
            values[role] = sizes.m if name == "N" else sizes.n_x
        if role in values:
            self.namespace[name] = values[role]
        elif not self._data(name):
            return False
        self.remark(f"{name} is supplied: the file does not define it")
        return True

    def _is_called(self, name: str) -> bool:
        return any(name in function.called_names for function in self.file.catalogue.everything())

    def remark(self, text: str, kind: str = "supplied") -> None:
        """Note something for the answer, once."""
        remark = Remark(kind, text)
        if remark not in self.recorder.recording.remarks:
            self.recorder.recording.remarks.append(remark)


def _grows(node: ast.stmt, name: str) -> bool:
    """``layers.append(...)``, ``net.add(...)``: a statement that fills what a name holds."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and isinstance(node.value.func.value, ast.Name)
        and node.value.func.value.id == name
        and node.value.func.attr
        in ("append", "add", "add_layer", "addLayer", "extend", "use", "compile")
    )


def _unpacks(name: str, file: File) -> bool:
    """Whether the file expects two values of a function: ``A, cache = sigmoid(Z)``."""
    return any(
        isinstance(each, ast.Assign)
        and isinstance(each.targets[0], ast.Tuple)
        and isinstance(each.value, ast.Call)
        and isinstance(each.value.func, ast.Name)
        and each.value.func.id == name
        for tree in file.trees
        for each in ast.walk(tree)
    )
