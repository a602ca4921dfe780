"""The twelve rungs, in order."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from compare.datasets import Dataset
from compare.ladder.examples import choose
from compare.ladder.plans import calculus, logistic, networks
from compare.ladder.rung import Plan
from compare.ladder.settings import Settings


@dataclass(frozen=True)
class Rung:
    """A name, the data it usually runs on, how it is planned.

    ``has_parameters`` says whether a file can start it, ``ends`` whether in softmax if asked to.
    """

    name: str
    usual_data: str
    make: Callable[[Settings, Dataset], Plan]
    has_parameters: bool = False
    ends_in_softmax: bool = False

    def plan(self, settings: Settings) -> Plan:
        """Choose the data and build every case."""
        fitting = settings if self.ends_in_softmax else settings.one_output
        plan = self.make(fitting, choose(fitting, self.usual_data))
        left_out = []
        if self.has_parameters and fitting is not settings:
            left_out.append("softmax is for the deep network: here one sigmoid unit decides")
        if self.has_parameters and settings.lambd and self.name not in REGULARISED:
            left_out.append("lambd is for the deep network: here is no L2 term")
        return replace(plan, notes=(*plan.notes, *left_out))


REGULARISED = ("deep-network", "initialisation", "training")
"""The rungs that have an L2 term where one is asked for."""


RUNGS = {
    rung.name: rung
    for rung in (
        Rung("derivatives", "breast-cancer", calculus.derivatives),
        Rung("computation-graph", "breast-cancer", calculus.computation_graph),
        Rung("activations", "breast-cancer", calculus.activations),
        Rung("losses", "breast-cancer", calculus.losses),
        Rung("logistic-regression/one-sample", "breast-cancer", logistic.one_sample, True),
        Rung("logistic-regression/loop", "breast-cancer", logistic.loop, True),
        Rung("logistic-regression/vectorised", "breast-cancer", logistic.vectorised, True),
        Rung("shallow-network/one-sample", "breast-cancer", networks.shallow_one_sample, True),
        Rung("shallow-network/vectorised", "breast-cancer", networks.shallow_vectorised, True),
        Rung("deep-network", "digits", networks.deep_network, True, True),
        Rung("initialisation", "digits", networks.initialisation, False, True),
        Rung("training", "digits", networks.training, True),
    )
}
