"""One call to the hall's own socket, by a program that shares no code with it: METHOD PARAMETERS.

Prints the answer as JSON, or the error; it ends with 1 then. Part of the systemd machine.
"""

import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "EndToEnd"))

from hall import Refusal, Wire  # noqa: E402  (the path comes first)

SOCKET = "/run/hallway/org.hallway"

try:
    with Wire(SOCKET) as wire:
        print(json.dumps(wire.call(sys.argv[1], **json.loads(sys.argv[2]))))
except Refusal as refusal:
    sys.exit(str(refusal))
