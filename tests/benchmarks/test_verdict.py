"""What a verdict costs is measured on right pairs, and every row is printed."""

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks import verdict


@pytest.mark.parametrize("dtype", verdict.DTYPES, ids=str)
def test_what_is_timed_is_a_verdict_on_every_quantity(dtype):
    case = verdict.make_case((7, 5, 3, 1), 11, dtype)
    judgements = verdict.verdict_on(case)()
    assert len(judgements) == 3 * 2 + 1 + 4 * 3 - 1 + 2 * 3
    assert {judgement.verdict for judgement in judgements} <= {"agree", "blind"}


def test_pair_and_verdict_are_both_timed():
    pair, judged = verdict.measure(verdict.make_case((5, 3, 1), 7, np.dtype(np.float64)), 3)
    assert 0 < pair < judged


def test_every_network_has_a_row_in_both_dtypes(monkeypatch):
    monkeypatch.setattr(verdict, "NETWORKS", (((5, 3, 1), 7), ((7, 1), 11)))
    answer = CliRunner().invoke(verdict.main, ["--rounds", "1"])
    assert answer.exit_code == 0
    assert answer.stdout.count("float64") == answer.stdout.count("float32") == 2
    assert "[5,3,1] m=7" in answer.stdout
