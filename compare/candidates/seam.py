"""Load ``module:function`` and call it as ``step(case, state) -> (trace, state)``, guarded.

The function gets its own copies of the case's arrays.  If it changes one, that is noted and the
copy is made anew; if it raises, the error names its own line.
"""

import importlib
import inspect
import sys
import sysconfig
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from compare.candidates.guard import guarded
from compare.candidates.namesakes import refuse_namesakes
from compare.errors import CandidateError, UsageError

LIBRARIES = (
    *{sysconfig.get_path(name) for name in ("stdlib", "platlib", "purelib")},
    str(Path(__file__).parent),
)
"""Where frames are not the candidate's own."""

Step = Callable[[Mapping[str, Any], Any], tuple[Mapping[str, Any], Any]]


class Implementation:
    """A step function, and what was seen while it was called.

    Attributes
    ----------
    name
        ``module:function``.
    given, touched
        What the last call was given, and which of it the call changed in place.
    seconds
        The time of each call, in order.
    changed
        The arguments it changed in place, each with the largest change.
    warnings
        The warnings it gave, counted.
    """

    runs_anywhere = True
    """It can be run on any case, not only on the one it was saved from."""

    def __init__(self, name: str, function: Step) -> None:
        self.name, self.function = name, function
        self.given: dict[str, Any] = {}
        self.touched: frozenset[str] = frozenset()
        self.seconds: list[float] = []
        self.changed: dict[str, float] = {}
        self.warnings: Counter[str] = Counter()
        self._copies: dict[str, tuple[Any, Any]] = {}

    def afresh(self) -> "Implementation":
        """Give the same function, with nothing noted of earlier calls."""
        return Implementation(self.name, self.function)

    def step(self, case: Mapping[str, Any], state: Any) -> tuple[Mapping[str, Any], Any]:
        """Call the function once.

        Raises
        ------
        CandidateError
            If it raises, or does not return a mapping and a state.
        """
        self.given = {name: self._copy(name, value) for name, value in case.items()}
        try:
            with warnings.catch_warnings(record=True) as raised, guarded():
                warnings.simplefilter("always")
                began = time.perf_counter()
                result = self.function(dict(self.given), state)
                self.seconds.append(time.perf_counter() - began)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # a candidate's sys.exit() must not end the judge
            raise CandidateError(f"{self.name} raised {described(error)}") from error
        finally:
            self._note_changes(case)
        self.warnings.update(str(warning.message) for warning in raised)
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

    def _note_changes(self, case: Mapping[str, Any]) -> None:
        touched = []
        for name, value in case.items():
            copy = self.given[name]
            if isinstance(value, np.ndarray) and not np.array_equal(value, copy):
                touched.append(name)
                change = np.inf
                if copy.shape == value.shape:
                    change = float(np.abs(copy.astype(np.float64) - value).max())
                if np.isnan(change):
                    change = np.inf
                self.changed[name] = max(change, self.changed.get(name, 0.0))
                del self._copies[name]
        self.touched = frozenset(touched)


def described(error: BaseException) -> str:
    """Name an error, the innermost line of it that is no library's, and its message."""
    kind = type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)[1:]
    own = [frame for frame in frames if not frame.filename.startswith((*LIBRARIES, "<frozen"))]
    if not own:
        return f"{kind}: {error}"
    line = f"\n    {own[-1].line}" if own[-1].line else ""
    return f"{kind} at {Path(own[-1].filename).name}:{own[-1].lineno}: {error}{line}"


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
    if not (module_name and colon and function_name) or module_name.startswith("."):
        raise UsageError(f"{name!r} is not of the form module:function, as in mynet:step")
    refuse_namesakes(Path.cwd())
    if "" not in sys.path and str(Path.cwd()) not in sys.path:
        sys.path.insert(0, str(Path.cwd()))
    try:
        with guarded():
            module = importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{module_name}.".startswith(f"{error.name}."):
            raise CandidateError(f"{module_name} could not be imported: {error}") from error
        message = f"no module {module_name!r} here ({Path.cwd()}) or among the installed ones"
        raise UsageError(message) from None
    except BaseException as error:  # whatever a module does while it is imported is its own fault
        if isinstance(error, KeyboardInterrupt):
            raise
        cause = described(error)
        raise CandidateError(f"{module_name} could not be imported: {cause}") from error
    function = getattr(module, function_name, None)
    if not callable(function):
        found = [n for n, v in vars(module).items() if callable(v) and n[0] != "_"]
        names = ", ".join(found) or "none"
        raise UsageError(f"{module_name} has no function {function_name!r}; it has {names}")
    _check_signature(name, function)
    return Implementation(name, function)


def _check_signature(name: str, function: Step) -> None:
    """Refuse a function that cannot be called with a case and a state."""
    try:
        signature = inspect.signature(function)
    except ValueError:  # a builtin keeps it to itself
        return
    try:
        signature.bind({}, None)
    except TypeError:
        short = name.partition(":")[2]
        raise UsageError(f"{name} takes {signature}; wanted {short}(case, state)") from None
