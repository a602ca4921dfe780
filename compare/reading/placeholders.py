"""What a template leaves open: ``Z1 = None`` between the course's marks, ``dW = ...``."""

import ast
import re
from collections.abc import Iterator, Sequence

from compare.reading.source import Problem

BEGIN = re.compile(r"#.*\b(?:START|BEGIN|YOUR) (?:OF YOUR )?(?:CODE|SOLUTION)\b", re.IGNORECASE)
END = re.compile(
    r"#.*(?:\bENDS?\b.*\b(?:CODE|SOLUTION)\b|\b(?:CODE|SOLUTION)\b.*\bENDS?\b)", re.IGNORECASE
)
DEFINITION = re.compile(r"\s*(?:def|class)\b")


def placeholders(statements: Sequence[ast.stmt], lines: Sequence[str]) -> list[Problem]:
    """Find what is not written yet, with the function it is in."""
    return list(_within("", statements, _between_marks(lines)))


def _within(within: str, statements: Sequence[ast.stmt], open_lines: set[int]) -> Iterator[Problem]:
    for statement in statements:
        match statement:
            case ast.FunctionDef() | ast.ClassDef():
                name = ".".join(filter(None, (within, statement.name)))
                if isinstance(statement, ast.FunctionDef) and _is_empty(statement.body):
                    text = f"the body of {statement.name} is not written yet"
                    yield Problem(statement.lineno, text, kind="unfinished", name=name)
                yield from _within(name, statement.body, open_lines)
            case ast.Assign(value=ast.Constant(value=value)):
                if value is ... or (value is None and statement.lineno in open_lines):
                    text = f"{ast.unparse(statement)} is a placeholder"
                    yield Problem(statement.lineno, text, kind="unfinished", name=within)
            case _:
                inner = [s for s in ast.iter_child_nodes(statement) if isinstance(s, ast.stmt)]
                yield from _within(within, inner, open_lines)


def _is_empty(body: Sequence[ast.stmt]) -> bool:
    """Whether nothing but ``...`` stands there, under a docstring or not."""
    values = [
        statement.value.value
        for statement in body
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    ]
    return len(values) == len(body) and ... in values


def _between_marks(lines: Sequence[str]) -> set[int]:
    """The lines between the marks of a template, counted from 1; at most up to a definition."""
    inside, found = False, set()
    for number, line in enumerate(lines, 1):
        if END.search(line) or DEFINITION.match(line):
            inside = False
        elif BEGIN.search(line):
            inside = True
        if inside:
            found.add(number)
    return found
