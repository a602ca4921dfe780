"""The whole catalogue, by id."""

from compare.slips.chain import CHAIN
from compare.slips.consistent import CONSISTENT
from compare.slips.cost import COST
from compare.slips.equivalents import EQUIVALENTS
from compare.slips.forward import FORWARD
from compare.slips.gradients import GRADIENTS
from compare.slips.output import OUTPUT
from compare.slips.regularisation import REGULARISATION
from compare.slips.slip import Slip
from compare.slips.softmax import SOFTMAX
from compare.slips.update import UPDATE

BASE: tuple[Slip, ...] = (
    *(*FORWARD, *COST, *OUTPUT, *GRADIENTS, *CHAIN, *UPDATE),
    *(*SOFTMAX, *REGULARISATION),
)
"""One wrong equation each, in the order of a step; then those of softmax and of L2."""

SLIPS: tuple[Slip, ...] = (*BASE, *CONSISTENT)

BY_ID = {row.id: row for row in (*SLIPS, *EQUIVALENTS)}
"""Every row, the other forms that are right too."""
