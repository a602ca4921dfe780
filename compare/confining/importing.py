"""What an ``import`` of their code gives; libraries import among themselves as ever."""

import builtins
import importlib
import sys
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from compare.confining.errors import MissingModuleError
from compare.confining.module import Module
from compare.confining.policy import GIVEN, HIDDEN, known, refusal, shows
from compare.confining.stand_in import StandIn
from compare.confining.supplies import INNER, USUAL, supplied
from compare.confining.texts import RECORDER, Compile, Texts


class Importing:
    """The modules their code can have.

    Attributes
    ----------
    beside
        Those in the folder of the file, by dotted name.
    texts
        What was run of them, and of what we supply.
    """

    def __init__(self, beside: Mapping[str, Module], recorded: Compile, first: int) -> None:
        self.beside = beside
        self.texts = Texts(recorded, first)
        self._remarks: dict[str, None] = {}
        self._stand_ins: dict[str, StandIn] = {}
        self._import = builtins.__import__

    def install(self) -> None:
        """Take the place of ``builtins.__import__``."""
        builtins.__import__ = self.import_module

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was supplied, what is not here, what did not run; each once."""
        return (*self._remarks, *self.texts.failures)

    def import_module(
        self,
        name: str,
        globals: Mapping[str, Any] | None = None,  # noqa: A002  (the names of __import__)
        locals: Mapping[str, Any] | None = None,  # noqa: A002
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> Any:
        """Do an import statement."""
        if globals is not None and globals.get("__spec__") is not None:
            return self._import(name, globals, locals, fromlist or (), level)
        if self.texts.begin(globals.get(RECORDER) if globals else None):
            self._stand_ins.clear()  # they hold modules of the recorder before
        if level:
            return self._relative(name, fromlist or ())
        module = self.find(name)
        return module if fromlist else self.find(name.partition(".")[0])

    def find(self, name: str) -> Any:
        """Give the module of a dotted name; its parents have it as an attribute."""
        parent, _, last = name.rpartition(".")
        above = self.find(parent) if parent and not name.startswith(INNER) else None
        found = self._find(name)
        if above is not None and getattr(above, "__spec__", None) is None:  # no real module
            setattr(above, last, found)
        return found

    def _find(self, name: str) -> Any:
        top = name.partition(".")[0]
        if name in self.beside or any(each.startswith(f"{name}.") for each in self.beside):
            there = self.beside.get(name) or Module(name, "", [])
            return self.texts.run(there, lambda part: self._not_run(there, part))
        if name == "importlib":
            return self._importlib()
        if top in GIVEN:
            return _given(name)
        if module := supplied(name):
            self._remark_supplied(module)
            return self.texts.run(module, lambda part: self._lacking(name, part))
        if top in HIDDEN:
            raise MissingModuleError(f"No module named {name!r}: it is not given to a checked file")
        return self._stand_in(name)

    def _relative(self, name: str, fromlist: Sequence[str]) -> Any:
        """``from .layers import Dense`` and ``from . import layers``: by the last names."""
        if name:
            return self.find(self._nearest(name))
        package = ModuleType("package")
        for each in fromlist:
            setattr(package, each, self.find(self._nearest(each)))
        return package

    def _nearest(self, name: str) -> str:
        fits = [each for each in self.beside if f".{each}".endswith(f".{name}")]
        return min(fits, key=len, default=name)

    def _not_run(self, module: Module, name: str) -> Any:
        """What a module beside the file would have if more than its definitions were run."""
        if name in module.assigned:
            return StandIn(f"{module.name}.{name}", refusal, self._part)
        raise AttributeError(f"module {module.name!r} has no attribute {name!r}")

    def _lacking(self, module: str, name: str) -> Any:
        """What a supplied module has not."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self._stand_in(f"{module}.{name}")

    def _stand_in(self, name: str) -> StandIn:
        if name not in self._stand_ins:
            self._stand_ins[name] = StandIn(name, refusal, self._part)
            if "." not in name and not shows(name) and not known(name):
                self._remarks[f"{name} is not here; what it would compute is refused"] = None
        return self._stand_ins[name]

    def _part(self, name: str) -> Any:
        """An attribute of a stand-in: a supplied module or function, or another stand-in."""
        if supplied(name):
            return self.find(name)
        last = name.rpartition(".")[2]
        if last in USUAL and not shows(name) and not known(name):
            self._remarks[f"{name} is supplied: its module does not lie beside the file"] = None
            return getattr(self.find(f"{INNER}plain"), last)
        return StandIn(name, refusal, self._part)

    def _remark_supplied(self, module: Module) -> None:
        if module.recorded and not module.name.startswith(INNER):
            why = "in NumPy" if known(module.name) else "it does not lie beside the file"
            self._remarks[f"{module.name} is supplied: {why}"] = None

    def _importlib(self) -> ModuleType:
        result = ModuleType("importlib")
        vars(result)["import_module"] = lambda name, package=None: self.find(name.lstrip("."))
        vars(result)["reload"] = lambda module: module
        return result


def _given(name: str) -> ModuleType:
    """Import a real module."""
    if name not in sys.modules:
        importlib.import_module(name)
    return sys.modules[name]
