"""The helpers of course 2, week 1: initialisation."""

from compare.confining.supplied.loading import load_cat_dataset, load_dataset
from compare.confining.supplied.plain import relu, sigmoid
from compare.confining.supplied.showing import plot_decision_boundary
from compare.confining.supplied.three_layers import (
    forward_propagation,
    predict,
    predict_dec,
    update_parameters,
)
from compare.confining.supplied.three_layers import mean_backward as backward_propagation
from compare.confining.supplied.three_layers import mean_cost as compute_loss

__all__ = [
    "backward_propagation",
    "compute_loss",
    "forward_propagation",
    "load_cat_dataset",
    "load_dataset",
    "plot_decision_boundary",
    "predict",
    "predict_dec",
    "relu",
    "sigmoid",
    "update_parameters",
]
