"""The course's data: not here."""

from typing import Any, NoReturn


def load_data(*options: Any, **named: Any) -> NoReturn:
    """Refuse: the images stay where they are."""
    raise FileNotFoundError("the course's data are not here: a check runs without data files")


load_dataset = load_cat_dataset = load_data
load_2D_dataset = load_data  # noqa: N816  (its own name)
load_planar_dataset = load_extra_datasets = load_params_and_grads = load_data
