"""What could be called to make a file train once, the most complete first."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from compare.driving.catalogue import Catalogue, Class, Function
from compare.driving.given import makes_data
from compare.driving.hints import Hints
from compare.driving.purposes import Purpose, is_aside, outermost, purpose_of, takes
from compare.driving.roles import Role, role_of
from compare.driving.splitting import Statement
from compare.driving.updating import updates
from compare.driving.words import letters, words


@dataclass(frozen=True)
class Act:
    """One call: of a function, of a method on the object of a class, or of the constructor.

    Attributes
    ----------
    starts
        Whether it is the constructor's.
    """

    function: Function | None
    owner: str = ""
    optional: bool = False
    starts: bool = False

    @property
    def title(self) -> str:
        """As in the answer: ``Network.train``; the name of the class for its constructor."""
        return self.function.title if self.function else self.owner


@dataclass(frozen=True)
class Recipe:
    """A way to one training step.

    Attributes
    ----------
    subject
        The name of the network: the class, or the function that trains.
    acts
        Calls in order.
    statements
        Instead of calls, statements of the script in order.
    """

    subject: str
    acts: tuple[Act, ...] = ()
    statements: tuple[Statement, ...] = ()

    @property
    def text(self) -> str:
        """In words, for the answer."""
        if self.statements:
            return f"the statements of the script, line {self.statements[-1].node.lineno}"
        return ", ".join(act.title for act in self.acts)

    @property
    def functions(self) -> list[Function]:
        """The functions that are called."""
        return [act.function for act in self.acts if act.function]


def recipes(catalogue: Catalogue, hints: Hints) -> list[Recipe]:
    """List the ways to train, best first."""
    found = [*_whole(catalogue, hints), *_pieces(catalogue, hints)]
    unique: dict[str, Recipe] = {}
    for recipe in found:
        unique.setdefault(recipe.text, recipe)
    return list(unique.values())


def _whole(catalogue: Catalogue, hints: Hints) -> Iterator[Recipe]:
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


_SEARCHING = {"hyper", "hyperparams", "hyperparameters", "search", "grid", "tune", "experiment", "cv"}


_ORDER = (Purpose.START, Purpose.FORWARD, Purpose.COST, Purpose.BACKWARD, Purpose.UPDATE)


def _pieces(catalogue: Catalogue, hints: Hints) -> Iterator[Recipe]:
    """The acts one by one, each fed with what the others returned."""
    groups = [("", [*catalogue.functions.values()])]
    groups += [(each.name, [*each.methods.values()]) for each in catalogue.classes.values()]
    for owner, functions in groups:
        by_purpose = {
            purpose: _outer(purpose, functions, catalogue) for purpose in (*_ORDER, Purpose.TRAIN)
        }
        for backward in by_purpose[Purpose.BACKWARD]:
            yield from _around(backward, owner, by_purpose, catalogue)


def _outer(purpose: Purpose, functions: list[Function], catalogue: Catalogue) -> list[Function]:
    own = [
        each for each in functions if purpose_of(each) is purpose and not each.name.startswith("__")
    ]
    if purpose in (Purpose.FORWARD, Purpose.BACKWARD):
        wide = [each for each in own if _takes_part(each, purpose)]
        own = wide or own
    if purpose is Purpose.FORWARD:  # ``predict`` calls it and rounds
        own = [each for each in own if "predict" not in words(each.name)] or own
    return outermost(own, catalogue)


def _takes_part(function: Function, purpose: Purpose) -> bool:
    """Whether a function takes the data or the network's values, not one layer's."""
    roles = {role_of(each.name) for each in function.parameters}
    if purpose is Purpose.FORWARD:
        if updates(function.node) or Role.Y in roles and Role.TURNS in roles:
            return False
        return bool(roles & {Role.X, Role.PAIRS}) or (
            bool(function.owner) and not function.parameters
        )
    return bool(roles & {Role.Y, Role.CACHE, Role.OUTPUT, Role.PAIRS})


def _around(
    backward: Function, owner: str, pieces: dict[Purpose, list[Function]], catalogue: Catalogue
) -> Iterator[Recipe]:
    """The acts that belong to one backward function."""
    forward = _nearest(backward, pieces[Purpose.FORWARD])
    alone = forward is None and not takes(backward, Role.X)
    if alone and not _providers(backward, [], owner, catalogue):
        return
    acts: list[Act] = []
    if owner:
        acts.append(Act(catalogue.classes[owner].starter, owner, starts=True))
    chosen = {
        Purpose.START: _nearest(backward, _starts(pieces[Purpose.START], owner)),
        Purpose.FORWARD: forward,
        Purpose.COST: _nearest(backward, pieces[Purpose.COST]),
        Purpose.BACKWARD: backward,
        Purpose.UPDATE: _nearest(backward, pieces[Purpose.UPDATE]),
    }
    for purpose, function in chosen.items():
        if function is not None:
            optional = purpose in (Purpose.COST, Purpose.UPDATE, Purpose.START)
            for before in _providers(function, acts, owner, catalogue):
                acts.append(Act(before, owner if before.owner else ""))
            acts.append(Act(function, owner if function.owner else "", optional))
    yield Recipe(owner or backward.name, tuple(acts))


def _providers(
    function: Function, acts: list[Act], owner: str, catalogue: Catalogue, depth: int = 3
) -> list[Function]:
    """Functions that return what another one needs and no act returns yet, in order."""
    done = {name for act in acts if act.function for name in act.function.returned}
    known = catalogue.classes[owner].methods if owner else catalogue.functions
    found: list[Function] = []
    for parameter in function.required:
        if role_of(parameter.name) not in NEVER_RETURNED and parameter.name not in done:
            for other in known.values():
                is_new = other is not function and other not in found and not other.is_starter
                if parameter.name in other.returned and is_new and depth and not is_aside(other):
                    found += [*_providers(other, acts, owner, catalogue, depth - 1), other]
                    done.update(other.returned)
                    break
    return list({id(each): each for each in found}.values())


NEVER_RETURNED = {
    Role.X, Role.Y, Role.PAIRS, Role.RATE, Role.TURNS, Role.BATCH, Role.LAMBDA, Role.KEEP, Role.TALK,
    Role.WEIGHT, Role.BIAS, Role.PARAMETERS, Role.SIZES, Role.N_X, Role.N_Y, Role.N_H, Role.CHOICE,
}  # fmt: skip


def _starts(functions: list[Function], owner: str) -> list[Function]:
    """Starts of a whole network before those of a part."""
    return sorted(functions, key=lambda each: "deep" not in letters(each.name))


def _nearest(function: Function, others: list[Function]) -> Function | None:
    """The function whose name shares most with the other's: ``forward_with_dropout``."""
    own = set(letters(function.name)) | ({function.name[-1:]} & set("0123456789"))

    def distance(other: Function) -> int:
        theirs = set(letters(other.name)) | ({other.name[-1:]} & set("0123456789"))
        special = (own ^ theirs) - _GENERAL
        return len(special)

    return min(others, key=distance, default=None)


_GENERAL = {
    "forward", "backward", "propagation", "propagate", "back", "prop", "backprop", "compute", "cost",
    "loss", "update", "parameters", "params", "initialize", "init", "feed", "feedforward", "gradient",
    "gradients", "get", "calculate", "pass", "step", "weights", "function", "model", "random",
    "initialization", "backpropagation", "backpropagate", "calc", "the", "all", "deep", "gd", "with",
}  # fmt: skip
