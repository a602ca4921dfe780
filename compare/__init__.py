"""The judge of derivations by hand: what agrees with autograd, and what does not.

compare.judge(candidate, reference, case)          the report, as data
compare.assert_agree(candidate, reference, case)   for a test: raises with every finding
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compare.api import assert_agree, judge

__all__ = ["assert_agree", "judge"]


def __getattr__(name: str) -> Any:
    """Load the judge when it is first asked for: importing the package costs nothing."""
    if name in __all__:
        import compare.api

        return getattr(compare.api, name)
    raise AttributeError(f"module 'compare' has no attribute {name!r}")
