"""Where in somebody's notes the formulas are: displays, inline mathematics, code, plain lines."""
