"""The costs, each in all its scales: by its loss of one example, and the L2 term beside it."""

from compare.quantities.conventions import USUAL, Scale
from compare.quantities.model import NUMBER, Quantity, Root

COST_FORMS = {
    "cross-entropy": (
        "{over}(Y * softplus(-{Z}) + (1 - Y) * softplus({Z}))",
        "-{over}(Y * np.log({A}) + (1 - Y) * np.log(1 - {A}))",
    ),
    "categorical-cross-entropy": (
        "-{over}(np.sum(Y * log_softmax({Z}), axis=0, keepdims=True))",
        "-{over}(np.sum(Y * np.log({A}), axis=0, keepdims=True))",
    ),
    "squared-error": ("{over}(({A} - Y) ** 2{half})",),
}
"""Every cost by the loss of one example, summed or averaged over the examples."""

DERIVATIVES = {
    "cross-entropy": "-Y / {A} + (1 - Y) / (1 - {A})",
    "categorical-cross-entropy": "-Y / {A}",
    "squared-error": "{A} - Y",
}


def _known(cost: str) -> str:
    """Give a name nobody knows, as a saved trace may have it, the row of the squared error."""
    return cost if cost in COST_FORMS else "squared-error"


def derivative(cost: str) -> str:
    """Write the derivative of the loss of one example by the last activation."""
    return DERIVATIVES[_known(cost)]


def scaled(text: str, scale: Scale) -> str:
    """Write the factors of a scale around a derivative."""
    twice, over_m = "2 * " * scale.whole_square, " / m" * scale.in_dZ
    return f"{twice}({text}){over_m}" if twice or over_m else text


def cost_quantity(cost: str, Z: str, A: str, scale: Scale, plus: str = "") -> Quantity:
    """The cost, by its loss of one example; the cross-entropies from Z, and as well from A."""
    usual = USUAL if scale.usual_cost else scale
    over_examples = "sum" if usual.total else "mean"
    root: Root = "loss" if usual.total else "cost"
    half = "" if usual.whole_square else " / 2"
    texts = [
        f"cost = {text.format(over=f'np.{over_examples}', Z=Z, A=A, half=half)}{plus}"
        for text in COST_FORMS[_known(cost)]
    ]
    return Quantity("cost", NUMBER, texts[0], root, also=texts[1] if len(texts) > 1 else None)


def penalty(L: int, scale: Scale) -> str:
    """Write the L2 term, as large a multiple of itself as the rest of the cost."""
    usual = USUAL if scale.usual_cost else scale
    over = {
        (False, False): " / (2 * m)", (False, True): " / 2",
        (True, False): " / m", (True, True): "",
    }[usual.whole_square, usual.total]  # fmt: skip  # a row a table
    norms = " + ".join(f"np.sum(W{layer} ** 2)" for layer in range(1, L + 1))
    return f" + lambd{over} * ({norms})"


def decay(W: str, scale: Scale) -> str:
    """Write the derivative of the L2 term by a W."""
    return f" + {'2 * ' * scale.whole_square}lambd{' / m' * (not scale.total)} * {W}"


def root_of_dZ(scale: Scale) -> Root:
    """Say what dZ and dA are derivatives of."""
    return "cost" if scale.in_dZ else "loss"


def root_of_dW(scale: Scale) -> Root:
    """Say what dW and db are derivatives of."""
    return "loss" if scale.total else "cost"


def over_m_of_dW(scale: Scale) -> str:
    """Write the 1/m of dW and db, where it stands there."""
    return "" if scale.total or scale.in_dZ else " / m"
