"""The words of a name: ``num_iterations``, ``numIterations`` and ``NumIterations`` are the same."""

import re
import unicodedata
from functools import lru_cache

PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


GLUED = re.compile(
    r"(x|y|n|nx|t|p)(train|training|test|val|valid|dev|batch|data|true|pred|hat|x|y|h|in|out)"
    r"|(train|training|test|val|dev)(x|y|set|data|labels|images)"
)
"""Two words without a seam: ``xtrain``, ``testx``, ``nx``."""


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """Split a name into lower-case words and numbers: ``X_train2`` is ``x train 2``.

    Letters lose their accents: ``época`` is ``epoca``.
    """
    result: list[str] = []
    for part in PARTS.findall(name if name.isascii() else _without_accents(name)):
        glued = GLUED.fullmatch(part.lower())
        result += [each for each in glued.groups() if each] if glued else [part.lower()]
    return tuple(result)


def _without_accents(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name)
    return "".join(each for each in parts if not unicodedata.combining(each))


def letters(name: str) -> tuple[str, ...]:
    """The words without the numbers."""
    return tuple(word for word in words(name) if not word.isdigit())


def index(name: str) -> int | None:
    """The number that a name ends in: 2 for ``W2``, ``dA_2``; ``None`` without."""
    last = words(name)[-1:]
    return int(last[0]) if last and last[0].isdigit() else None
