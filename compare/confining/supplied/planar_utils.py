"""The helpers of week 3."""

from compare.confining.supplied.loading import load_extra_datasets, load_planar_dataset
from compare.confining.supplied.plain import sigmoid
from compare.confining.supplied.showing import plot_decision_boundary

__all__ = ["load_extra_datasets", "load_planar_dataset", "plot_decision_boundary", "sigmoid"]
