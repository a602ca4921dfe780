"""What a name says of a number: that it is the cost, or an error, which may be one."""

from enum import Enum
from functools import lru_cache

from compare.driving.words import words


class Says(Enum):
    """How surely a name speaks of the cost."""

    COST = "cost"
    ERROR = "error"
    NOTHING = "nothing"


COST = {
    "cost", "costs", "loss", "losses", "j", "mse", "sse", "nll", "objective", "entropy",
    "crossentropy", "xent", "bce", "cce", "logloss", "custo", "custos", "perda", "perdas",
    "coste", "costes", "costo", "costos", "perdida", "perdidas", "costi", "perte", "pertes",
    "cout", "couts", "kosten", "verlust", "verluste", "koszt", "strata", "maliyet", "kayip",
}  # fmt: skip
"""In English, Portuguese, Spanish, Italian, French, German, Polish and Turkish, without accents."""
ERROR = {
    "error", "errors", "err", "errs", "erro", "erros", "errore", "errori", "erreur", "fehler",
    "hata", "blad",
}  # fmt: skip
"""What a difference, or a measure of success that nothing is derived from, is called as well."""
SLOPE = {
    "derivative", "derivatives", "deriv", "prime", "delta", "d", "grad", "grads", "gradient",
    "gradients", "der", "backward", "derivada", "acc", "accuracy", "correct", "pred", "preds",
    "predict", "score", "scores", "abs", "mae", "norm", "diff", "rate", "fn",
}  # fmt: skip


@lru_cache(maxsize=4096)
def says(name: str) -> Says:
    """Read a name: ``self.train_loss``, ``crossEntropy``, ``custo``."""
    here = set(words(name.rpartition(".")[2]))
    if here & SLOPE:
        return Says.NOTHING
    if here & COST:
        return Says.COST
    return Says.ERROR if here & ERROR else Says.NOTHING
