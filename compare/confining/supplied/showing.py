"""Plots of the course: nothing is shown while a file is checked."""

from typing import Any


def plot_decision_boundary(*shown: Any, **options: Any) -> None:
    """Show nothing."""


print_mislabeled_images = plot_costs = plot_decision_boundary
