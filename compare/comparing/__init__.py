"""One candidate beside one reference: its own case, the probes, and what none of them shows."""
