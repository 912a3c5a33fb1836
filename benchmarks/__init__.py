"""How fast, how small, how smooth: `make bench`. Measured, printed, and none of it a test."""
