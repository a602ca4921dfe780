"""The tables: what each rung computes, under which name, in which shape, by which equation."""
