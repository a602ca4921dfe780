"""A forward pass that is not what the gradients are for, where a backward edit mends as well."""

from compare.diagnosing.answer import Finding
from tests.compare.diagnosing.recorded import diagnosed, edited, line_of
from tests.compare.diagnosing.two_layer_faults import DZ1

Z1 = 'Z1 = np.dot(p["W1"], X) + p["b1"]'
A1 = "A1 = np.tanh(Z1)"
MASK = "(np.arange(A1.size).reshape(A1.shape) % 3 > 0) * 1.0"
CACHE = "return A2, (Z1, A1, Z2, A2)"
UNPACKED = "Z1, A1, Z2, A2 = cache"


def first(text: str) -> Finding:
    found = diagnosed(text)
    assert found.verdict == "differ", found.reason
    return found.findings[0]


def told(finding: Finding) -> tuple[int | None, str | None]:
    return None if finding.place is None else finding.place.line, finding.cause


def test_a_bias_outside_of_the_activation() -> None:
    outside = f'{A1} + p["b1"]'
    text = edited((Z1, 'Z1 = np.dot(p["W1"], X)'), (A1, outside))
    finding = first(text)
    assert told(finding) == (line_of(outside, text), "operator-precedence")
    assert not finding.sure


def test_an_activation_that_is_not_applied() -> None:
    text = edited((A1, "A1 = Z1"), (DZ1, "dZ1 = dA1 * (1 - np.tanh(Z1) ** 2)"))
    finding = first(text)
    assert told(finding) == (line_of("dZ1 = dA1", text), "wrong-activation")
    assert not finding.sure


def test_a_mask_that_the_forward_pass_does_not_use() -> None:
    text = edited(
        (A1, f"{A1}\n    D1 = {MASK}"),
        (CACHE, "return A2, (Z1, A1, Z2, A2, D1)"),
        (UNPACKED, "Z1, A1, Z2, A2, D1 = cache"),
        (DZ1, "dZ1 = dA1 * D1 * (1 - A1 ** 2)"),
    )
    assert told(first(text)) == (line_of("dZ1 = dA1 * D1", text), "missing-term")


def test_a_slope_too_many_stays_sure() -> None:
    text = edited((DZ1, "dZ1 = dA1 * (1 - A1 ** 2) * (1 - A1 ** 2)"))
    finding = first(text)
    assert told(finding) == (line_of("dZ1 = dA1", text), "extra-activation-derivative")
    assert finding.sure
