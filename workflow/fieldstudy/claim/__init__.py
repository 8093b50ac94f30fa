"""Recompute every reported finding, and say how it compares with what was published."""
