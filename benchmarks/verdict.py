"""What a verdict costs: a judged step against the plain pair of steps, measured in one run.

    pair      one step in NumPy and one in torch, called bare
    verdict   the same two behind the seam, their arrays copied, and both tests of every quantity

The two take turns, and the figure is the ratio of the medians, with the time of each.  Everything
runs in one thread.

Exit code: 0 whatever the figures, 2 for bad options.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before numpy and torch

import time
from collections.abc import Callable
from itertools import pairwise
from statistics import median
from typing import Any

import click
import numpy as np

from compare.candidates.seam import load
from compare.formulas.on_torch import TorchEvaluator
from compare.judging.judge import judge_step
from compare.quantities.network import network
from compare.traces.trace import record
from reference_torch import deep_network as twin
from scratch_numpy import deep_network as scratch

NETWORKS = (
    ((30, 16, 8, 1), 569),
    ((64, 20, 7, 5, 1), 1797),
    ((12288, 20, 7, 5, 1), 209),
    ((784, 512, 512, 1), 1024),
)
"""Those of ``benchmarks/speed.py``."""
GOAL = 3.0
DTYPES = (np.dtype(np.float64), np.dtype(np.float32))


def make_case(dims: tuple[int, ...], m: int, dtype: np.dtype[Any]) -> dict[str, Any]:
    rng = np.random.default_rng(0)
    case: dict[str, Any] = {"X": rng.standard_normal((dims[0], m)).astype(dtype)}
    case["Y"] = (rng.random((1, m)) > 0.5).astype(dtype)
    for layer, (n_prev, n) in enumerate(pairwise(dims), start=1):
        W = rng.standard_normal((n, n_prev)) * np.sqrt(2 / n_prev)
        case |= {f"W{layer}": W.astype(dtype), f"b{layer}": np.zeros((n, 1), dtype)}
    activations = (*("relu",) * (len(dims) - 2), "sigmoid")
    return case | {"activations": activations, "cost": "cross-entropy", "learning_rate": 0.01}


def verdict_on(case: dict[str, Any]) -> Callable[[], object]:
    """Make what judges one step in full."""
    dtype = case["X"].dtype
    model = network(case["activations"], case["cost"])
    candidate = load("scratch_numpy.deep_network:step")
    reference = load("reference_torch.deep_network:step")

    def judge() -> object:
        returned, _ = candidate.step(case, None)
        expected, _ = reference.step(case, None)
        trace = record(returned, model, model.sizes(case), dtype, candidate.given)
        return judge_step(trace, expected, model, case, dtype, TorchEvaluator)

    return judge


def seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def measure(case: dict[str, Any], rounds: int) -> tuple[float, float]:
    """Let pair and verdict take turns; the median seconds of each, after a round to warm up."""
    judge = verdict_on(case)
    pairs, verdicts = [], []
    for _ in range(rounds + 1):
        pair = seconds(lambda: scratch.step(case, None)) + seconds(lambda: twin.step(case, None))
        pairs.append(pair)
        verdicts.append(seconds(judge))
    return median(pairs[1:]), median(verdicts[1:])


@click.command(help=(__doc__ or "").partition("\n")[0])
@click.option("--rounds", type=click.IntRange(min=1), default=15, show_default=True)
def main(rounds: int) -> None:
    click.echo(f"{'network':24s}{'dtype':9s}{'pair ms':>9s}{'verdict ms':>12s}{'ratio':>7s}  goal")
    for dims, m in NETWORKS:
        for dtype in DTYPES:
            pair, verdict = measure(make_case(dims, m, dtype), rounds)
            name = f"[{','.join(map(str, dims))}] m={m}"
            met = "met" if verdict <= GOAL * pair else "missed"
            click.echo(
                f"{name:24s}{dtype.name:9s}{1e3 * pair:9.2f}{1e3 * verdict:12.2f}"
                f"{verdict / pair:7.2f}  {GOAL:g} {met}"
            )


if __name__ == "__main__":
    main()
