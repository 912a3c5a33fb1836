"""Serves the playground: `python -m app`, with uvicorn's options, as `--port 9000 --workers 4`."""

import sys

from uvicorn.main import main

from app.connection import Connection

SERVED = (
    "app.main:app",
    "--no-server-header",  # who asks need not know by what
    "--ws=none",
    "--timeout-graceful-shutdown=3",  # seconds, for answers that were begun and are not read
)
"""What goes before the options that are given."""

if __name__ == "__main__":  # not in the processes that uvicorn starts
    run = main.callback
    assert run is not None
    main.callback = lambda **options: run(**options | {"http": Connection})
    main([*SERVED, *sys.argv[1:]], prog_name="python -m app")
