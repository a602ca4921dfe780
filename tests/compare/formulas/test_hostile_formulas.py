import time
import tracemalloc

import pytest

from compare.checking.formulas import check_formula
from compare.formulas.notation import read_formula
from compare.formulas.read import FormulaError
from compare.meaning.options import Options
from tests.formulas_corpus.corpus import HOSTILE

LONGEST, MOST_MEMORY = 0.2, 20 * 2**20


def test_there_are_sixty():
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_input_is_refused_at_once(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    check_formula("dW2 = dZ2 @ A1.T / m", Options())
    tracemalloc.start()
    began = time.process_time()
    report = check_formula(text, Options())
    seconds = time.process_time() - began
    memory = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert report.verdict == "no-verdict"
    assert "fault" not in report.reason
    assert seconds < 5 * LONGEST  # traced memory slows it down
    assert memory < MOST_MEMORY
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('dW = A1.tofile("x")', "A1.tofile"),
        ('dW = __import__("os")', "__import__"),
        ("dW = 10**10**10", "power"),
        ("dW = np.zeros((10**6, 10**6))", "np.zeros"),
        ("dW = " + "(" * 50 + "A" + ")" * 50, "brackets"),
        ("dW = " + "A + " * 1000 + "A", "characters"),
        ("dW = A1.shape", "A1.shape"),
    ],
)
def test_a_refusal_names_the_part(text, part):
    with pytest.raises(FormulaError, match=part.replace("(", r"\(")):
        read_formula(text)
