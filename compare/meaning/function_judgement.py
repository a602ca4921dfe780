"""What is said of a formula of a plain function: ``g`` may be any of those that are known."""

from dataclasses import replace

from compare.formulas.expression import Call, Name, names
from compare.formulas.read import FormulaError
from compare.formulas.statement import Statement
from compare.meaning.of_functions import candidates, close, subject, value_under
from compare.meaning.problem import OfFunction
from compare.meaning.verdict import Judgement


def of_a_function(statement: Statement) -> Judgement | None:
    """Recognise what is about a plain function."""
    if _is_activation(statement):
        return Judgement(statement, "right", "an activation")
    call = subject(statement)
    return None if call is None else _of_function(statement, call)


def _is_activation(statement: Statement) -> bool:
    """Whether ``a = max(0, z)`` gives a known activation its value."""
    left, *rest = statement.sides
    if not isinstance(left, Name) or left.id not in ("a", "A") or len(rest) != 1:
        return False
    argument = "z" if left.id == "a" else "Z"
    if set(names(rest[0])) != {argument} or rest[0] == Name(argument):
        return False
    call = Call("g", Name(argument))
    of_call = replace(statement, sides=(call, rest[0]))
    problem = OfFunction(of_call, 1, call)
    return any(_right_under(problem, function) for function in candidates(call))


def _of_function(statement: Statement, call: Call) -> Judgement:
    """A formula of a function; ``g`` may be any of them, but one for the whole formula."""
    names = candidates(call)
    best: list[tuple[int, str]] = []
    for function in names:
        fixed = Call(call.function, call.operand, call.prime)
        problems = [OfFunction(statement, index, fixed) for index in range(1, len(statement.sides))]
        right = 0
        for problem in problems:
            if not _right_under(problem, function):
                break
            right += 1
        best.append((right, function))
        if right == len(problems):
            which = function.replace("_", "-")
            return Judgement(statement, "right", which, _function_words(call, which))
    if len(names) > 1 and not call.prime:
        return Judgement(
            statement, "unknown", "a function", why="g may be any function; this one is no "
            "activation that is known here", problems=(OfFunction(statement, 1, call),),
        )  # fmt: skip  # one value
    right, function = max(best, key=lambda pair: pair[0])
    about = function.replace("_", "-") if len(names) == 1 else "the known activations"
    problem = OfFunction(statement, right + 1, call)
    return Judgement(statement, "wrong", about, _function_words(call, about), problems=(problem,))


def _right_under(problem: OfFunction, function: str) -> bool:
    named = Call(problem.call.function, problem.call.operand, problem.call.prime)
    found = problem.outcome(problem.side)
    if len(candidates(named)) == 1:
        return found.verdict == "right"
    try:
        wanted = value_under(problem.statement.left, named, function)
        return close(wanted, value_under(problem.side, named, function))
    except FormulaError:
        return False


def _function_words(call: Call, function: str) -> str:
    return f"{function}{chr(39) * call.prime}"
