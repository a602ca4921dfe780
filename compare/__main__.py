"""``python -m compare`` is ``backproof``."""

from compare.cli import main

main()
