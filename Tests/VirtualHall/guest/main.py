"""What the machine does after it has booted: `test` or `play`. Started by guest/start."""

import os
import sys
import traceback
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(FOLDER), str(FOLDER.parent / "EndToEnd")]

from guest import console, runner  # noqa: E402  (the path comes first)
from guest.bench import Bench  # noqa: E402


def main(task):
    bench = Bench()
    bench.plug_everything()
    if task == "play":
        console.play(bench)
    else:
        runner.run(bench, os.environ.get("HALL_CHECKS", "").split())


if __name__ == "__main__":
    try:
        main(sys.argv[1])
        status = 0
    except BaseException:
        traceback.print_exc()
        status = 1
    # Threads that wait in the kernel would hold the interpreter; the machine goes off anyway.
    sys.stdout.flush()
    os._exit(status)
