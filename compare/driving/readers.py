"""Calls that read data, or make data up."""

import ast

READERS = {
    "open", "loadtxt", "genfromtxt", "read_csv", "loadmat", "fetch_openml", "load_data", "imread",
    "load_dataset", "convert_from_file", "frombuffer", "fromfile", "read_excel", "urlretrieve",
    "load_iris", "load_digits", "load_breast_cancer", "make_moons", "make_blobs", "listdir",
    "make_circles", "read_pickle", "load_wine", "make_classification", "fetch_mldata",
}  # fmt: skip


def reads_data(node: ast.AST) -> bool:
    """Whether an expression calls something that reads or makes data."""
    return any(
        isinstance(each, ast.Call) and _name(each.func) in READERS for each in ast.walk(node)
    )


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
