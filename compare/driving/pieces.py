"""The acts one by one, each fed with what the others returned."""

from collections.abc import Iterator

from compare.driving.acts import Act, Recipe
from compare.driving.catalogue import Catalogue
from compare.driving.definitions import Function
from compare.driving.places import role_in
from compare.driving.purposes import Purpose, is_aside, outermost, purpose_of
from compare.driving.roles import Role, role_of
from compare.driving.updating import updates
from compare.driving.usage import Usage
from compare.driving.words import letters, words

_ORDER = (Purpose.START, Purpose.FORWARD, Purpose.COST, Purpose.BACKWARD, Purpose.UPDATE)


def pieces(catalogue: Catalogue) -> Iterator[Recipe]:
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
        if updates(function.node) or (Role.Y in roles and Role.TURNS in roles):
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
    roles = {role_in(backward, each.name, Usage()) for each in backward.parameters}
    alone = forward is None and Role.X not in roles
    if alone and not _providers(backward, [], owner, catalogue):
        return
    acts: list[Act] = []
    if owner:
        acts.append(Act(catalogue.classes[owner].starter, owner, starts=True))
    chosen = {
        Purpose.START: _nearest(backward, _starts(pieces[Purpose.START])),
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
    Role.X, Role.Y, Role.PAIRS, Role.RATE, Role.TURNS, Role.BATCH, Role.LAMBDA, Role.KEEP,
    Role.TALK, Role.WEIGHT, Role.BIAS, Role.PARAMETERS, Role.SIZES, Role.N_X, Role.N_Y, Role.N_H,
    Role.CHOICE,
}  # fmt: skip


def _starts(functions: list[Function]) -> list[Function]:
    """Starts of a whole network before those of a part."""
    return sorted(functions, key=lambda each: "deep" not in letters(each.name))


def _nearest(function: Function, others: list[Function]) -> Function | None:
    """The function whose name shares most with the other's: ``forward_with_dropout``."""
    own = set(letters(function.name)) | ({function.name[-1:]} & set("0123456789"))

    def distance(other: Function) -> int:
        theirs = set(letters(other.name)) | ({other.name[-1:]} & set("0123456789"))
        special = (own ^ theirs) - _GENERAL
        return len(special)

    fitting = [each for each in others if _branches(each.name) <= _branches(function.name)]
    return min(fitting, key=distance, default=None)


def _branches(name: str) -> set[str]:
    """The branches that a name says a function is for: a cost with L2 is none for dropout."""
    return {branch for branch in ("regulari", "l2", "dropout") if branch in name.lower()}


_GENERAL = {
    "forward", "backward", "propagation", "propagate", "back", "prop", "backprop", "compute",
    "cost", "loss", "update", "parameters", "params", "initialize", "init", "feed", "feedforward",
    "gradient", "gradients", "get", "calculate", "pass", "step", "weights", "function", "model",
    "random", "initialization", "backpropagation", "backpropagate", "calc", "the", "all", "deep",
    "gd", "with",
}  # fmt: skip
