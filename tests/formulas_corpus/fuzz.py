"""Random formulas: of rings, whose truth exact fractions decide, and of any signs at all."""

from fractions import Fraction
from itertools import product

from hypothesis import strategies as st

from compare.formulas.notation import read_formula
from compare.formulas.read import FormulaError
from compare.meaning.judgement import judged
from compare.meaning.options import Options

PIECES = (
    *("dW", "dZ", "A", "Z", "W", "b", "x", "y", "m", "X", "Y", "a", "z", "w", "\\hat{y}", "J", "L"),
    *("1", "2", "0.5", "2", "[1]", "[l]", "[l-1]", "^{[2]}", "^{(i)}", "_1", "^T", ".T", "'", "^2"),
    *(" + ", " - ", " * ", " / ", " @ ", " ", "=", "(", ")", "[", "]", "{", "}", ",", " \\cdot "),
    *("\\frac{1}{m}", "\\sum_{i=1}^{m} ", "\\sigma", "\\log ", "np.sum(", "np.dot(", "np.exp("),
    *("axis=1", "keepdims=True", "tanh", "g'", "\\odot ", "**", "\\frac", "\\sum", "e^{-z}", "if"),
    *("import", "__", "lambda", ".shape[1]", "\n", "\\\\", "$", "中", "σ", "²", "\\begin{cases}"),
)
TARGETS = {
    "J": (("a", "b", "c"), lambda v: 3 * (v["a"] + v["b"] * v["c"])),
    "v": (("a", "b", "c"), lambda v: v["a"] + v["b"] * v["c"]),
    "dz": (("a", "y"), lambda v: v["a"] - v["y"]),
}
TRUE_TREES = {
    "J": ("3", "*", ("a", "+", ("c", "*", "b"))),
    "v": (("b", "*", "c"), "+", "a"),
    "dz": ("a", "-", "y"),
}
strings = st.lists(st.sampled_from(PIECES), min_size=1, max_size=25).map("".join)


def trees(names):
    """Trees of plus, minus and times over names and small numbers."""
    leaves = st.sampled_from(names) | st.integers(0, 4).map(str)
    return st.recursive(
        leaves,
        lambda inner: (
            st.tuples(inner, st.sampled_from("+-*"), inner) | inner.map(lambda tree: ("-", tree))
        ),
        max_leaves=8,
    )


def with_truth(target):
    """Any tree, or the right one with something added and taken off again, or doubled."""
    tree = trees(TARGETS[target][0])
    right = st.just(TRUE_TREES[target])
    around = st.tuples(st.tuples(right, st.just("+"), tree), st.just("-"), tree)
    same = tree.map(lambda each: ((TRUE_TREES[target], "+", each), "-", each))
    return st.tuples(st.just(target), tree | around | same)


rings = st.sampled_from(sorted(TARGETS)).flatmap(with_truth)


def written(tree):
    """Write a tree with all brackets."""
    match tree:
        case str():
            return tree
        case (sign, operand):
            return f"({sign}{written(operand)})"
        case (left, operator, right):
            return f"({written(left)} {operator} {written(right)})"


def value(tree, values):
    """Compute a tree in exact fractions."""
    match tree:
        case str():
            return values[tree] if tree in values else Fraction(int(tree))
        case (_, operand):
            return -value(operand, values)
        case (left, "+", right):
            return value(left, values) + value(right, values)
        case (left, "-", right):
            return value(left, values) - value(right, values)
        case (left, _, right):
            return value(left, values) * value(right, values)


def is_right(target, tree):
    """Whether it holds at enough integers that a polynomial of this size must; y is 0 or 1."""
    names, truth = TARGETS[target]
    ranges = [(0, 1) if name == "y" else (-7, -2, 3, 11, 23) for name in names]
    for point in product(*ranges):
        values = {name: Fraction(number) for name, number in zip(names, point, strict=True)}
        if value(tree, values) != truth(values):
            return False
    return True


def check_string(text):
    """Nothing but a refusal, or a verdict."""
    try:
        statement = read_formula(text)
    except FormulaError:
        return
    assert judged(statement, Options()).verdict in (
        "right",
        "wrong",
        "shape",
        "convention",
        "unknown",
    )


def check_ring(target, tree):
    """Right is said of what is right, and of nothing else."""
    text = f"{target} = {written(tree)}"
    found = judged(read_formula(text), Options()).verdict
    assert found != "unknown", text
    assert (found == "right") == is_right(target, tree), (text, found)
