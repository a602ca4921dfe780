"""Load ``module:function`` and call it as ``step(case, state) -> (trace, state)``, guarded.

The function gets its own copies of the case's arrays.  If it changes one, that is noted and the
copy is made anew; if it raises, the error names its own line.
"""

import importlib
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from compare.errors import CandidateError, UsageError

Step = Callable[[Mapping[str, Any], Any], tuple[Mapping[str, Any], Any]]


class Implementation:
    """A step function, and what was seen while it was called.

    Attributes
    ----------
    name
        ``module:function``.
    seconds
        The time of each call, in order.
    changed
        The arguments it changed in place, each with the largest change.
    warnings
        The warnings it gave, counted.
    """

    def __init__(self, name: str, function: Step) -> None:
        self.name, self.function = name, function
        self.seconds: list[float] = []
        self.changed: dict[str, float] = {}
        self.warnings: Counter[str] = Counter()
        self._copies: dict[str, tuple[Any, Any]] = {}

    def step(self, case: Mapping[str, Any], state: Any) -> tuple[Mapping[str, Any], Any]:
        """Call the function once.

        Raises
        ------
        CandidateError
            If it raises, or does not return a mapping and a state.
        """
        given = {name: self._copy(name, value) for name, value in case.items()}
        began = time.perf_counter()
        try:
            with warnings.catch_warnings(record=True) as raised:
                warnings.simplefilter("always")
                result = self.function(given, state)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a candidate's sys.exit() must not end the judge
            raise CandidateError(self._failure(error)) from error
        self.warnings.update(str(warning.message) for warning in raised)
        self.seconds.append(time.perf_counter() - began)
        self._note_changes(case, given)
        match result:
            case (Mapping() as trace, state):
                return trace, state
        kind = type(result).__qualname__
        raise CandidateError(
            f"{self.name} returned a {kind}; wanted a pair (trace, state), "
            "the trace a mapping from names to arrays"
        )

    def _copy(self, name: str, value: Any) -> Any:
        """Copy an array once for as long as the case keeps it."""
        if not isinstance(value, np.ndarray):
            return value
        original, copy = self._copies.get(name, (None, None))
        if original is not value:
            copy = value.copy()
            self._copies[name] = value, copy
        return copy

    def _note_changes(self, case: Mapping[str, Any], given: Mapping[str, Any]) -> None:
        for name, value in case.items():
            if isinstance(value, np.ndarray) and not np.array_equal(value, given[name]):
                change = np.abs(given[name].astype(np.float64) - value).max(initial=0.0)
                self.changed.setdefault(name, float(change))
                del self._copies[name]

    def _failure(self, error: BaseException) -> str:
        """Say what was raised, and on which line of whose file."""
        frames = traceback.extract_tb(error.__traceback__)[1:]
        place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        line = f"\n    {frames[-1].line}" if frames and frames[-1].line else ""
        return f"{self.name} raised {type(error).__name__}{place}: {error}{line}"


def load(name: str) -> Implementation:
    """Import ``module:function``; modules of the current folder are found first.

    Raises
    ------
    UsageError
        If the name is malformed, or the module has no such function.
    CandidateError
        If the module raises while it is imported.
    """
    module_name, colon, function_name = name.partition(":")
    if not (module_name and colon and function_name):
        raise UsageError(f"{name!r} is not of the form module:function, as in mynet:step")
    if "" not in sys.path and str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    try:
        module = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module_name}.".startswith(f"{error.name}."):
            raise CandidateError(f"{module_name} could not be imported: {error}") from error
        message = f"no module {module_name!r} here ({Path.cwd()}) or among the installed ones"
        raise UsageError(message) from None
    except BaseException as error:  # whatever a module does while it is imported is its own fault
        if isinstance(error, KeyboardInterrupt):
            raise
        cause = f"{type(error).__name__}: {error}"
        raise CandidateError(f"{module_name} could not be imported: {cause}") from error
    function = getattr(module, function_name, None)
    if not callable(function):
        found = ", ".join(n for n, v in vars(module).items() if callable(v) and n[0] != "_")
        raise UsageError(f"{module_name} has no function {function_name!r}; it has {found}")
    return Implementation(name, function)
