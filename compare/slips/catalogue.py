"""The whole catalogue, by id."""

from compare.slips.chain import CHAIN
from compare.slips.consistent import CONSISTENT
from compare.slips.cost import COST
from compare.slips.equivalents import EQUIVALENTS
from compare.slips.forward import FORWARD
from compare.slips.gradients import GRADIENTS
from compare.slips.output import OUTPUT
from compare.slips.slip import Slip
from compare.slips.update import UPDATE

BASE: tuple[Slip, ...] = (*FORWARD, *COST, *OUTPUT, *GRADIENTS, *CHAIN, *UPDATE)
"""One wrong equation each, in the order of a step."""

SLIPS: tuple[Slip, ...] = (*BASE, *CONSISTENT)

BY_ID = {row.id: row for row in (*SLIPS, *EQUIVALENTS)}
"""Every row, the other forms that are right too."""
