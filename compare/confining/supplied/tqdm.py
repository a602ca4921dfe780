"""Progress bars that show nothing and hand on what they walk over."""

from collections.abc import Iterable, Iterator
from typing import Any, Self


class tqdm:  # noqa: N801  (its own name)
    """Walks over something."""

    def __init__(self, iterable: Iterable[Any] = (), *options: Any, **named: Any) -> None:
        self.iterable = iterable
        self.n = 0

    def __iter__(self) -> Iterator[Any]:
        return iter(self.iterable)

    def __len__(self) -> int:
        return len(self.iterable)  # type: ignore[arg-type]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None: ...

    def update(self, *shown: Any, **named: Any) -> None:
        """Show nothing."""

    set_description = set_postfix = set_postfix_str = set_description_str = update
    close = refresh = reset = clear = update

    @staticmethod
    def write(*shown: Any, **named: Any) -> None:
        """Show nothing."""


def trange(*bounds: int, **named: Any) -> tqdm:
    """Walk over a range."""
    return tqdm(range(*bounds))


tqdm_notebook = tqdm
