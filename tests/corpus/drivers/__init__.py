"""The truth of the corpus: one driver a family, which knows how to ask that file for a step.

Drivers share no code with the product: they call the people's functions by the names they have,
and finite differences of the file's own cost say what the gradients should be.
"""

from collections.abc import Callable

from tests.corpus.corpus import Case
from tests.corpus.drivers import classes, course, functions, layered, scripts
from tests.corpus.drivers.network import Network
from tests.corpus.drivers.running import python_of


def network_of(case: Case) -> Network:
    """Return the network of a file; raises what the file raises if it cannot be asked."""
    driver: Callable[[str], Network] = next(
        getattr(module, case.family)
        for module in (course, functions, classes, layered, scripts)
        if hasattr(module, case.family)
    )
    return driver(python_of(case.name, case.text))
