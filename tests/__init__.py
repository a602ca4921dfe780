"""Tests; a package, so that ``tests.faults:NAME`` names a candidate."""
