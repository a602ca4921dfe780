"""What the tests ask of any source: every name stands where the tree says it stands."""

import ast

from compare.reading.read import read_text


def named(source):
    """Every name, argument and definition, with the published text at its place."""
    for unit in source.units:
        lines = source.lines[unit.cell]
        for statement in unit.statements:
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and node.id != "NotImplementedError":  # put there
                    yield node.id, lines[node.lineno - 1][node.col_offset : node.end_col_offset]
                elif isinstance(node, ast.arg):
                    yield node.arg, lines[node.lineno - 1][node.col_offset :][: len(node.arg)]
                elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                    yield (
                        node.name,
                        lines[node.lineno - 1][node.col_offset :].split()[1][: len(node.name)],
                    )


def check_places(source):
    """Check that no name stands anywhere else."""
    found = list(named(source))
    assert [name for name, _ in found] == [text for _, text in found]
    return found


def defined(source):
    """The functions and ``Class.method`` that were read, in order."""
    names = []
    for unit in source.units:
        for statement in unit.statements:
            if isinstance(statement, ast.FunctionDef):
                names.append(statement.name)
            if isinstance(statement, ast.ClassDef):
                names += [
                    f"{statement.name}.{method.name}"
                    for method in statement.body
                    if isinstance(method, ast.FunctionDef)
                ]
    return names


def read(text, kind="python"):
    """Read a text, and check the places of whatever was read."""
    source = read_text(text, kind)
    check_places(source)
    return source


def told(source):
    """What the problems say: kind, cell, line, name."""
    return [(each.kind, each.cell, each.line, each.name) for each in source.problems]
