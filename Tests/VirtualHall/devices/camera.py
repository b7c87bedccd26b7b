"""The kernel's own test camera, vivid. Its cable is the binding of its driver."""

import subprocess
from pathlib import Path

from guest.unit import Unit

DRIVER = Path("/sys/bus/platform/drivers/vivid")
DEVICE = "vivid.0"


class Camera(Unit):
    driver = "v4l2-camera"
    movable = False
    recorded_command = "snapshot"

    def create(self):
        # One webcam-like capture node and nothing else: each further one costs start-up time.
        subprocess.run(
            ["modprobe", "vivid", "n_devs=1", "node_types=0x1", "num_inputs=1", "input_types=0"],
            check=True,
        )
        (DRIVER / "unbind").write_text(DEVICE)

    def plug(self, port=None):
        (DRIVER / "bind").write_text(DEVICE)
        self.port = port or self.home

    def unplug(self):
        (DRIVER / "unbind").write_text(DEVICE)
        self.port = None

    def address(self, port):
        return "v4l2:/dev/v4l/by-path/platform-vivid.0-video-index0"

    def node(self):
        found = Path(f"/sys/devices/platform/{DEVICE}/video4linux").glob("video*")
        return next((f"/dev/{entry.name}" for entry in found), None)


UNITS = [Camera("camera", 0)]
