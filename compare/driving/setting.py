"""What one attempt varies: data, options, what is prepared before the call."""

from dataclasses import dataclass, field, replace
from typing import Any

from compare.driving.probes import Probe, Sizes

RATE = 0.3
"""The learning rate that is handed in, where one is asked for."""

TURNS = 20
"""Iterations: enough for ``i % (iterations // 10)``, few where the loop is not left early."""


@dataclass(frozen=True)
class Setting:
    """One way to call.

    Attributes
    ----------
    fixed
        The sizes that the file chose, not we.
    values
        What a parameter gets, by ``(title of the function, parameter)``.
    needed
        Names that the code reads and nothing defines: made before the call, in this order.
    prepared
        Methods that are called on an object right after its construction.
    as_written
        Whether objects are made with the very arguments of the script, sizes included.
    talk
        What ``print_cost`` and the like are set to.
    depth
        How many layers have parameters; 0 where the file is to say.
    intercept
        Whether weights of the script count a column of ones that ours lack.
    frames
        Whether X and Y are wrapped as a table of pandas is.
    batches
        Into how many batches the examples are to be split.
    turns
        How many iterations are asked for; the recorder leaves the loop after the first update.
    """

    probe: Probe = field(default_factory=Probe)
    fixed: frozenset[str] = frozenset()
    values: tuple[tuple[tuple[str, str], Any], ...] = ()
    needed: tuple[str, ...] = ()
    prepared: tuple[tuple[str, str], ...] = ()
    as_written: bool = False
    talk: bool = True
    turns: int = TURNS
    batches: int = 1
    depth: int = 0
    intercept: bool = False
    frames: bool = False
    rate: float = RATE

    def value(self, title: str, parameter: str) -> Any:
        """Look up what a parameter was set to.

        Raises
        ------
        KeyError
            Nothing was set.
        """
        value = dict(self.values)[title, parameter]
        return list(value) if isinstance(value, tuple) else value

    def having(self, title: str, parameter: str, value: Any) -> "Setting":
        """Return the same with a parameter set."""
        kept = tuple(each for each in self.values if each[0] != (title, parameter))
        return replace(self, values=(*kept, ((title, parameter), value)))

    def alike(self, size: int, m: int) -> "Setting":
        """Return the same with one size for all layers, but for sizes that the file chose."""
        sizes = self.probe.sizes
        n_x = sizes.n_x if "n_x" in self.fixed else size
        n_y = sizes.n_y if "n_y" in self.fixed or sizes.n_y == 1 else n_x
        m = sizes.m if "m" in self.fixed else m
        probe = replace(self.probe, sizes=Sizes(m, n_x, (n_x,) * len(sizes.hidden), n_y))
        return replace(self, probe=probe)
