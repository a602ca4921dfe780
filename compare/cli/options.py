"""The options that several commands share: of the case, of the judging, of the answer."""

import os
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any, TypeVar

import click

from compare.errors import UsageError

Command = TypeVar("Command", bound=Callable[..., Any])
Option = Callable[[Any], Any]


def numbers_option(context: click.Context, option: click.Parameter, text: str | None) -> Any:
    """Read layer sizes: 30,20,7,5,1."""
    if text is None:
        return None
    try:
        return tuple(int(part) for part in text.split(",") if part.strip())
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a list of whole numbers, as in 30,4,1") from None


def names_option(context: click.Context, option: click.Parameter, text: str | None) -> Any:
    """Read names: relu,tanh,sigmoid."""
    return None if text is None else tuple(part.strip() for part in text.split(",") if part.strip())


CASE: tuple[Option, ...] = (
    click.option(
        "--data", metavar="NAME|FILE", help="breast-cancer, digits, or a file: .npz, .csv, .h5."
    ),
    click.option(
        "--layout",
        type=click.Choice(["columns", "rows"]),
        help="Where the examples of a file are, if its shape does not say.",
    ),
    click.option("--soft-labels", is_flag=True, help="Take labels between 0 and 1."),
    click.option(
        "--layer-dims",
        callback=numbers_option,
        metavar="N,N,...",
        help="n_x, n_1, ..., n_L.  [default: by rung]",
    ),
    click.option(
        "--activations",
        callback=names_option,
        metavar="G,G,...",
        help="One a layer: sigmoid, tanh, relu, leaky-relu, identity, softmax.  [default: by rung]",
    ),
    click.option(
        "--cost",
        default="cross-entropy",
        show_default=True,
        metavar="NAME",
        help="Of the networks: cross-entropy, squared-error, categorical-cross-entropy (softmax).",
    ),
    click.option(
        "--lambd",
        type=float,
        metavar="LAMBD",
        help="Strength of an L2 regularisation, from deep-network on.  [default: none]",
    ),
    click.option(
        "--init",
        "initialisation",
        metavar="NAME|FILE",
        help="zeros, small, he, xavier, or an .npz of weights.  [default: by activation]",
    ),
    click.option("--learning-rate", type=float, metavar="ALPHA", help="[default: 0.1]"),
    click.option("--steps", type=int, metavar="T", help="Steps to judge.  [default: by rung]"),
    click.option(
        "--seed",
        type=click.IntRange(min=0),
        default=0,
        show_default=True,
        help="Of weights, splits and synthetic data.",
    ),
    click.option(
        "--dtype", type=click.Choice(["float64", "float32"]), default="float64", show_default=True
    ),
)
"""What the case is made of."""

JUDGING: tuple[Option, ...] = (
    click.option("--allow-blind", is_flag=True, help="Exit 0 even if some quantities say nothing."),
    click.option("--strict", is_flag=True, help="Exit 1 for a convention or a less accurate form."),
    click.option(
        "--second-opinion",
        is_flag=True,
        help="Put the reference's gradients to the complex step and a Taylor test.",
    ),
    click.option(
        "--relu-at-zero",
        type=click.IntRange(0, 1),
        metavar="0|1",
        help="Demand this derivative of relu at exactly 0.  [default: any, named]",
    ),
)
"""How strictly it is judged."""

ANSWER: tuple[Option, ...] = (
    click.option("--json", "json_file", metavar="FILE|-", help="JSON; - in place of the text."),
    click.option(
        "--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True
    ),
    click.option("-q", "--quiet", is_flag=True, help="Only the verdict."),
    click.option("-v", "--verbose", is_flag=True, help="Every quantity too."),
)
"""Where the answer goes, and how much of it."""


def options(*groups: tuple[Option, ...]) -> Callable[[Command], Command]:
    """Give a command all the options of some groups, in their order."""
    every = [option for group in groups for option in group]
    return lambda command: reduce(lambda made, option: option(made), reversed(every), command)


def check_writable(option: str, file: str | None) -> None:
    """Refuse a place that cannot be written before anything is run."""
    if file in (None, "-"):
        return
    path = Path(str(file))
    if path.is_dir():
        raise UsageError(f"{option} {file}: this is a folder; name a file in it")
    folder = path.resolve().parent
    if not folder.is_dir():
        raise UsageError(f"{option} {file}: there is no folder {folder}")
    if not os.access(folder, os.W_OK):
        raise UsageError(f"{option} {file}: the folder {folder} cannot be written")
