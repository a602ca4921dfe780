"""What people call things: the course's name behind ``grads["dW1"]``, ``self.grad_b2``.

Names are evidence for words, and for choosing between values that flow alike; never for a verdict.
"""

import re
import unicodedata

GRADIENT = re.compile(
    r"^(d(?=[A-Za-z_])|(grad|gradient|nabla|delta|der|deriv)_?(of_)?)|(_?(grad|gradient|delta|error))$",
    re.I,
)
COST = re.compile(
    r"(^|_)(cost|loss|losse|j|mse|sse|nll|objective|(cross_?)?entropy|xent|bce|cce|log_?loss"
    r"|custo|perda|coste|costo|costi|perdida|perte|cout|kosten|verluste?|koszt|strata|maliyet|kayip)"
    r"s?(_|\d|$)",
    re.I,
)
"""In English, Portuguese, Spanish, Italian, French, German, Polish and Turkish, without accents."""
ERROR = re.compile(r"(^|_)(error|err|erro|errore|errori|erreur|fehler|hata|blad)s?(_|\d|$)", re.I)
METRIC = re.compile(r"deriv|prime|grad|delta|acc|correct|pred|score|abs|mae|norm|diff", re.I)
LAST = re.compile(r"""[\["'.\]]*([A-Za-z_]\w*)["'\]]*(?:\[(-?\d+)\])?$""")


def last_part(name: str) -> tuple[str, int | None]:
    """Give the last word of a name and the number of the item: ``self.dW[1]`` is ``dW``, 1."""
    found = LAST.search(name.replace(" ", ""))
    if found is None:
        return name, None
    return found[1], None if found[2] is None else int(found[2])


def is_gradient(name: str) -> bool:
    """Whether it reads like a derivative."""
    return GRADIENT.search(last_part(name)[0]) is not None


def is_cost(name: str) -> bool:
    """Whether it reads like a cost, or an error that may be one."""
    return is_surely_cost(name) or _speaks(ERROR, name)


def is_surely_cost(name: str) -> bool:
    """Whether it reads like a cost, and not only like an error."""
    return _speaks(COST, name)


def _speaks(pattern: re.Pattern[str], name: str) -> bool:
    spelt = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    word = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", last_part(spelt)[0])
    return pattern.search(word) is not None and METRIC.search(word) is None
