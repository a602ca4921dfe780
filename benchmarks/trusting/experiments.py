"""The experiments by name: what each measures, in what portions, and with which code."""

import importlib
from typing import NamedTuple

from benchmarks.trusting.results import Piece
from benchmarks.trusting.tallies import Tally


class Experiment(NamedTuple):
    """A function ``(start, stop) -> tally`` by the name of its module, and how much of it to do.

    Attributes
    ----------
    full, quick
        So many cases, and so many with ``--quick``.
    size
        So many cases a piece.
    code
        Modules of its own, beside those that every experiment rests on.
    """

    module: str
    full: int
    quick: int
    size: int
    code: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The files that are its own."""
        names = (self.module, *self.code)
        return tuple(name if "/" in name else f"benchmarks/trusting/{name}.py" for name in names)


EXPERIMENTS = {
    "false alarms": Experiment("false_alarms", 20_000, 200, 20, ("variants",)),
}


def measure(piece: Piece) -> Tally:
    """Measure a piece.

    The module is imported by its name, so that only workers load numpy and torch.
    """
    module = importlib.import_module(f"benchmarks.trusting.{EXPERIMENTS[piece.experiment].module}")
    tally: Tally = module.measure(piece.start, piece.stop)
    return tally
