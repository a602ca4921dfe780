"""Modules that come as text are run here: recorded like the file itself, once for each recorder."""

import ast
from collections.abc import Callable
from types import CodeType, ModuleType
from typing import Any

from compare.confining.module import Module

RECORDER = "__record__"
"""What the recorder is called in the namespaces of recorded code."""

Compile = Callable[[int, list[ast.stmt]], CodeType]
"""From the number among the units and the statements to code that is recorded."""


class Texts:
    """The modules that were run.

    Attributes
    ----------
    modules
        The recorded ones, in the order of their numbers, which count on from those of the file.
    failures
        The statements that did not run, and why.
    record
        The recorder whose code imports or has imported last; what others loaded is forgotten.
    """

    def __init__(self, recorded: Compile, first: int) -> None:
        self.modules: list[Module] = []
        self.failures: dict[str, None] = {}
        self.record: Any = None
        self._recorded, self._first = recorded, first
        self._loaded: dict[str, ModuleType] = {}
        self._plain: dict[str, ModuleType] = {}

    def begin(self, record: Any) -> bool:
        """Go on for this recorder, if it is one; say whether it is new."""
        if record is None or record is self.record:
            return False
        self.record = record
        self._loaded.clear()
        self._plain.clear()
        return True

    def run(self, module: Module, lacking: Callable[[str], Any]) -> ModuleType:
        """Run a module, or give the one that has been run; ``lacking`` makes what it has not."""
        recorded = module.recorded and self.record is not None
        loaded = self._loaded if recorded else self._plain
        if module.name in loaded:
            return loaded[module.name]
        result = loaded[module.name] = ModuleType(module.name)
        names = vars(result)
        names["__path__"], names["__getattr__"] = [], lacking
        if recorded:
            names[RECORDER] = self.record
        number = self._number(module) if recorded else None
        for statement in module.to_run():
            self._execute(statement, number, names)
        return result

    def _execute(self, statement: ast.stmt, number: int | None, names: dict[str, Any]) -> None:
        name = names["__name__"]
        try:
            if number is None:
                code = compile(ast.Module([statement], []), f"<{name}>", "exec")
            else:
                code = self._recorded(number, [statement])
            exec(code, names)
        except Exception as error:
            where = f"{name}, line {statement.lineno}"
            self.failures[f"{where} did not run: {type(error).__name__}: {error}"] = None

    def _number(self, module: Module) -> int:
        if module not in self.modules:
            self.modules.append(module)
        return self._first + self.modules.index(module)
