"""One random network, judged and shown."""

import numpy as np

from benchmarks.trusting.false_alarms import DTYPES, candidate_of, judge_network
from benchmarks.trusting.networks import random_network
from benchmarks.trusting.table import aligned, error


def show(index: int) -> str:
    """Describe a network, and what we say of right code on it, in both precisions."""
    network = random_network(index)
    lines = [str(network), f"candidate: {candidate_of(index)[0]}"]
    for dtype in DTYPES:
        answer = judge_network(index, network, np.dtype(dtype))
        if answer is None:
            lines += ["", f"{dtype}: the reference is not finite"]
            continue
        rows = [("quantity", "verdict", "share of tolerance", "visible error")]
        for name, j in answer[1].judgements.items():
            rows.append((name, j.verdict, f"{j.excess:.2g}", error(j.visible)))
        lines += ["", dtype, *aligned(rows)]
    return "\n".join(lines)
