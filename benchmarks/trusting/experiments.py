"""The experiments by name: what each measures, in what portions, and with which code."""

import importlib
from typing import NamedTuple

from benchmarks.trusting.results import Piece
from benchmarks.trusting.tallies import Tally
from compare.slips.catalogue import BASE
from compare.slips.consistent import CONSISTENT
from compare.slips.equivalents import EQUIVALENTS


class Experiment(NamedTuple):
    """A function ``(start, stop) -> tally`` by its name, and how much of it to do.

    Attributes
    ----------
    module, function
        A module of this package, and what it measures with.
    full, quick
        So many cases, and so many with ``--quick``.
    size
        So many cases a piece.
    code
        What it rests on besides: modules of this package, and folders.
    """

    module: str
    full: int
    quick: int
    size: int
    code: tuple[str, ...] = ()
    function: str = "measure"

    @property
    def sources(self) -> tuple[str, ...]:
        """The files that are its own."""
        names = (self.module, *self.code)
        return tuple(name if "/" in name else f"benchmarks/trusting/{name}.py" for name in names)


RIGHT = ("variants", "false_alarms")
CHECKS = (*RIGHT, "one_wrong_entry", "finite_differences", "curves")
SLIPS = (*CHECKS, "battery", "one_number", "compare/slips")
RUNS = 30
"""Two precisions of fifteen networks."""

EXPERIMENTS = {  # those of long pieces first, so that no process waits for the others at the end
    "stability": Experiment("stability", 200, 2, 10, CHECKS),
    "trajectories": Experiment("trajectories", RUNS, 2, 1, RIGHT),
    "random slips": Experiment(
        "detection", 100, 1, 1, SLIPS, function="measure_on_random_networks"
    ),
    "slips": Experiment("detection", len(BASE), 24, 3, SLIPS),
    "consistent": Experiment(
        "detection", len(CONSISTENT), 4, 2, SLIPS, function="measure_consistent"
    ),
    "one number": Experiment("one_number", len(BASE), 8, 4, SLIPS),
    "one number, consistent": Experiment(
        "one_number", len(CONSISTENT), 4, 2, SLIPS, function="measure_consistent"
    ),
    "equivalents": Experiment("equivalents", len(EQUIVALENTS), 20, 5, SLIPS),
    "pairs": Experiment("pairs", 300, 30, 10, SLIPS),
    "gradient checks": Experiment("finite_differences", 600, 40, 10, CHECKS),
    "cost curves": Experiment("curves", 600, 20, 10, CHECKS),
    "false alarms": Experiment("false_alarms", 20_000, 200, 20, RIGHT),
}


def measure(piece: Piece) -> Tally:
    """Measure a piece.

    The module is imported by its name, so that only workers load numpy and torch.
    """
    experiment = EXPERIMENTS[piece.experiment]
    module = importlib.import_module(f"benchmarks.trusting.{experiment.module}")
    tally: Tally = getattr(module, experiment.function)(piece.start, piece.stop)
    return tally
