"""What people call things: the course's name behind ``grads["dW1"]``, ``self.grad_b2``.

Names are evidence for words, and for choosing between values that flow alike; never for a verdict.
"""

import re

GRADIENT = re.compile(
    r"^(d(?=[A-Za-z_])|(grad|gradient|nabla|delta|der|deriv)_?(of_)?)|(_?(grad|gradient|delta|error))$",
    re.I,
)
COST = re.compile(
    r"(^|_)(cost|loss|j|mse|cross_?entropy|crossentropy|bce|cce|nll|objective|error|err|log_?loss)s?(_|\d|$)",
    re.I,
)
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
    """Whether it reads like a cost."""
    word = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", last_part(name)[0])
    return COST.search(word) is not None and METRIC.search(word) is None
