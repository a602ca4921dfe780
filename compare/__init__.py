"""The judge of hand-derived backpropagation: tables, judging, reports, command line."""
