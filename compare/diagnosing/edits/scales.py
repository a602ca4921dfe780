"""Constants: 1/m missing or twice, a 2, a sign, m taken from another axis."""

from collections.abc import Callable, Iterator

from compare.diagnosing.bench import Bench
from compare.diagnosing.edits.edit import Edit, Texts, is_scalar, itself, number_of, with_argument
from compare.recording.graph import Node, Operation, Ref

MULTIPLES = (0.5, 2.0, 3.0, 4.0)


def constants(bench: Bench, node: Node) -> Iterator[Edit]:
    """Leave a constant of a product out, or make it another one."""
    if node.op not in ("multiply", "divide", "true_divide", "dot") or len(node.args) != 2:
        return
    m = bench.step.examples
    for index in (0, 1):
        part, other = node.args[index], node.args[1 - index]
        if not is_scalar(bench, part) or (is_scalar(bench, other) and "divide" not in node.op):
            continue
        if node.op != "multiply" and index == 0:
            continue
        number = number_of(bench, part)
        if number == 0:
            yield Edit(("no zero", index), "wrong-operator", with_argument(node, index, 1 / m),
                       "is multiplied by 0 where 1/m is meant: // leaves no fraction",
                       lambda t, i=index: t.with_part(i, t.part(i).replace("//", "/")))  # fmt: skip
        size = number if "divide" in node.op else (1 / number if number else 0.0)
        yield Edit(
            ("leave out", index),
            _cause_of_extra(size, m),
            Operation("copy", (other,)),
            _words_of_extra(size, m),
            lambda texts, i=index: texts.part(1 - i),
        )
        if abs(size - m) > 1e-9 * m and abs(size - round(size)) < 1e-9 and size > 1:
            right = m if "divide" in node.op else 1 / m
            multiple = size / m in MULTIPLES
            yield Edit(
                ("count", index),
                "factor" if multiple else "wrong-sample-count",
                with_argument(node, index, right),
                f"divides by {size / m:g} m, not by m"
                if multiple
                else f"divides by {size:.0f}, which is not the number of examples",
                lambda texts, i=index: texts.with_part(i, "m"),
            )
        yield Edit(
            ("minus", index),
            "sign",
            Operation("negative", (itself(node),)),
            "has the wrong sign",
            lambda texts, n=number: (
                f"-({texts.whole})" if n > 0 else texts.whole.replace("-", "", 1)
            ),
        )


def _cause_of_extra(size: float, m: int) -> str:
    if size == 0:
        return "factor"
    if abs(size - m) < 1e-9 * m or abs(size - m * m) < 1e-9 * m * m:
        return "extra-mean"
    return "sign" if abs(size + 1) < 1e-12 else "factor"


def _words_of_extra(size: float, m: int) -> str:
    if size == 0:
        return "is multiplied by 0"
    if abs(size - m) < 1e-9 * m:
        return "divides by m once too often"
    return (
        "has the wrong sign" if abs(size + 1) < 1e-12 else f"has a factor {1 / size:.6g} too many"
    )


def scaling(bench: Bench, node: Node) -> Iterator[Edit]:
    """Multiply the whole by what is missing."""
    m, n_y = bench.step.examples, bench.step.sizes["n_y"]
    ways: dict[str, tuple[float, str, str, Callable[[Texts], str] | None]] = {
        "1/m": (
            1 / m,
            "missing-mean",
            "is not divided by m",
            lambda t: f"{_bracketed(t.whole)} / m",
        ),
        "m": (
            float(m),
            "extra-mean",
            "divides by m once too often",
            lambda t: f"m * {_bracketed(t.whole)}",
        ),
        "-1": (-1.0, "sign", "has the wrong sign", lambda t: f"-{_bracketed(t.whole)}"),
        "1/m^2": (1 / m**2, "missing-mean", "is not divided by m, twice", None),
    }
    for factor in (2.0, 0.5, 3.0, 4.0, 0.25, 1 / 3, -2.0, -0.5):
        words = f"has a factor {1 / factor:g} too many"
        words = f"lacks a factor {factor:g}" if factor > 1 else words
        ways[f"{factor:g}"] = (factor, "factor", words, _times(factor))
    if n_y > 1:
        ways["1/n_y"] = (1 / n_y, "factor", "is larger by the number of outputs", None)
        ways["n_y"] = (float(n_y), "extra-mean", "is also divided by the number of outputs", None)
        ways["n_y/m"] = (
            n_y / m,
            "wrong-sample-count",
            "divides by the number of outputs, not of examples",
            None,
        )
    for number in bench.forward_numbers:
        words = f"is not divided by {number:g}, as the forward pass is"
        ways[f"1/{number:g}"] = (1 / number, "factor", words, _over(number))
    for name, (factor, cause, words, text) in ways.items():
        yield Edit(
            ("times", name), cause, Operation("multiply", (itself(node), factor)), words, text, 1
        )


def _over(number: float) -> Callable[[Texts], str]:
    return lambda texts: f"{_bracketed(texts.whole)} / {number:g}"


def _times(factor: float) -> Callable[[Texts], str]:
    return lambda texts: f"{factor:g} * {_bracketed(texts.whole)}"


def _bracketed(text: str) -> str:
    simple = text.isidentifier() or (text.endswith(")") and text.count("(") == 1)
    return text if simple else f"({text})"


def signs(bench: Bench, node: Node) -> Iterator[Edit]:
    """Exchange the two sides of a difference, drop a minus, make a sum a difference."""
    if node.op == "subtract" and len(node.args) == 2:
        left, right = node.args
        yield Edit(("exchange",), "sign", Operation("subtract", (right, left)),
                   "has the wrong sign",
                   lambda t: f"{t.part(1)} - {t.part(0)}")  # fmt: skip
        yield Edit(("add",), "sign", Operation("add", node.args), "subtracts what has to be added",
                   lambda t: f"{t.part(0)} + {t.part(1)}")  # fmt: skip
    if node.op == "add" and len(node.args) == 2:
        yield Edit(("subtract",), "sign", Operation("subtract", node.args),
                   "adds what has to be subtracted",
                   lambda t: f"{t.part(0)} - {t.part(1)}")  # fmt: skip
    if node.op == "exp":
        yield Edit(("minus inside",), "sign", Operation("exp", (Operation("negative", node.args),)),
                   "lacks a minus inside the exponential",
                   lambda t: t.with_part(0, f"-{_bracketed(t.part(0))}"))  # fmt: skip
    if node.op == "negative" and isinstance(node.args[0], Ref):
        yield Edit(("positive",), "sign", Operation("copy", node.args), "has the wrong sign",
                   lambda t: t.part(0))  # fmt: skip
