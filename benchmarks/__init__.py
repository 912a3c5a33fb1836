"""How fast, how small, how smooth: `make bench`. Measured, printed, and none of it a test."""

import app as app  # before NumPy, which it keeps to one thread
