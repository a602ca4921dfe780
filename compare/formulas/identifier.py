"""Which quantity a name of a program stands for: ``dW2``, ``A_prev``, ``learning_rate``."""

import re

from compare.formulas.symbol import QUANTITIES, Symbol

WORDS = {
    **dict.fromkeys(("alpha", "learning_rate", "lr", "eta", "rate", "step_size"), "alpha"),
    **dict.fromkeys(("lambd", "lam", "lmbda", "reg", "regularization"), "lambd"),
    **dict.fromkeys(("m", "M", "m_train", "num_examples", "n_samples", "num_samples"), "m"),
    **dict.fromkeys(("J", "cost", "Cost", "J_cost", "total_cost"), "J"),
    **dict.fromkeys(("L", "loss", "Loss", "losses"), "L"),
    **dict.fromkeys(("yhat", "y_hat", "Yhat", "Y_hat", "YHat", "yHat", "y_pred"), "yhat"),
    **dict.fromkeys(("Y_pred", "Ypred", "ypred", "y_p"), "yhat"),
    **dict.fromkeys(("y_true", "Y_true", "Y_truth", "Ytrue", "ytrue", "y_train", "Y_train"), "Y"),
    **dict.fromkeys(("X_train", "x_train", "X_batch"), "X"),
    **dict.fromkeys(("n_x", "nx", "n_h", "n_y", "n", "i", "l", "eps", "epsilon"), ""),
}
LAYERS = {"prev": "l-1", "next": "l+1", "L": "L", "l": "l", "last": "L", "out": "L", "lm1": "l-1"}
LETTERS = "|".join(sorted((*QUANTITIES, "Yhat", "y_hat"), key=len, reverse=True))
LETTER = re.compile(
    rf"(?P<new>new_)?(?P<d>d|d_|grad_)?(?P<letter>{LETTERS})"
    rf"(?:_?(?P<number>\d+)|_(?P<layer>{'|'.join(LAYERS)})|(?P<last>L|l))?(?P<T>_?T)?"
)


def symbol_of_identifier(name: str) -> tuple[Symbol, bool]:
    """Read a name of a program; the second value says that it is a transpose, ``w_T``."""
    if name in WORDS:
        return Symbol(WORDS[name] or name), False
    found = LETTER.fullmatch(re.sub(r"^delta", "dZ", name))
    if found is None:
        if name[:1] == "d" and WORDS.get(name[1:]) == "yhat":
            return Symbol("yhat", "d"), False
        return Symbol(name), False
    layer = LAYERS.get(found["layer"] or found["last"] or "", "")
    letter = "yhat" if found["letter"] in ("Yhat", "y_hat") else found["letter"]
    number = found["number"] or ""
    if letter.isupper() and number and letter not in "XY":
        layer, number = number, ""
    derivative = "new_" if found["new"] else "d" if found["d"] else ""
    return Symbol(letter, derivative, number, layer), bool(found["T"])
