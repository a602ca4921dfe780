"""The parts of ``benchmarks/trust.py``: how far a checker of gradients can be trusted."""
