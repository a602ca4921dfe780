"""A Markdown file: one unit a block of Python; a class may go on in a later block."""

import ast
import re
from collections.abc import Iterable, Sequence

from compare.reading.fences import Fragment, fragments
from compare.reading.lines import Line, dedented, published, split
from compare.reading.recovery import Parsed, parse
from compare.reading.source import Source, Unit

PYTHON = ("python", "py", "python3", "python2", "py3", "ipython", "ipython3", "pycon", "sourcecode")
PROMPT = re.compile(r"\s*(?:>>>|\.\.\.|In \[\d*\]:|\.{3,}:)(?: |$)")
FIRST_PROMPT = re.compile(r"\s*(?:>>>|In \[\d*\]:)(?: |$)")
LOOKS_LIKE_PYTHON = re.compile(
    r"^\s*(?:def \w+\(.*|class \w+.*:|import \w+|from [\w.]+ import\b|for \w.* in .*:|return\b"
    r"|[\w.\[\]\"']+(?:, *[\w.]+)* *[-+*/@]?= *[^=].*)\s*$"
)
SURE = re.compile(r"^\s*(?:def \w+\(|import numpy\b|class \w+(?:\(\w*\))?:\s*$)")


def read_markdown(text: str, path: str) -> Source:
    """Read the blocks of Python of a Markdown file; what is prose is left alone, silently."""
    lines = split(text)
    source = Source(path, "markdown", {None: lines}, [])
    for fragment in fragments(published(lines)):
        found = _read(fragment)
        if found is not None:
            statements = _continued(found.statements, source.units)
            source.units.append(Unit(None, statements))
            source.problems += found.problems
    return source


def _read(fragment: Fragment) -> Parsed | None:
    """Parse a fragment, if it is Python or looks like it."""
    lines = dedented(_without_prompts(fragment.lines))
    if fragment.tag in PYTHON:
        return parse(lines)
    pattern = SURE if fragment.tag else LOOKS_LIKE_PYTHON
    if not any(pattern.match(line.text) for line in lines):
        return None
    found = parse(lines)
    if not found.problems or (not fragment.tag and any(SURE.match(line.text) for line in lines)):
        return found
    return None


def _without_prompts(lines: Sequence[Line]) -> list[Line]:
    """Of a session keep what was typed; a line of output stays as an empty one."""
    if not any(FIRST_PROMPT.match(line.text) for line in lines):
        return list(lines)
    typed = []
    for line in lines:
        prompt = PROMPT.match(line.text)
        typed.append(line.edited(0, prompt.end() if prompt else len(line.text), ""))
    return typed


def _continued(statements: list[ast.stmt], before: Iterable[Unit]) -> list[ast.stmt]:
    """Put methods that stand in the margin into the class that was defined last."""
    open_class = None
    for unit in before:
        open_class = _last_class(unit.statements) or open_class
    kept: list[ast.stmt] = []
    for statement in statements:
        if isinstance(statement, ast.ClassDef):
            open_class = statement
        if open_class is not None and _is_method(statement):
            open_class.body.append(statement)
        else:
            kept.append(statement)
    return kept


def _last_class(statements: Sequence[ast.stmt]) -> ast.ClassDef | None:
    classes = [statement for statement in statements if isinstance(statement, ast.ClassDef)]
    return classes[-1] if classes else None


def _is_method(statement: ast.stmt) -> bool:
    """Whether a function takes ``self`` first."""
    if not isinstance(statement, ast.FunctionDef):
        return False
    arguments = [*statement.args.posonlyargs, *statement.args.args]
    return bool(arguments) and arguments[0].arg == "self"
