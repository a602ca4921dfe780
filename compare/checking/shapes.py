"""Shapes that a text states, as answers."""

from collections.abc import Iterator

from compare.diagnosing.answer import CheckReport, Finding, Place, Verdict
from compare.notes.shapes_said import Said, arithmetic_of_shapes, expected, said_in, written


def shapes_of_line(line: str, number: int, path: str, others: str = "") -> Iterator[CheckReport]:
    """Check the shapes that a line states, by name or among each other and those of ``others``."""
    alone = bool(others)
    arithmetic = arithmetic_of_shapes(line)
    if arithmetic is not None:
        right, words = arithmetic
        text = line.strip()
        if right:
            yield stated(path, number, text, "agree", "right, the shapes fit")
        else:
            yield misstated(path, number, text, "", "shape", words, "")
    shapes = list(said_in(line))
    weights = next(
        (s for s in (*shapes, *said_in(others)) if s.quantity in ("W", "w") and s.in_numbers), None
    )
    for said in shapes:
        if said.in_numbers and weights is not None and said.quantity == "b":
            yield _bias(said, weights, number, path)
        elif said.in_numbers and alone:
            why = "not checkable: no other shape of the layer is said"
            yield stated(path, number, said.text, "no-verdict", why)
        elif not said.in_numbers:
            yield of_shape(said, number, path)


def _bias(said: Said, weights: Said, line: int, path: str) -> CheckReport:
    meant = (weights.dims[0], "1")
    if said.dims == meant:
        return stated(path, line, said.text, "agree", f"right, W is {written(weights.dims)}")
    words = f"W is {written(weights.dims)}, so b is {written(meant)}"
    return misstated(path, line, said.text, "b", "shape", words, f"b: {written(meant)}")


def of_shape(said: Said, line: int, path: str) -> CheckReport:
    """Check a shape that is stated by names."""
    wanted = expected(said)
    if not wanted or said.in_numbers:
        why = "not checkable: it is not said of which layer"
        return stated(path, line, said.text, "no-verdict", why)
    if said.dims in wanted:
        return stated(path, line, said.text, "agree", "right, as in the course")
    words = f"it is {written(wanted[0])}, not {written(said.dims)}"
    meant = f"{said.quantity}{f'[{said.layer}]' * bool(said.layer)}: {written(wanted[0])}"
    return misstated(path, line, said.text, said.quantity, "shape", words, meant)


def stated(path: str, line: int, text: str, verdict: Verdict, reason: str) -> CheckReport:
    """Answer on what is right, or not known."""
    return CheckReport(path, verdict, reason, line=line, formula=text, reading=text)


def misstated(
    path: str, line: int, text: str, quantity: str, cause: str, words: str, meant: str
) -> CheckReport:
    """Answer on what is wrong."""
    finding = Finding(
        quantity, "certain", place=Place(line), source=text, cause=cause, sure=True,
        explanation=words, suggestion=meant,
    )  # fmt: skip  # one value
    return CheckReport(
        path, "differ", words, findings=(finding,), line=line, formula=text, reading=text
    )
