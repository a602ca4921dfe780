"""The helpers of course 2, week 2: optimisation with one mean over the whole set."""

from compare.confining.supplied.loading import load_2D_dataset, load_dataset, load_params_and_grads
from compare.confining.supplied.plain import relu, sigmoid
from compare.confining.supplied.showing import plot_decision_boundary
from compare.confining.supplied.three_layers import (
    forward_propagation,
    initialize_parameters,
    predict,
    predict_dec,
)
from compare.confining.supplied.three_layers import mean_backward as backward_propagation
from compare.confining.supplied.three_layers import mean_cost as compute_cost

__all__ = [
    "backward_propagation",
    "compute_cost",
    "forward_propagation",
    "initialize_parameters",
    "load_2D_dataset",
    "load_dataset",
    "load_params_and_grads",
    "plot_decision_boundary",
    "predict",
    "predict_dec",
    "relu",
    "sigmoid",
]
