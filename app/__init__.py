"""The Tiny Network Playground: watch a small neural network learn, every number real.

Importing it keeps NumPy to one thread, which works only before NumPy is imported: so a program
imports `app` first, as `tests` and `benchmarks` do.
"""

import os

__version__ = "0.3.0"

THREADS = (
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
"""Where the libraries that multiply for NumPy look for how many threads to use."""

# A sum that is split among threads has other bits than one that is not, and for networks as small
# as these the splitting costs more than it saves.
os.environ.update(dict.fromkeys(THREADS, "1"))
