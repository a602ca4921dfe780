"""The twelve rungs, in order."""

from collections.abc import Callable
from dataclasses import dataclass

from compare.datasets import Dataset
from compare.ladder.examples import choose
from compare.ladder.plans import calculus, logistic, networks
from compare.ladder.rung import Plan
from compare.ladder.settings import Settings


@dataclass(frozen=True)
class Rung:
    """A name, the data it usually runs on, how it is planned, whether a file can start it."""

    name: str
    usual_data: str
    make: Callable[[Settings, Dataset], Plan]
    has_parameters: bool = False

    def plan(self, settings: Settings) -> Plan:
        """Choose the data and build every case."""
        return self.make(settings, choose(settings, self.usual_data))


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
        Rung("deep-network", "digits", networks.deep_network, True),
        Rung("initialisation", "digits", networks.initialisation),
        Rung("training", "digits", networks.training, True),
    )
}
