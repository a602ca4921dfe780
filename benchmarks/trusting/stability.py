"""Whether a verdict depends on threads, on the processor's kernels or on the order of the examples.

Every setting is a process of its own that judges the same networks: right code, and right code with
one wrong entry in a gradient.  As a program, ``python -m benchmarks.trusting.stability START STOP
ORDER THREADS PARENT`` prints the verdicts of these networks.
"""

import json
import os
import subprocess
import sys
import threading
import time
from typing import Any, NamedTuple

import numpy as np

from benchmarks.trusting.false_alarms import DTYPES, candidate_of
from benchmarks.trusting.judged import judged
from benchmarks.trusting.networks import Case, random_network
from benchmarks.trusting.one_wrong_entry import gradients_of, one_wrong_entry
from benchmarks.trusting.results import ROOT
from benchmarks.trusting.tallies import Tally
from benchmarks.trusting.work import ONE_THREAD
from reference_torch import deep_network as reference

WRONG_BY = {"float64": 1e-3, "float32": 1e-1}
"""The relative error of the wrong entry: from here on the judge must not be blind."""

SLEEPY = {"OMP_WAIT_POLICY": "passive", "OPENBLAS_THREAD_TIMEOUT": "4"}
"""Threads that wait do not spin: other workers need the cores."""


class Setting(NamedTuple):
    """One way to run the same judgement."""

    order: str = "as drawn"
    threads: int = 1
    core: str | None = None


SETTINGS = {
    "one thread": Setting(),
    "two threads": Setting(threads=2),
    "examples permuted": Setting(order="permuted"),
    **{core: Setting(core=core) for core in ("Haswell", "SkylakeX", "Sandybridge")},
}


def measure(start: int, stop: int) -> Tally:
    """Compare the verdicts under every setting with those of one thread."""
    verdicts = {name: _in_a_process(start, stop, setting) for name, setting in SETTINGS.items()}
    usual = verdicts.pop("one thread")
    total: Tally = {"networks": stop - start, "verdicts": len(usual), "changed": {}, "which": []}
    for name, others in verdicts.items():
        changed = [key for key, verdict in usual.items() if others[key] != verdict]
        total["changed"][name] = len(changed)
        total["which"] += [[name, key, usual[key], others[key]] for key in changed]
    return total


def _in_a_process(start: int, stop: int, setting: Setting) -> dict[str, str]:
    environment = {**os.environ, **SLEEPY, **dict.fromkeys(ONE_THREAD, str(setting.threads))}
    if setting.core is not None:
        environment["OPENBLAS_CORETYPE"] = setting.core
    command = [sys.executable, "-m", "benchmarks.trusting.stability"]
    arguments = [str(start), str(stop), setting.order, str(setting.threads), str(os.getpid())]
    answer = subprocess.run(
        [*command, *arguments], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    verdicts: dict[str, str] = json.loads(answer.stdout)
    return verdicts


def verdicts_of(start: int, stop: int, order: str) -> dict[str, str]:
    """Judge these networks; the verdicts by network, precision, candidate and quantity."""
    verdicts: dict[str, str] = {}
    for index in range(start, stop):
        network = random_network(index)
        for dtype in DTYPES:
            case = network.case(np.dtype(dtype))
            if order == "permuted":
                permutation = np.random.default_rng(index).permutation(network.m)
                case |= {V: np.ascontiguousarray(case[V][:, permutation]) for V in "XY"}
            for kind, verdict in _verdicts(index, case, dtype).items():
                verdicts[f"{index} {dtype} {kind}"] = verdict
    return verdicts


@np.errstate(all="ignore")  # an overflow is judged, not warned of
def _verdicts(index: int, case: Case, dtype: str) -> dict[str, str]:
    _, right = candidate_of(index)
    expected, _ = reference.step(case, None)
    candidates = {"right": right}
    gradients = list(gradients_of(right, case))
    if gradients:
        name = gradients[index % len(gradients)]
        candidates["wrong"] = one_wrong_entry(right, name, WRONG_BY[dtype])
    verdicts: dict[str, str] = {}
    for kind, step in candidates.items():
        judgements = judged(step(case, None)[0], expected, case, (step, reference.step)).judgements
        verdicts |= {f"{kind} {name}": str(j.verdict) for name, j in judgements.items()}
    return verdicts


def main(arguments: list[str]) -> Any:
    """Print the verdicts of a process with its own settings."""
    import torch

    start, stop, order, threads, parent = arguments
    threading.Thread(target=_end_with_parent, args=(int(parent),), daemon=True).start()
    torch.set_num_threads(int(threads))
    json.dump(verdicts_of(int(start), int(stop), order), sys.stdout)


def _end_with_parent(parent: int) -> None:
    """End when the worker that waits for the answer has ended."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
