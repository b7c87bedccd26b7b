"""`make hall`: the virtual hall on this terminal."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from .machine import FOLDER, Machine


def main():
    built = Path(os.environ.get("HALLWAY_BIN", FOLDER.parents[1] / ".build" / "debug")).resolve()
    if not (built / "hallwayd").exists():
        sys.exit(f"{built} holds no hallwayd; run `make build` first")
    size = shutil.get_terminal_size()
    with tempfile.TemporaryDirectory(prefix="hall-share-") as share:
        orders = {
            "HALL_TASK": "play",
            "HALLWAY_BIN": built,
            "HALL_ROWS": size.lines,
            "HALL_COLUMNS": size.columns,
            "HALL_TERM": os.environ.get("TERM", "vt100"),
        }
        print("The virtual hall starts; that takes about half a minute.", flush=True)
        with Machine(share, orders=orders) as machine:
            try:
                machine.wait()
            except KeyboardInterrupt:
                return


if __name__ == "__main__":
    main()
