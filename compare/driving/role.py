"""The parts that values play in a network."""

from enum import Enum


class Role(Enum):
    """The part that a value plays in a network."""

    X = "X"
    Y = "Y"
    PAIRS = "pairs"  # a list of (x, y)
    M = "m"
    N_X = "n_x"
    N_Y = "n_y"
    N_H = "n_h"
    SIZES = "sizes"  # the list of all layer sizes
    HIDDEN = "hidden sizes"
    DEPTH = "depth"
    RATE = "learning rate"
    TURNS = "iterations"
    BATCH = "batch size"
    LAMBDA = "lambda"
    KEEP = "keep probability"
    DROP = "drop probability"
    BETA = "momentum"
    BETA2 = "beta2"
    DECAY = "decay"
    EPSILON = "epsilon"
    TIME = "time step"
    TALK = "verbose"
    SEED = "seed"
    PATH = "path"
    CHOICE = "choice"  # an option with a name: activation, optimizer, initialization
    SHUFFLE = "shuffle"
    PARAMETERS = "parameters"
    WEIGHT = "weight"
    BIAS = "bias"
    GRADIENT = "gradient"
    GRADIENTS = "gradients"
    CACHE = "cache"
    OUTPUT = "output"
    UNKNOWN = "unknown"
