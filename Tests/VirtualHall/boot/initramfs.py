"""The smallest first root: busybox and the modules that reach the host's files.

Everything else is loaded later with modprobe, from the unpacked kernel, through 9p.
"""

import gzip
import shutil
import subprocess
import tempfile
from pathlib import Path

INIT = Path(__file__).with_name("init")
BUSYBOX = "/bin/busybox"
# What the guest needs before it can read a file of the host.
FIRST_MODULES = ["virtio_pci", "9pnet_virtio", "9p", "overlay"]


def write_initramfs(kernel, path):
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for directory in ("bin", "modules", "proc", "sys", "dev", "host", "new"):
            (root / directory).mkdir()
        shutil.copy(BUSYBOX, root / "bin/busybox")
        shutil.copy(INIT, root / "init")
        (root / "init").chmod(0o755)
        order = load_order(kernel.modules, FIRST_MODULES)
        for module in order:
            shutil.copy(module, root / "modules" / module.name)
        (root / "modules/order").write_text("".join(f"{m.name}\n" for m in order))
        files = "\n".join(str(p.relative_to(root)) for p in sorted(root.rglob("*")))
        archive = subprocess.run(
            ["cpio", "--create", "--format=newc", "--quiet", "--owner=0:0"],
            cwd=root,
            input=files.encode(),
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
    path.write_bytes(gzip.compress(archive, compresslevel=1))


def load_order(modules, names):
    """The files to insmod, each after what it depends on, as modules.dep(5) tells."""
    depends = {}
    for line in (modules / "modules.dep").read_text().splitlines():
        file, _, needed = line.partition(":")
        depends[file] = needed.split()
    by_name = {Path(file).name.split(".")[0].replace("-", "_"): file for file in depends}
    order = []
    for name in names:
        # Built into the kernel: nothing to load.
        if name not in by_name:
            continue
        file = by_name[name]
        # modules.dep lists dependencies nearest first.
        for needed in [*reversed(depends[file]), file]:
            if needed not in order:
                order.append(needed)
    return [modules / file for file in order]
