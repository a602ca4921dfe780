"""What older NumPy took for a number still is one, and text that cannot be made ends no run."""

import numpy as np
import pytest

from tests.compare.recording.recorded import Run

A = np.array([[0.5]])


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("float(A)", 0.5),
        ("int(A)", 0),
        ("math.exp(A)", np.exp(0.5)),
        ("'%.2f' % A", "0.50"),
        ("'%.2f %s' % (A, 'x')", "0.50 x"),
        ("f'{A:.2f}'", "0.50"),
        ("f'{A[0]:{3}.1f}|{A!r:>3}'", "0.5|array([[0.5]])"),
        ("'{:.2f} {b:.1f}'.format(A, b=A)", "0.50 0.5"),
        ("format(A, '.2f')", "0.50"),
        ("'%d %d' % (1,)", "%d %d"),
        ("'{:.2f}'.format(np.ones(2))", "{:.2f}"),
        ("f'{np.ones(2):.2f}'", "[1. 1.]"),
        ("'%.1f' % 2.25", "2.2"),
        ("f'{1 / 3:.3f}'", "0.333"),
        ("'%s' % A", "[[0.5]]"),
        ("7 % 4", 3),
    ],
)
def test_a_number_is_shown(expression: str, value: object) -> None:
    assert Run(f"import math\nshown = {expression}", A=A)["shown"] == value


def test_the_number_in_an_array_is_followed() -> None:
    run = Run("import math\nB = float(A) * 2\nC = math.tanh(A)", A=A)
    assert run.operands("B") == ["item"]
    assert run.operands("C") == ["item"]


def test_other_methods_of_text_raise_as_ever() -> None:
    with pytest.raises(TypeError, match="sequence item 0"):
        Run("', '.join([1])")
