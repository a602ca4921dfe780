"""What is said of one formula: right, wrong, and of what."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from compare.formulas.expression import Binary, Expression, Name, Number
from compare.formulas.printed import printed_name
from compare.formulas.statement import Statement
from compare.formulas.symbol import symbol_of
from compare.meaning.function_judgement import of_a_function
from compare.meaning.graph import about_the_graph
from compare.meaning.mentions import Mentions
from compare.meaning.of_indices import is_matrix_product
from compare.meaning.of_numbers import numeric_sides
from compare.meaning.options import Options
from compare.meaning.prepared import averages_itself, bound_twice, prepared
from compare.meaning.problem import (
    OfGraph,
    OfIndex,
    OfNetwork,
    OfNumbers,
    Problem,
    target_name,
)
from compare.meaning.readings import Setting, settings
from compare.meaning.verdict import Judgement

IN_ROWS = "right where the examples are rows"
COUNTS = ("m", "n", "n_x", "n_h", "n_y", "alpha", "lambd", "epsilon")


def judged(statement: Statement, options: Options) -> Judgement:
    """Check a formula; a sum without brackets may go on to the end."""
    found = _judged(statement, options)
    if found.verdict != "right" and statement.other is not None:
        other = _judged(statement.other, options)
        return other if other.verdict == "right" else found
    return found


def _judged(statement: Statement, options: Options) -> Judgement:
    """Check a formula as what it most likely is."""
    statement = prepared(statement)
    special = _of_no_network(statement) or of_a_function(statement)
    if special is not None:
        return special
    if about_the_graph(statement):
        found = _of_sides(statement, lambda index: OfGraph(statement, index), "J = 3 (a + b c)")
        if found.verdict != "unknown":
            return found
    return _of_network(statement, options)


def _of_no_network(statement: Statement) -> Judgement | None:
    """Recognise what is about no quantity of a network: bookkeeping, sizes, sums, numbers."""
    if averages_itself(statement):
        why = "it averages what was summed before"
        return Judgement(statement, "unknown", "a loop", why=why)
    if symbol_of(target_name(statement)).letter in COUNTS:
        return Judgement(statement, "unknown", "a size", why="a size is a choice")
    if _moves_on(statement):
        why = "it gives a quantity the value of another layer, as in a loop over layers"
        return Judgement(statement, "unknown", "a loop", why=why)
    if is_matrix_product(statement):
        return Judgement(statement, "right", "a product of matrices")
    if bound_twice(statement):
        return _bound_twice(statement)
    if "lambd" in Mentions(statement).letters:
        return Judgement(statement, "unknown", "L2", why="a term of L2 is not checked")
    numbers = numeric_sides(statement)
    return _of_numbers(statement, numbers) if len(numbers) > 1 else None


def _moves_on(statement: Statement) -> bool:
    """Whether one quantity takes the value of itself in another layer: ``A_prev = A``."""
    match statement.sides:
        case (Name(left), Name(right)):
            a, b = symbol_of(left), symbol_of(right)
            plain = {replace(symbol, layer="", number="") for symbol in (a, b)}
            return left != right and len(plain) == 1
    return False


def _bound_twice(statement: Statement) -> Judgement:
    """An index that is summed over cannot stand on the left."""
    index = bound_twice(statement)
    why = f"{index} stands on the left, and is summed over on the right"
    problem = OfIndex(statement, 1)
    return Judgement(statement, "wrong", "sums over an index", why=why, problems=(problem,))


def _of_numbers(statement: Statement, numbers: Sequence[int]) -> Judgement:
    """Equations of numbers; what stands beside them says which function is meant."""
    first, *rest = numbers
    last = numbers[-1]
    for index in (first, *rest[:-1]):
        problem = OfNumbers(statement, index, last)
        if problem.outcome(problem.side).verdict != "right":
            return Judgement(statement, "wrong", "numbers", problems=(problem,))
    others = len(statement.sides) - len(numbers)
    notes = ("only its numbers are checked",) if others else ()
    return Judgement(statement, "right", "numbers", notes=notes)


def _sides(statement: Statement) -> range:
    return range(1, len(statement.sides))


def _of_sides(statement: Statement, problem: Callable[[int], Problem], about: str) -> Judgement:
    """Check one side after the other."""
    quantity = printed_name(target_name(statement)) if target_name(statement) else ""
    for index in _sides(statement):
        tried = problem(index)
        found = tried.outcome(tried.side)
        if found.verdict != "right":
            verdict = {"misfit": "shape"}.get(found.verdict, found.verdict)
            return Judgement(statement, verdict, about, quantity, found.why, problems=(tried,))
    return Judgement(statement, "right", about, quantity)


def _of_network(statement: Statement, options: Options) -> Judgement:
    """Check every way to understand it, the likeliest first: right if it is right in one."""
    groups = settings(statement, options)
    tried: list[Judgement] = []
    for group in groups:
        found = _of_sides(statement, partial(_network_problem, statement, group), group[0].said)
        if found.verdict == "right":
            noted = _with_notes(found, group[0], groups[0][0], options)
            return replace(noted, forms=tuple(_forms(statement, groups, group)))
        tried.append(found)
    known = [found for found in tried if found.verdict != "unknown"]
    if not known:
        return tried[0]
    problems = tuple(problem for found in known for problem in found.problems)
    first = known[0]
    whole = Judgement(
        statement, first.verdict, first.about, first.quantity, first.why, problems=problems
    )
    return _as_convention(whole) or whole


def _network_problem(statement: Statement, group: Sequence[Setting], index: int) -> Problem:
    return OfNetwork(statement, index, group)


def _forms(
    statement: Statement, groups: Sequence[Sequence[Setting]], right: Sequence[Setting]
) -> Iterator[str]:
    """Say whether it is right of one example, of all, or of both."""
    for one in (True, False):
        for group in groups:
            reading = group[0].reading
            same = group[0].activations == right[0].activations
            if reading.one_example != one or not same:
                continue
            if (
                _of_sides(statement, partial(_network_problem, statement, group), "").verdict
                == "right"
            ):
                yield "one" if one else "all"
                break


def _with_notes(found: Judgement, setting: Setting, usual: Setting, options: Options) -> Judgement:
    notes = []
    g, others = setting.activations, usual.activations
    if not options.activations and len(g) == len(others) > 1 and g[0] != others[0]:
        named = g[0].replace("_", "-")
        notes.append(f"right where the hidden units are {named}, as the formula has it")
    if setting.reading.rows:
        notes.append(IN_ROWS)
    cost = setting.networks[0].cost
    if cost != usual.networks[0].cost:
        notes.append(f"this is the {cost}")
    return Judgement(
        found.statement, "right", found.about, found.quantity, notes=tuple(dict.fromkeys(notes))
    )


def _as_convention(found: Judgement) -> Judgement | None:
    """Recognise a derivative of the last layer that has the 1/m in it already."""
    problem = found.problems[0]
    if not isinstance(problem, OfNetwork) or found.verdict != "wrong":
        return None
    name = symbol_of(target_name(found.statement))
    if name.derivative == "d" and name.letter in ("Z", "z", "A", "a", "yhat") and _ends(problem):
        times_m: Expression = Binary("*", Name("m"), problem.side)
        if problem.outcome(times_m).verdict == "right":
            why = "the 1/m of the cost stands in it already; then dW and db must not have it again"
            return _changed(found, why)
    if name.id in ("L", "J"):
        for other in found.problems:
            halved: Expression = Binary("/", other.side, Number(2))
            if other.outcome(halved).verdict == "right" and _squared(other):
                return _changed(found, "the squared error is taken without its half")
    return None


def _squared(problem: Problem) -> bool:
    return isinstance(problem, OfNetwork) and problem.world.network.cost == "squared-error"


def _ends(problem: OfNetwork) -> bool:
    """Whether the left side is the error of the last layer, where the mean may be taken."""
    last = f"{problem.world.network.depth}"
    symbol = symbol_of(target_name(problem.statement))
    layer = symbol.layer or symbol.number
    return layer in ("", "L", last) or symbol.letter == "yhat"


def _changed(found: Judgement, why: str) -> Judgement:
    return Judgement(found.statement, "convention", found.about, found.quantity, why)
