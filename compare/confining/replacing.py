"""Functions that are put in the place of others, so that ordinary code goes on without them.

What saves does nothing, what sleeps does not, what asks a person or ends the process raises.
"""

import builtins
import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import numpy as np

from compare.confining.errors import EndRefusedError
from compare.confining.stand_in import StandIn

DEEPEST = 5000
"""Calls within calls."""

NUMPY = dict(vars(np))

Note = Callable[[str], object]
"""Takes one line on something that was left out."""


def replace(note: Note) -> None:
    """Put them all in place."""
    _replace_writing(note)
    _replace_ends()
    time.sleep = lambda seconds: None
    builtins.input = _no_input
    _cap_recursion()
    for name in ("get_ipython", "display"):
        setattr(builtins, name, StandIn(name, _nothing))
    _stand_for_tests()
    nothing = open(os.devnull, "r+", encoding="utf-8", errors="replace")  # noqa: SIM115
    sys.stdin = sys.stdout = sys.stderr = nothing


@contextmanager
def own_numpy() -> Iterator[None]:
    """Work with NumPy as it was before their code put something else into it."""
    theirs = dict(vars(np))
    vars(np).update(NUMPY)
    try:
        yield
    finally:
        vars(np).update(theirs)


def _stand_for_tests() -> None:
    """NumPy's own assertions are recorded no more than others; loading them starts much else."""
    testing: Any = StandIn("numpy.testing", _nothing)
    sys.modules["numpy.testing"] = np.testing = testing


def _nothing(name: str, arrays: bool) -> str:
    """Refuse nothing."""
    return ""


def _replace_writing(note: Note) -> None:
    opens = io.open

    def opened(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        if file == os.devnull or not set(mode) & set("wax+"):
            return opens(file, mode, *args, **kwargs)
        note(f"writing {str(file)!r} was left out")
        return io.BytesIO() if "b" in mode else io.StringIO()

    def left_out(name: str) -> Callable[..., None]:
        def function(*args: Any, **kwargs: Any) -> None:
            note(f"{name} was left out: a check writes no files")

        return function

    builtins.open = io.open = opened
    np.savetxt = left_out("np.savetxt")
    for name in ("mkdir", "makedirs", "chdir"):
        setattr(os, name, left_out(f"os.{name}"))


def _replace_ends() -> None:
    """Let ``os._exit`` raise, and ``exit`` be there as in a console."""

    def refused(status: int = 0) -> NoReturn:
        raise EndRefusedError(f"os._exit({status}) was called")

    def ends(code: object = None) -> NoReturn:
        raise SystemExit(code)

    modules: list[Any] = [os, sys.modules[os.name]]  # os takes it from posix or nt
    for module in modules:
        module._exit = refused
        if hasattr(module, "abort"):
            module.abort = refused
    for name in ("exit", "quit"):
        setattr(builtins, name, ends)


def _cap_recursion() -> None:
    """Let a recursion without end become a RecursionError before it eats the stack."""
    set_limit = sys.setrecursionlimit
    sys.setrecursionlimit = lambda limit: set_limit(min(limit, DEEPEST))


def _no_input(prompt: object = "") -> NoReturn:
    raise EOFError("input() is refused: nobody answers while a file is checked")
