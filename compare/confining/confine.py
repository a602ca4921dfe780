"""Confine this process: from here on it is the place where people's code runs."""

import os
import sys
import sysconfig
from collections.abc import Mapping

import numpy as np

from compare.confining.guarding import guard
from compare.confining.importing import Importing
from compare.confining.limits import Limits, set_limits
from compare.confining.module import Module
from compare.confining.replacing import replace
from compare.confining.texts import Compile


class Confinement:
    """What holds in this process, and what was given to their code in it.

    Attributes
    ----------
    binding, lacking
        The limits that this platform could set, and could not, in words.
    importing
        The modules they get.
    """

    def __init__(
        self, limits: Limits, beside: Mapping[str, Module], recorded: Compile, units: int
    ) -> None:
        self.importing = Importing(beside, recorded, units)
        self._left_out: dict[str, None] = {}
        replace(self._left_out.setdefault)
        self.importing.install()
        self.binding, self.lacking = set_limits(limits)
        _hide_ourselves()
        guard(_readable())

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was supplied and what was left out, each once."""
        return (*self.importing.remarks, *self._left_out)


def _hide_ourselves() -> None:
    """Leave no module of ours to be found, and only the standard library to be imported."""
    for name in list(sys.modules):
        if name.partition(".")[0] == "compare":
            del sys.modules[name]
    sys.dont_write_bytecode = True
    standard = _standard()
    sys.path[:] = [folder for folder in sys.path if folder.startswith(standard)]


def _standard() -> tuple[str, ...]:
    return tuple({sysconfig.get_path(name) for name in ("stdlib", "platstdlib")})


def _readable() -> tuple[str, ...]:
    """Where the interpreter and NumPy load their own parts from."""
    numpy = os.path.dirname(np.__file__)
    supplied = os.path.join(os.path.dirname(__file__), "supplied")
    return (*_standard(), numpy, f"{numpy}.libs", supplied)
