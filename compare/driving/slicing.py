"""Which statements of the script a training loop or call needs, in the order of the file."""

import ast
from collections.abc import Iterator, Sequence

from compare.driving.acts import Recipe
from compare.driving.catalogue import Catalogue
from compare.driving.cost_words import Says, says
from compare.driving.definitions import Function
from compare.driving.roles import data_role
from compare.driving.splitting import Split, Statement, changes, reads, targets
from compare.driving.updating import updates
from compare.driving.words import words

SIDE_SHOWS = {"plt", "ax", "fig", "sns", "print", "axes", "plot", "figure", "axs", "pickle", "json"}


def script_recipes(split: Split, catalogue: Catalogue) -> Iterator[Recipe]:
    """Ways to train that stand in the script: a loop, a call, statements in a row."""
    training = [each for each in split.script if trains(each.node, catalogue)]
    calls = [each for each in training if not isinstance(each.node, ast.For | ast.While)]
    loops = [each for each in training if isinstance(each.node, ast.For | ast.While)]
    plain = [each for each in calls if _is_plain_update(each.node)]
    real = [each for each in calls if each not in plain]
    together = [each for each in plain if each.unit == plain[-1].unit]
    groups = [[each] for each in loops[:3]]
    groups += [[*together[::-1], *_cost_before(together[-1], split)]] if together else []
    groups += [[each] for each in real[:3]]
    for last, *others in groups:
        statements = needed(last, split, catalogue, others)
        yield Recipe(_subject(last, catalogue), (), tuple(statements))


def _cost_before(last: Statement, split: Split) -> list[Statement]:
    """The nearest ``loss = ...`` before an update: the update does without it, a reader not."""
    for statement in reversed(split.script[: split.script.index(last)]):
        names = targets(statement.node) if isinstance(statement.node, ast.Assign) else set()
        if any(says(name) is Says.COST for name in names):
            return [statement]
    return []


def _is_plain_update(node: ast.stmt) -> bool:
    """``W -= alpha * dW``; what it stands with are the other weights' updates."""
    return isinstance(node, ast.Assign | ast.AugAssign) and updates(node)


def trains(node: ast.stmt, catalogue: Catalogue) -> bool:
    """Whether a statement goes through an update: itself, in what it calls, in what it imports."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom):
        return False
    below = called(node, catalogue)
    if any("check" in words(each.name) for each in below):
        return False
    if updates(node) or any(updates(each.node) for each in below):
        return True
    return not below and _trains_elsewhere_defined(node)


def _trains_elsewhere_defined(node: ast.stmt) -> bool:
    """``train(network, X, Y)`` and ``layer.backward(gradient)`` of modules beside the file."""
    names = {
        each.func.attr if isinstance(each.func, ast.Attribute) else getattr(each.func, "id", "")
        for each in ast.walk(node)
        if isinstance(each, ast.Call)
    }
    if isinstance(node, ast.For | ast.While):
        return any(
            {"backward", "backprop", "back", "backpropagate"} & set(words(each)) for each in names
        )
    return any(name in {"train", "fit", "SGD", "sgd", "learn", "train_model"} for name in names)


def called(node: ast.AST, catalogue: Catalogue) -> list[Function]:
    """The functions of the file that a statement calls, directly or not."""
    found: dict[int, Function] = {}
    for each in ast.walk(node):
        if isinstance(each, ast.Call):
            match each.func:
                case ast.Name(id=name) if name in catalogue.functions:
                    direct = [catalogue.functions[name]]
                case ast.Attribute(attr=name):
                    owners = catalogue.classes.values()
                    direct = [owner.methods[name] for owner in owners if name in owner.methods]
                case _:
                    continue
            for function in direct:
                found.update({id(below): below for below in catalogue.reachable(function)})
    return list(found.values())


def _subject(last: Statement, catalogue: Catalogue) -> str:
    owners = [each.owner for each in called(last.node, catalogue) if each.owner]
    names = [each.name for each in called(last.node, catalogue)]
    return (owners or names or [f"line {last.node.lineno}"])[0]


def needed(
    last: Statement, split: Split, catalogue: Catalogue, others: Sequence[Statement] = ()
) -> list[Statement]:
    """The statements before that make what the last one reads, itself included.

    Parameters
    ----------
    others
        Statements that are to be run as well.
    """
    wanted = exposed(last.node) | _read_by_functions(last.node, catalogue)
    wanted -= (imported := _imported(split))
    kept = [last]
    before = split.script[: split.script.index(last)]
    for statement in reversed(before):
        node = statement.node
        if statement in others or (
            changes(node) & wanted
            and not is_side_show(node)
            and not _trains_elsewhere(node, last, catalogue)
        ):
            kept.append(statement)
            wanted -= _made_anew(node)
            if not is_data(node):
                wanted |= reads(node) | _read_by_functions(node, catalogue)
                wanted -= imported  # ``np.dot(...)`` does not change np
    return kept[::-1]


def _imported(split: Split) -> set[str]:
    """The names of modules."""
    return {
        alias.asname or alias.name.partition(".")[0]
        for statement in split.definitions
        for each in ast.walk(statement.node)
        if isinstance(each, ast.Import)
        for alias in each.names
    } | {"np"}


def exposed(node: ast.stmt) -> set[str]:
    """The names that a statement reads before it gives them a value itself."""
    made: set[str] = set()
    found: set[str] = set()
    if isinstance(node, ast.For):
        found |= reads(node.iter)
        made |= targets(ast.Expr(node.target))
    elif isinstance(node, ast.While):
        found |= reads(node.test)
    else:
        return reads(node)
    for inner in node.body:
        found |= exposed(inner) - made
        if not isinstance(inner, ast.If | ast.While):
            made |= _made_anew(inner) or (targets(inner) if isinstance(inner, ast.For) else set())
    return found


def _made_anew(node: ast.stmt) -> set[str]:
    """The names that a statement gives another value, whatever they were before."""
    if not isinstance(node, ast.Assign | ast.AnnAssign):
        return set()
    written = node.targets if isinstance(node, ast.Assign) else [node.target]
    names: set[str] = set()
    for target in written:
        parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
        names |= {each.id for each in parts if isinstance(each, ast.Name)}
    return names


def _trains_elsewhere(node: ast.stmt, last: Statement, catalogue: Catalogue) -> bool:
    """Whether a statement would itself train, which is not wanted before the first step."""
    if isinstance(node, ast.For | ast.While):
        return trains(node, catalogue)
    updating = isinstance(node, ast.AugAssign) or trains(node, catalogue)
    return updating and not updates(last.node) and bool(called(node, catalogue))


def _read_by_functions(node: ast.AST, catalogue: Catalogue) -> set[str]:
    """The global names that the functions it calls read."""
    result: set[str] = set()
    for function in called(node, catalogue):
        result |= free_names(function)
    return result


def free_names(function: Function) -> set[str]:
    """The names that a function reads and does not bind."""
    arguments = function.node.args
    bound = {each.arg for each in ast.walk(arguments) if isinstance(each, ast.arg)}
    bound |= targets(function.node)
    return reads(function.node) - bound


def is_side_show(node: ast.stmt) -> bool:
    """Plotting, printing and saving."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        function: ast.expr = node.value.func
        while isinstance(function, ast.Attribute):
            function = function.value
        return isinstance(function, ast.Name) and function.id in SIDE_SHOWS
    return False


def is_data(node: ast.stmt) -> bool:
    """Whether a statement only makes X and Y, which are ours to choose."""
    match node:
        case ast.Assign(value=ast.Constant()):
            return False  # ``output = 1``
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return data_role(name) is not None
        case ast.For():
            return any(data_role(name) for name in changes(node)) and not updates(node)
        case ast.Assign(targets=[ast.Tuple(elts=parts)]):
            roles = [data_role(ast.unparse(part)) for part in _leaves(parts)]
            return all(role is not None for role in roles)
    return False


def _leaves(parts: list[ast.expr]) -> Iterator[ast.expr]:
    for part in parts:
        if isinstance(part, ast.Tuple | ast.List):
            yield from _leaves(part.elts)
        else:
            yield part
