"""A fixed sample of the corpus' wrong files: how often the answer is right, and how sure it is."""

from collections import Counter
from pathlib import Path

from benchmarks.checking import COLUMNS, judged, missed, rate, sample, table
from tests.corpus.variants import VARIANTS

SAMPLE = 60
AT_LEAST = {"found": 0.82, "line": 0.73, "cause": 0.66}
AT_MOST = {"false_sure": 0.04, "agreed": 0.12}


def test_the_sample_is_of_every_cause_and_of_most_families() -> None:
    rows = sample(VARIANTS, SAMPLE)
    assert len(rows) == SAMPLE
    assert rows == sample(reversed(VARIANTS), SAMPLE)
    causes = Counter(row.cause for row in rows)
    assert causes.keys() == {row.cause for row in VARIANTS}
    assert max(causes.values()) - min(causes.values()) <= 1
    assert len({row.family for row in rows}) >= 15
    assert sample(VARIANTS, 30) == rows[:30]


def test_wrong_files_are_found_out(tmp_path: Path) -> None:
    answers = list(judged(sample(VARIANTS, SAMPLE), tmp_path))
    rates = {column: rate(answers, column) for column in COLUMNS}
    print(*missed(answers), table(answers), sep="\n")
    short = {name: rates[name] for name, floor in AT_LEAST.items() if rates[name] < floor}
    over = {name: rates[name] for name, ceiling in AT_MOST.items() if rates[name] > ceiling}
    assert not short
    assert not over
