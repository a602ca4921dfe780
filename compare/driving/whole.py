"""One call that does everything: ``model(X, Y, ...)``, ``net.fit(X, y)``."""

from collections.abc import Iterator

from compare.driving.acts import Act, Recipe
from compare.driving.catalogue import Catalogue, Class
from compare.driving.definitions import Function
from compare.driving.given import makes_data
from compare.driving.hints import Hints
from compare.driving.purposes import Purpose, is_aside, outermost, purpose_of
from compare.driving.roles import Role, role_of
from compare.driving.updating import updates
from compare.driving.words import words


def whole(catalogue: Catalogue, hints: Hints) -> Iterator[Recipe]:
    """One call that does everything: ``model(X, Y, ...)``, ``net.fit(X, y)``."""
    candidates = [each for each in catalogue.everything() if _trains(each, catalogue)]
    outer = {id(each) for each in outermost(candidates, catalogue)}

    def order(function: Function) -> float:
        return -_promise(function, catalogue, hints) - 2.5 * (id(function) in outer)

    for function in sorted(candidates, key=order):
        yield Recipe(function.owner or function.name, _with_object(function, catalogue))


def _with_object(function: Function, catalogue: Catalogue) -> tuple[Act, ...]:
    if not function.owner or _is_static(function):
        return (Act(function),)
    owner = _youngest(function, catalogue)
    return (Act(owner.starter, owner.name, starts=True), Act(function, owner.name))


def _is_static(function: Function) -> bool:
    return any(getattr(mark, "id", "") == "staticmethod" for mark in function.node.decorator_list)


def _youngest(function: Function, catalogue: Catalogue) -> Class:
    """The class to make for a method: one that inherits it, if its own starts nothing."""
    heirs = [each for each in catalogue.classes.values() if function in each.methods.values()]
    own = catalogue.classes[function.owner]
    return own if own.starter or len(heirs) < 2 else heirs[-1]


def _takes_data(function: Function) -> bool:
    roles = {role_of(each.name) for each in function.parameters}
    return Role.PAIRS in roles or (bool(roles & {Role.X}) and bool(roles & {Role.Y, Role.OUTPUT}))


def _trains(function: Function, catalogue: Catalogue) -> bool:
    """Whether a call of it could go through forward, backward and update."""
    if is_aside(function):
        return False
    if purpose_of(function) in (Purpose.START, Purpose.COST, Purpose.UPDATE) and not _takes_data(
        function
    ):
        return False
    own = makes_data(function.node) and updates(function.node)
    if purpose_of(function) is Purpose.NONE and not _takes_data(function) and not own:
        return False
    below = catalogue.reachable(function)
    starter = catalogue.classes[function.owner].starter if function.owner else None
    data = _takes_data(function) or (starter is not None and _takes_data(starter))
    data |= any(makes_data(each.node) for each in below)
    if not data and function.owner and purpose_of(function) is Purpose.TRAIN:
        data = any(_takes_data(each) for each in catalogue.classes[function.owner].methods.values())
    unnamed = purpose_of(function) is Purpose.TRAIN and len(function.required) >= 1
    roles = {role_of(each.name) for each in function.parameters}
    if _takes_data(function) and {Role.RATE, Role.TURNS} <= roles:
        return True
    return (data or unnamed) and any(updates(each.node) for each in below)


def _promise(function: Function, catalogue: Catalogue, hints: Hints) -> float:
    """How likely a function is the one that trains."""
    below = catalogue.reachable(function)
    purposes = {purpose_of(each) for each in below}
    score = 2.0 * (purpose_of(function) is Purpose.TRAIN) + bool(hints.of(function.title))
    score += len(purposes & {Purpose.START, Purpose.FORWARD, Purpose.COST, Purpose.BACKWARD}) / 2
    score += 1.0 * updates(function.node) + len(below) / 50
    score -= 3.0 * (not _takes_data(function) and not makes_data(function.node))
    score -= 3.0 * bool(_SEARCHING & set(words(function.name)))
    return score


_SEARCHING = {
    "hyper",
    "hyperparams",
    "hyperparameters",
    "search",
    "grid",
    "tune",
    "experiment",
    "cv",
}
