"""The ways to understand a formula, the likeliest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from compare.formulas.statement import Statement
from compare.meaning.mentions import Mentions
from compare.meaning.options import Options
from compare.meaning.reading import SAID_M, Reading
from compare.meaning.world import Network, World, world

WIDTHS = (5, 3, 7, 11, 13, 17)
"""n_x and the hidden widths: primes, so that only what fits fits."""
WIDE = (11, 13, 17, 23)
"""The hidden widths where an index runs beyond the usual ones."""
CATEGORICAL = "categorical-cross-entropy"
OUTPUTS, CLASSES = 2, 2
EXAMPLES = (19, 29, 31, 37, 41, 43, 47, 53)
HIDDEN = ("tanh", "sigmoid", "relu", "leaky_relu")
DEPTH_OF_ANY_LAYER = 4
MOST_DEPTH = 5


@dataclass(frozen=True)
class Setting:
    """A reading, and the networks of random numbers to try it on; the first has all sizes apart."""

    reading: Reading
    networks: tuple[Network, ...]
    activations: tuple[str, ...]
    said: str

    def worlds(self) -> Iterator[World]:
        """Compute one after the other."""
        yield self.first
        yield from (self._world(network) for network in self.networks[1:])

    @cached_property
    def first(self) -> World:
        """The network whose sizes are all apart."""
        return self._world(self.networks[0])

    def _world(self, network: Network) -> World:
        found = world(network)
        if self.reading.one_example:
            return World(found.network, found.values, SAID_M)
        return found


def settings(statement: Statement, options: Options) -> list[list[Setting]]:
    """Give the ways to understand a formula; each is a list of layers for which it must hold."""
    mentions = Mentions(statement)
    found = _in_columns(mentions, options)
    if options.rows or mentions.multiplies_matrices:
        found += [[_in_rows(setting) for setting in group] for group in found]
    return found


def _in_rows(setting: Setting) -> Setting:
    """The same, with the examples in rows."""
    return replace(setting, reading=replace(setting.reading, rows=True))


def _in_columns(mentions: Mentions, options: Options) -> list[list[Setting]]:
    found: list[list[Setting]] = []
    for numbers_are_layers in _numbers(mentions):
        for logistic, depth in _depths(mentions, options, numbers_are_layers):
            for one in _forms(mentions):
                for cost, activations in _ends(depth, mentions, options):
                    group = [
                        _setting(
                            mentions, options, logistic=logistic, one=one, layer=layer,
                            numbers_are_layers=numbers_are_layers, activations=activations,
                            cost=cost,
                        )
                        for layer in _layers(mentions, depth, numbers_are_layers)
                    ]  # fmt: skip  # one value
                    found.append(group)
    return found


def _ends(depth: int, mentions: Mentions, options: Options) -> list[tuple[str, tuple[str, ...]]]:
    """The cost with the activations; a formula of a loss may be that of any standard one."""
    usual = [(options.cost or _cost(g), g) for g in _activations(depth, mentions, options)]
    if options.softmax and not options.activations:
        usual += [(CATEGORICAL, (*g[:-1], "softmax")) for _, g in usual]
    if options.cost or not mentions.of_cost:
        return usual
    g = usual[0][1]
    found = [*usual, ("squared-error", g)]
    if mentions.over_classes:
        found.append((CATEGORICAL, (*g[:-1], "softmax")))
    return found


def _numbers(mentions: Mentions) -> list[bool]:
    """Whether bare numbers may be layers: not those of x, always those beside layers."""
    numbered = mentions.numbers
    if not numbered or any(symbol.letter in ("X", "x") for symbol in numbered):
        return [False]
    if mentions.layers or any(symbol.letter in ("z", "a") for symbol in numbered):
        return [True, False]
    if all(symbol.letter == "b" for symbol in numbered):
        return [True, False]
    return [False, True]


def _depths(
    mentions: Mentions, options: Options, numbers_are_layers: bool
) -> list[tuple[bool, int]]:
    """How deep the network may be, and whether it is logistic regression."""
    said = len(options.layer_dims) - 1 if options.layer_dims else len(options.activations)
    layers = list(mentions.layers)
    if numbers_are_layers:
        layers += [symbol.number for symbol in mentions.numbers]
    numbers = [int(layer) for layer in layers if layer.isdigit()]
    if any(not layer.isdigit() for layer in layers):
        return [(False, said or DEPTH_OF_ANY_LAYER)]
    if numbers:
        deepest = min(max(*numbers, 2, options.depth), MOST_DEPTH)
        return [(False, max(said, deepest))]
    if said > 1 and mentions.letters <= {"X", "x", "Y", "y", "yhat", "m", "J", "L"}:
        return [(False, said), (True, 1)]
    if "W" in mentions.letters:
        return [(False, 1), (True, 1)]
    if mentions.numbers and not numbers_are_layers and not mentions.of_features:
        return [(True, 1), (False, 2)]
    return [(True, 1)]


def _forms(mentions: Mentions) -> list[bool]:
    """Whether it is about one example, or about all."""
    if not mentions.one_example:
        return [False]
    if mentions.many_examples:
        return [False, True] if mentions.statement.notation == "mathematics" else [False]
    if "m" in mentions.letters:
        return [False, True]
    return [True, False]


def _activations(depth: int, mentions: Mentions, options: Options) -> list[tuple[str, ...]]:
    """The activations: those that were said, else the usual ones, then others in hidden layers."""
    if options.activations and len(options.activations) == depth:
        return [tuple(g.replace("-", "_") for g in options.activations)]
    output = "softmax" if "softmax" in mentions.functions else "sigmoid"
    if options.activations:
        output = options.activations[-1].replace("-", "_")
    if options.cost == "categorical-cross-entropy":
        output = "softmax"
    hidden = sorted(HIDDEN, key=lambda g: g not in mentions.functions)
    if depth == 1:
        return [(output,)]
    if any(name == "g" or name.startswith("g[") for name in mentions.functions):
        return [(*(HIDDEN[0],) * (depth - 1), output)]
    return [(*(g,) * (depth - 1), output) for g in hidden]


def _layers(mentions: Mentions, depth: int, numbers_are_layers: bool) -> list[int | None]:
    """What ``l`` may stand for; bare numbers that are units are those of the first layer."""
    if any("l" in layer for layer in mentions.layers):
        return list(range(1, depth + 1))
    if depth > 1 and not mentions.layers and not numbers_are_layers and mentions.numbers:
        return [1]
    return [None]


def _setting(
    mentions: Mentions,
    options: Options,
    *,
    logistic: bool,
    one: bool,
    layer: int | None,
    numbers_are_layers: bool,
    activations: tuple[str, ...],
    cost: str,
) -> Setting:
    depth = len(activations)
    outputs = 1 if logistic or mentions.letters & {"J", "L", "p"} else OUTPUTS
    if "softmax" in activations:
        outputs = CLASSES
    features = max((int(s.number) for s in mentions.numbers if s.letter in "xX"), default=WIDTHS[0])
    if numbers_are_layers:
        features = WIDTHS[0]
    widths, same = (WIDTHS[1:], 3) if mentions.largest_unit <= WIDTHS[1] else (WIDE, WIDE[0])
    apart = (features, *widths[: depth - 1], outputs)
    if len(options.layer_dims) == depth + 1:
        apart = options.layer_dims
    equal = (same,) * depth + (1 if outputs == 1 else same,)
    if apart == options.layer_dims or features != WIDTHS[0]:
        equal = apart
    m = next(m for m in EXAMPLES if m not in apart)
    shapes: Sequence[tuple[tuple[int, ...], int]] = (
        [(apart, 1), (apart, 1), (equal, 1)] if one else [(apart, m), (equal, 3), (apart, 1)]
    )
    networks = tuple(
        Network(dims, activations, cost, m, seed, options.label)
        for seed, (dims, m) in enumerate(shapes)
    )
    reading = Reading(
        logistic=logistic, one_example=one, numbers_are_layers=numbers_are_layers, layer=layer,
        layerless=layer is not None,
    )  # fmt: skip  # one value
    said = "logistic regression" if logistic else _words(depth, activations)
    return Setting(reading, networks, activations, said)


def _cost(activations: Sequence[str]) -> str:
    if activations[-1] == "softmax":
        return "categorical-cross-entropy"
    return "squared-error" if activations[-1] == "identity" else "cross-entropy"


def _words(depth: int, activations: Sequence[str]) -> str:
    return f"a network of {depth} layers" if depth > 1 else f"one layer of {activations[0]} units"
