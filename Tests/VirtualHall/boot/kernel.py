"""Debian's stock kernel, fetched once and kept outside the repository.

It is unpacked, not installed: the machine that tests has its own kernel and boot loader.
"""

import functools
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

CACHE = Path(os.environ.get("HALLWAY_CACHE", Path.home() / ".cache" / "hallway")) / "kernel"
# The package without a version; what it depends on is today's kernel with all its modules.
META_PACKAGE = "linux-image-amd64"
# 70 MB from a mirror; a slow line needs minutes, a dead one must not hold a test for ever.
DOWNLOAD_SECONDS = 300


class Kernel:
    """An unpacked kernel package."""

    def __init__(self, root):
        self.image = next(root.glob("boot/vmlinuz-*"))
        self.release = self.image.name.removeprefix("vmlinuz-")
        self.modules = root / "lib" / "modules" / self.release


@functools.cache
def stock_kernel():
    """The newest kernel Debian offers here, or an unpacked one where no mirror is in reach."""
    CACHE.mkdir(parents=True, exist_ok=True)
    package = _package_name() or _update_lists_and_ask_again()
    if package is None:
        kept = sorted(path for path in CACHE.iterdir() if (path / "complete").exists())
        if not kept:
            raise RuntimeError(f"apt knows no {META_PACKAGE} and {CACHE} holds no kernel")
        return Kernel(kept[-1])
    root = CACHE / package
    if not (root / "complete").exists():
        _fetch(package, root)
    return Kernel(root)


def _package_name():
    answer = subprocess.run(
        ["apt-cache", "depends", META_PACKAGE], capture_output=True, text=True, check=False
    ).stdout
    found = re.search(r"Depends: (linux-image-\S+-amd64)$", answer, re.M)
    return found and found[1]


def _update_lists_and_ask_again():
    """A fresh machine's package lists are empty."""
    if os.geteuid() == 0:
        subprocess.run(
            ["apt-get", "update", "--quiet=2"], check=False, timeout=DOWNLOAD_SECONDS
        )
    return _package_name()


def _fetch(package, root):
    print(f"fetching {package} into {CACHE}", flush=True)
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=CACHE))
    try:
        _download(package, draft)
        archive = next(draft.glob("*.deb"))
        subprocess.run(["dpkg-deb", "-x", archive, draft], check=True)
        archive.unlink()
        release = Kernel(draft).release
        subprocess.run(["depmod", "-b", draft, release], check=True)
        draft.chmod(0o755)
        # Last, and by one rename: an interrupted download is never taken for a kernel.
        (draft / "complete").touch()
        shutil.rmtree(root, ignore_errors=True)
        draft.rename(root)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _download(package, directory):
    def attempt():
        return subprocess.run(
            ["apt-get", "download", "--quiet=2", package],
            cwd=directory,
            timeout=DOWNLOAD_SECONDS,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    outcome = attempt()
    if outcome.returncode != 0:
        # Lists older than the mirror name packages that are gone.
        _update_lists_and_ask_again()
        outcome = attempt()
    if outcome.returncode != 0:
        raise RuntimeError(f"apt-get download {package}: {outcome.stderr}")
