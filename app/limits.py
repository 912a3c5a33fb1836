"""How much an experiment, and a request for it, may ask for: every limit once, by name."""

MAX_ADDRESS = 32 * 1024
"""Bytes of a query string."""
LONGEST_NAME = 40
"""Characters of a column name or row label."""

MAX_INPUTS = 20
MAX_OUTPUTS = 10
MAX_CELLS = 5_000
MAX_LAYERS = 6
MAX_UNITS = 32
MAX_PARAMETERS = 2_000
MAX_SEED = 2**32 - 1
MAX_ALPHA = 1e6
MAX_EPOCHS = 1_000_000
MAX_ROW_VISITS = 10_000_000
"""Rows that a whole run may train on: epochs × rows."""
MAX_NUMERICAL_VISITS = 20_000
"""Rows that one update may pass forward when its gradient is found by nudging."""
MAX_WORK = 160_000_000_000
"""Multiplications that one answer may take, as `app.run.work` counts them: some ten seconds."""
MAX_UPDATE = 10**9
"""The largest number of an update that is read; a run that ends before it ends there."""
