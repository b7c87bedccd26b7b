"""What is installed, read from the list `contents`, and put into place."""

import gzip
import os
import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIST = ROOT / "packaging/contents"
BUILT = ROOT / ".build-deb/programs"

# A program prints its completion without touching anything; minutes are a hang.
COMPLETION_SECONDS = 60


def lines():
    """(package, kind, words) of each line of the list."""
    for line in LIST.read_text().splitlines():
        words = line.split("#")[0].split()
        if words:
            yield words[0], words[1], words[2:]


def packages():
    """The packages, each once, as the list names them."""
    return list(dict.fromkeys(package for package, _, _ in lines()))


def programs(package=None):
    """The programs of one package, or of all."""
    return [words[0] for of, kind, words in lines() if kind == "program" and package in (of, None)]


class Place:
    """A root directory that files are installed into, for programs that will see `prefix`."""

    def __init__(self, destdir, prefix, built=BUILT):
        self.root = pathlib.Path(destdir or "/")
        self.prefix = pathlib.PurePosixPath(prefix)
        self.built = pathlib.Path(built)

    def path(self, place):
        """Where a file comes, whose place is below the prefix unless it is absolute."""
        path = self.root / str(self.prefix / place).lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def write(self, place, content, mode=0o644):
        path = self.path(place)
        path.unlink(missing_ok=True)
        path.write_bytes(content)
        path.chmod(mode)

    def install(self, package):
        """Installs everything that the list gives to a package."""
        for of, kind, words in lines():
            if of != package:
                continue
            if kind == "program":
                self.program(words[0])
            else:
                self.file(ROOT / words[0], words[1])

    def program(self, name):
        path = self.path(f"bin/{name}")
        shutil.copyfile(self.built / name, path)
        path.chmod(0o755)
        page = next((ROOT / "docs/man").glob(f"{name}.[18]"))
        self.file(page, f"share/man/man{page.suffix[1:]}/{page.name}")
        script = subprocess.run(
            [self.built / name, "--generate-completion-script", "bash"],
            check=True, capture_output=True, timeout=COMPLETION_SECONDS,
        ).stdout  # fmt: skip
        # It is read by a shell and not run; argument-parser writes a first line for either.
        script = script.removeprefix(b"#!/bin/bash\n")
        self.write(f"share/bash-completion/completions/{name}", script)

    def file(self, source, place):
        if source.is_dir():
            for inner in sorted(source.rglob("*")):
                if inner.is_file():
                    self.file(inner, f"{place}/{inner.relative_to(source)}")
            return
        content = source.read_bytes()
        if place.startswith("share/man/"):
            # No name and no time in the header: the same page is the same bytes.
            place, content = f"{place}.gz", gzip.compress(content, 9, mtime=0)
        elif place.startswith(("lib/systemd/", "lib/sysusers.d/")):
            content = self.named(content)
        self.write(place, content, 0o755 if os.access(source, os.X_OK) else 0o644)

    def named(self, content):
        """A unit as this prefix has it; what is of other packages stays where they put it."""
        for place in ("bin/hallway", "share/hallway"):
            content = content.replace(f"/usr/{place}".encode(), str(self.prefix / place).encode())
        return content
