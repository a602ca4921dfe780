"""What could be called to make a file train once, the most complete first."""

from compare.driving.acts import Recipe
from compare.driving.catalogue import Catalogue
from compare.driving.hints import Hints
from compare.driving.pieces import pieces
from compare.driving.whole import whole


def recipes(catalogue: Catalogue, hints: Hints) -> list[Recipe]:
    """List the ways to train, best first."""
    found = [*whole(catalogue, hints), *pieces(catalogue)]
    unique: dict[str, Recipe] = {}
    for recipe in found:
        unique.setdefault(recipe.text, recipe)
    return list(unique.values())
