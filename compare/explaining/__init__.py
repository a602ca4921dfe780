"""What each cause code means: a page a code, in ``causes/``, for the command and for the docs."""
