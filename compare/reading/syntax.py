"""Ask Python's own parser and compiler about some lines."""

import ast
import warnings
from collections.abc import Sequence

from compare.reading.lines import Line


def parsed(lines: Sequence[Line]) -> ast.Module:
    """Parse and compile lines; the tree has the parser's places, not yet the published ones.

    Raises
    ------
    SyntaxError
        Also for what only the compiler refuses, as a ``return`` outside a function, and for an
        expression that is nested too deeply.
    """
    text = "\n".join(line.text for line in lines)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an escape like "\d" is no business of ours
        try:
            tree = ast.parse(text)
            compile(tree, "<people's code>", "exec", dont_inherit=True)
        except (RecursionError, MemoryError, ValueError, OverflowError) as error:
            raise SyntaxError(str(error) or "too deeply nested", ("", 1, 0, "")) from None
    return tree


def syntax_error(lines: Sequence[Line]) -> SyntaxError | None:
    """Say what is wrong with lines, if anything is."""
    try:
        parsed(lines)
    except SyntaxError as error:
        return error
    return None
