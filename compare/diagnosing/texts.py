"""The text of people's code at a recorded place: whole, and in pieces that an edit rearranges."""

import ast
from collections.abc import Callable

from compare.diagnosing.answer import Place
from compare.diagnosing.edits.edit import Texts
from compare.reading.source import Source
from compare.recording.graph import Site


class SourceText:
    """A source with its lines by unit."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def lines(self, site: Site) -> tuple[str, ...]:
        """The lines of the cell or file that a place is in."""
        return self.source.lines.get(self.cell(site), ())

    def cell(self, site: Site) -> int | None:
        """The cell of a place, ``None`` in a file without cells."""
        return self.source.units[site.unit].cell if site.unit < len(self.source.units) else None

    def is_theirs(self, site: Site | None) -> bool:
        """Whether a place is in the file, and not in what was supplied."""
        return site is not None and 0 <= site.unit < len(self.source.units)

    def segment(self, site: Site) -> str:
        """The text of a place."""
        lines = self.lines(site)[site.line - 1 : site.end_line]
        if not lines:
            return ""
        if len(lines) == 1:
            return lines[0][site.column : site.end_column]
        return "\n".join((lines[0][site.column :], *lines[1:-1], lines[-1][: site.end_column]))

    def line(self, site: Site) -> str:
        """The line on which a place begins, without its indentation."""
        lines = self.lines(site)
        return lines[site.line - 1].strip() if site.line <= len(lines) else ""

    def place(self, site: Site) -> Place:
        """Where to point: the place, as far as it is on its first line."""
        lines = self.lines(site)
        end = site.end_column
        if site.end_line > site.line and site.line <= len(lines):
            end = len(lines[site.line - 1].rstrip())
        return Place(site.line, self.cell(site), site.column, end)

    def texts(self, site: Site, naming: Callable[[int], str]) -> Texts:
        """The expression at a place, with the text of each argument."""
        whole = self.segment(site)
        return Texts(whole, _spans(whole), naming)

    def definition_of(self, name: str, site: Site) -> Site | None:
        """Where a name that stands at a place was last assigned in the same function before it."""
        body: list[ast.stmt] = self.source.units[site.unit].statements
        while (inner := _function_around(body, site.line)) is not None:
            body = inner.body
        found = None
        for statement in (each for top in body for each in ast.walk(top)):
            if not isinstance(statement, ast.Assign) or statement.lineno > site.line:
                continue
            if any(isinstance(each, ast.Name) and each.id == name for each in statement.targets):
                end, column = statement.end_lineno, statement.end_col_offset
                found = Site(site.unit, statement.lineno, statement.col_offset,
                             end or statement.lineno, column or 0)  # fmt: skip
        return found

    def return_of(self, function: str) -> Site | None:
        """The last ``return`` of a function, by its qualified name."""
        for number, unit in enumerate(self.source.units):
            found = _definition(unit.statements, function.split("."))
            if found is not None:
                returns = [each for each in ast.walk(found) if isinstance(each, ast.Return)]
                if returns:
                    last = max(returns, key=lambda each: each.lineno)
                    end = last.end_lineno or last.lineno
                    return Site(number, last.lineno, last.col_offset, end, last.end_col_offset or 0)
        return None

    def rewritten(self, site: Site, text: str) -> str:
        """The line with the expression at a place written otherwise."""
        lines = self.lines(site)
        if site.line > len(lines):
            return ""
        first = lines[site.line - 1]
        last = lines[site.end_line - 1]
        return (first[: site.column] + text + last[site.end_column :]).strip()


def _definition(body: list[ast.stmt], path: list[str]) -> ast.FunctionDef | None:
    for statement in body:
        if isinstance(statement, ast.ClassDef) and len(path) > 1 and statement.name == path[0]:
            return _definition(statement.body, path[1:])
        if isinstance(statement, ast.FunctionDef) and [statement.name] == path:
            return statement
    return None


def _function_around(body: list[ast.stmt], line: int) -> ast.FunctionDef | ast.ClassDef | None:
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef) and (
            statement.lineno <= line <= (statement.end_lineno or 0)
        ):
            return statement
    return None


def _spans(whole: str) -> list[tuple[int, int]]:
    """Where the arguments of an expression stand, in the order in which they are recorded."""
    try:
        tree = ast.parse(f"({whole}\n)", mode="eval").body
    except SyntaxError:
        return _spans_of_statement(whole)
    match tree:
        case ast.BinOp(left=left, right=right):
            pieces: list[ast.expr] = [left, right]
        case ast.UnaryOp(operand=operand):
            pieces = [operand]
        case ast.Compare(left=left, comparators=[right, *_]):
            pieces = [left, right]
        case ast.Attribute(value=value):
            pieces = [value]
        case ast.Subscript(value=value, slice=index):
            pieces = [value, index]
        case ast.Call(func=ast.Attribute(value=value), args=args) if not _is_module(value):
            pieces = [value, *args]
        case ast.Call(args=args):
            pieces = list(args)
        case _:
            pieces = []
    return [_with_brackets(whole, *_span(f"({whole}", piece, 1)) for piece in pieces]


def _span(text: str, piece: ast.expr, before: int) -> tuple[int, int]:
    """Where a piece stands, counted from the beginning of the expression."""
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    end_line, end = piece.end_lineno or piece.lineno, piece.end_col_offset or piece.col_offset
    return (
        starts[piece.lineno - 1] + piece.col_offset - before,
        starts[end_line - 1] + end - before,
    )


def _with_brackets(whole: str, start: int, end: int) -> tuple[int, int]:
    """The brackets around a piece belong to it."""
    inside = whole[:start].rstrip(), whole[end:].lstrip()
    if inside[0].endswith("(") and inside[1].startswith(")"):
        opening = len(inside[0]) - 1
        name = whole[:opening].rstrip()[-1:]
        if not (name.isalnum() or name in ("_", "]", ")")):  # else it is a call
            return opening, whole.index(")", end) + 1
    return start, end


MODULES = ("np", "numpy", "math", "xp", "nn", "scipy")


def _is_module(value: ast.expr) -> bool:
    """Whether ``value.f(x)`` is a function of a module: ``np.sum(x)``, ``np.linalg.norm(x)``."""
    if isinstance(value, ast.Attribute):
        return _is_module(value.value)
    return isinstance(value, ast.Name) and value.id in MODULES


def _spans_of_statement(whole: str) -> list[tuple[int, int]]:
    try:
        statement = ast.parse(whole).body[0]
    except (SyntaxError, IndexError):
        return []
    if isinstance(statement, ast.AugAssign):
        return [_span(whole, piece, 0) for piece in (statement.target, statement.value)]
    return []
