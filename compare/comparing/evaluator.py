"""Torch, imported only where something is judged."""

from compare.errors import FaultError
from compare.judging.local import MakeEvaluator


def torch_evaluator() -> MakeEvaluator:
    """Import torch, now that it is needed.

    Raises
    ------
    FaultError
        If it is not installed, or does not start.
    """
    try:
        from compare.formulas.on_torch import TorchEvaluator
    except (ImportError, OSError) as error:  # missing, or a library of it is
        raise FaultError(
            f"the reference needs torch, which cannot be imported here ({error}); "
            "install it: pip install 'torch>=2.4'"
        ) from None
    return TorchEvaluator
