"""The names that a file's script would have made: run for them alone, or given by their role."""

import ast
from typing import TYPE_CHECKING, Any

from compare.driving.loading import named_data, table
from compare.driving.probes import Sizes
from compare.driving.readers import reads_data
from compare.driving.roles import Role, role_of
from compare.driving.setting import RATE, TURNS
from compare.driving.slicing import is_data, trains
from compare.driving.splitting import Statement, is_count, reads, targets
from compare.driving.usual import usual_import

if TYPE_CHECKING:
    from compare.driving.stage import Stage

MOST_STATEMENTS = 4
"""Of those that assign a name, for making it."""
FILLING = ("append", "add", "add_layer", "addLayer", "extend", "use", "compile")


class Script:
    """Makes names in the namespace of a stage."""

    def __init__(self, stage: "Stage") -> None:
        self._stage = stage
        self._running: set[str] = set()

    def resolve(self, name: str) -> bool:
        """Make a name that their code reads: as the script makes it, else by its role."""
        if name in self._stage.namespace or name in self._running:
            return True
        self._running.add(name)
        statements = [
            each for each in self._stage.file.written.get(name, []) if self._is_harmless(each)
        ]
        if not (statements and self._data(name)):
            for statement in statements[:MOST_STATEMENTS]:
                self._run_for(name, statement)
        self._running.discard(name)
        return name in self._stage.namespace or self._imported(name) or self._by_role(name)

    def _imported(self, name: str) -> bool:
        """What everybody means by a name that was never imported."""
        statement = usual_import(name, self._stage.file)
        return statement is not None and self._stage.attempt(statement)

    def _is_harmless(self, statement: Statement) -> bool:
        """Whether a statement only makes a value: no loop of the script is run for a name."""
        simple = isinstance(statement.node, ast.Assign | ast.AnnAssign | ast.If | ast.Try)
        return simple and not trains(statement.node, self._stage.file.catalogue)

    def _data(self, name: str) -> bool:
        """X and Y of the script are ours to choose."""
        value = named_data(name, self._stage.materials)
        if value is None:
            return False
        self._stage.namespace[name] = value
        return True

    def _run_for(self, name: str, statement: Statement) -> None:
        """Run the statement that makes a name, and those that change what it made."""
        if self._table(statement) or self._count(statement):
            return
        for other in sorted(reads(statement.node) - {name}):
            self.resolve(other)
        if self._stage.attempt(statement):
            for later in self._stage.file.split.script:
                if _grows(later.node, name):
                    for other in sorted(reads(later.node) - {name}):
                        self.resolve(other)
                    self._stage.attempt(later)

    def _count(self, statement: Statement) -> bool:
        """How many examples there are is ours to say: ``m = 60000``."""
        match statement.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=int())) if (
                is_count(name)
            ):
                return self._by_role(name, "the data are ours")
        return False

    def _table(self, statement: Statement) -> bool:
        """A file of data is a table of ours: ``data = pd.read_csv(...)``."""
        match statement.node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if reads_data(value):
                self._stage.namespace[name] = table(self._stage.materials)
                return True
        return False

    def supply(self, statement: Statement) -> None:
        """Run a statement of the script; X and Y are ours, what fails is given by role."""
        if is_data(statement.node):
            for name in targets(statement.node):
                self._data(name)
            return
        if self._table(statement) or self._count(statement):
            return
        for name in sorted(reads(statement.node)):
            self.resolve(name)
        missing = targets(statement.node) - self._stage.namespace.keys()
        try:
            self._stage.execute(statement)
        except Exception:
            if not missing or not all(self._data(each) or self._by_role(each) for each in missing):
                raise
            self._stage.recorder.recording.failure = None

    def _by_role(self, name: str, why: str = "the file does not define it") -> bool:
        sizes = self._stage.probe.sizes
        role = role_of(name)
        values = _numbers(sizes)
        if role is Role.SIZES and self._stage.file.calls(name):  # the course's layer_sizes(X, Y)
            layers = (sizes.n_x, sizes.hidden[0], sizes.n_y)
            values[role] = lambda *_: layers
        if name in ("n", "N") and role is Role.UNKNOWN:
            values[role] = sizes.m if name == "N" else sizes.n_x
        if role in values:
            self._stage.namespace[name] = values[role]
        elif not self._data(name):
            return False
        self._stage.remark(f"{name} is supplied: {why}")
        return True


def _numbers(sizes: Sizes) -> dict[Role, Any]:
    """What a number is by its role."""
    return {
        Role.M: sizes.m,
        Role.N_X: sizes.n_x,
        Role.N_Y: sizes.n_y,
        Role.N_H: sizes.hidden[0],
        Role.SIZES: [sizes.n_x, sizes.hidden[0], sizes.n_y],
        Role.RATE: RATE,
        Role.TURNS: TURNS,
        Role.BATCH: sizes.m,
        Role.EPSILON: 1e-8,
        Role.LAMBDA: 0.7,
        Role.KEEP: 0.5,
        Role.SEED: 1,
        Role.TALK: False,
    }


def _grows(node: ast.stmt, name: str) -> bool:
    """``layers.append(...)``, ``net.add(...)``: a statement that fills what a name holds."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and isinstance(node.value.func.value, ast.Name)
        and node.value.func.value.id == name
        and node.value.func.attr in FILLING
    )
