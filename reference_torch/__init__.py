"""The twins: the same chapters as ``nn.Module``s, every derivative by autograd.

The file names are those of ``scratch_numpy``, and so is the seam ``step(case, state)``.  No
derivative is written by hand in this package, and no number in it comes from the other one: the
weights are copied in, verified bit for bit, and share no memory with the case.

Modules see what PyTorch's users write: a row is an example.  ``capture`` turns rows into the
course's columns, and autograd's dJ/dZ into the course's dZ, m times as large.
"""
