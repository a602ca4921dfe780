"""How formulas are checked: random ones without a crash or a false "right", and how fast.

python -m benchmarks.formulas            # 20,000 random formulas, then the clock
python -m benchmarks.formulas 1000
"""

import subprocess
import sys
import time

from hypothesis import HealthCheck, given, settings

from compare.checking.formulas import check_formulas
from tests.formulas_corpus.corpus import HOSTILE, RIGHT, WRONG
from tests.formulas_corpus.fuzz import check_ring, check_string, rings, strings

EXAMPLES = 20_000
ANSWER, HUNDRED, REFUSAL = 2.5, 5.0, 0.2
"""Seconds: one formula with torch's import, a hundred formulas, one refusal."""


def fuzz(examples):
    """Half strings, half rings; an assertion ends it with the formula."""
    rules = settings(
        max_examples=examples // 2, deadline=None, suppress_health_check=list(HealthCheck)
    )
    rules(given(strings)(check_string))()
    rules(given(rings)(lambda ring: check_ring(*ring)))()
    print(f"{examples} random formulas: no crash, and no false verdict on the rings")


def clock():
    """Time a first answer, a hundred formulas, and every refusal."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "compare", "check", "-e", RIGHT[0]]
    subprocess.run(command, check=True, capture_output=True)
    print(f"one formula, torch's import included: {time.perf_counter() - began:.2f} s ({ANSWER})")
    mixed = [
        text for pair in zip(RIGHT, (text for _, text in WRONG), strict=False) for text in pair
    ]
    began = time.perf_counter()
    list(check_formulas(mixed[:100]))
    print(
        f"a hundred formulas, half of them wrong: {time.perf_counter() - began:.2f} s ({HUNDRED})"
    )
    slowest = 0.0
    for text in HOSTILE:
        began = time.perf_counter()
        list(check_formulas([text]))
        slowest = max(slowest, time.perf_counter() - began)
    print(f"the slowest of {len(HOSTILE)} refusals: {slowest:.3f} s ({REFUSAL})")


if __name__ == "__main__":
    fuzz(int(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES)
    clock()
