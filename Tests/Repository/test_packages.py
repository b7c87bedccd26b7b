"""What a hall installs: everything is in a package, and a package is what Debian expects.

Here the packages have the programs of the debug build, which are there already and need Swift's libraries;
with HALLWAY_SOAK=1 (`make soak`) they are those of `make deb`, which a release build of some minutes makes.
"""

import gzip
import os
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

import contents  # noqa: E402

SOAK = bool(os.environ.get("HALLWAY_SOAK"))
BIN = pathlib.Path(os.environ.get("HALLWAY_BIN", ROOT / ".build/debug"))
PACKAGES = ["hallway", "hallway-kiosk"]
# Not installed: invented devices are for demonstrations and tests.
LEFT_OUT = {"hallway-simulator", "hallway-bench"}
# Of programs that link Swift's libraries where the toolchain has them.
OF_DEBUG_BUILDS = ["--suppress-tags", "custom-library-search-path"]
# Packing and looking through takes a minute on a busy machine, a release build half an hour.
SECONDS, BUILD_SECONDS = 600, 7200


def run(*command, seconds=SECONDS, **options):
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, timeout=seconds, **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    """The folder of the programs to pack."""
    if SOAK:
        run(ROOT / "packaging/build", seconds=BUILD_SECONDS)
        return contents.BUILT
    folder = tmp_path_factory.mktemp("programs")
    for name in contents.programs():
        run("strip", "--strip-unneeded", "--remove-section=.comment", "-o", folder / name, BIN / name)
    return folder


@pytest.fixture(scope="module")
def packed(programs, tmp_path_factory):
    """The packages' files, by name."""
    folder = tmp_path_factory.mktemp("packages")
    quick = [] if SOAK else ["--quick"]
    run(ROOT / "packaging/deb", "--programs", programs, "--into", folder, *quick)
    return {package: next(folder.glob(f"{package}_*.deb")) for package in PACKAGES}


@pytest.fixture(scope="module")
def trees(packed, tmp_path_factory):
    """The packages unpacked, control files in DEBIAN."""
    folder = tmp_path_factory.mktemp("trees")
    for package, file in packed.items():
        run("dpkg-deb", "--raw-extract", file, folder / package)
    return {package: folder / package for package in packed}


def test_every_program_page_and_unit_is_in_a_package():
    """A new one that nobody lists in packaging/contents would be missing on every machine."""
    assert contents.packages() == PACKAGES
    targets = re.findall(r'\.executableTarget\(\s*name: "(hallway[a-z-]*)"', (ROOT / "Package.swift").read_text())
    assert set(contents.programs()) == set(targets) - LEFT_OUT
    listed = {words[0] for _, kind, words in contents.lines() if kind == "file"}
    units = {f"systemd/{path.name}" for path in (ROOT / "systemd").iterdir()}
    assert units <= listed
    pages = {f"docs/man/{path.name}" for path in (ROOT / "docs/man").iterdir()}
    of_programs = {page for page in pages if pathlib.Path(page).stem in set(targets)}
    assert pages - of_programs <= listed


@pytest.mark.parametrize("package", PACKAGES)
def test_every_program_has_a_page_and_a_completion(trees, package):
    tree = trees[package]
    for program in contents.programs(package):
        page = next(tree.glob(f"usr/share/man/man[18]/{program}.[18].gz"))
        assert f".Nm {program}\n" in gzip.decompress(page.read_bytes()).decode()
        script = tree / "usr/share/bash-completion/completions" / program
        run("bash", "-c", 'source "$1" && complete -p "$2"', "bash", script, program)


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_in_etc_is_the_administrators(trees, package):
    tree = trees[package]
    files = {f"/{path.relative_to(tree)}" for path in tree.glob("etc/**/*") if path.is_file()}
    assert set((tree / "DEBIAN/conffiles").read_text().split()) == files != set()


def test_the_file_a_fresh_machine_gets_is_a_hall(trees, programs):
    file = trees["hallway"] / "etc/hallway/hallway.yaml"
    assert "no faults" in run(programs / "hallwayd", "--check", "--config", file)
    example = trees["hallway"] / "usr/share/doc/hallway/examples/hallway.yaml"
    assert "no faults" in run(programs / "hallwayd", "--check", "--config", example)


def test_a_purge_takes_every_user_and_group_with_it():
    made = re.findall(r"^[ug] (\S+)", (ROOT / "systemd/hallway.sysusers.conf").read_text(), re.M)
    script = (ROOT / "packaging/hallway/postrm").read_text().replace("\\\n", "")
    gone = set(" ".join(re.findall(r"for (?:user|group) in (.*?); do", script)).split())
    assert set(made) == gone


def test_scripts_know_every_unit_that_can_be_enabled():
    """What nobody enables does not run; what nobody disables leaves a link behind."""
    for path in (ROOT / "systemd").iterdir():
        if "[Install]" not in path.read_text():
            continue
        package = "hallway-kiosk" if "@" in path.name else "hallway"
        name = path.name.replace("@.", "@*.")
        for script in "postinst", "prerm":
            assert name in (ROOT / "packaging" / package / script).read_text(), (script, name)


@pytest.mark.parametrize("package", PACKAGES)
def test_its_scripts_are_shell(trees, package):
    for script in trees[package].glob("DEBIAN/p*"):
        run("sh", "-n", script)


def test_lintian_finds_neither_errors_nor_warnings(packed):
    suppressed = [] if SOAK else OF_DEBUG_BUILDS
    said = run("lintian", "--allow-root", "--no-cfg", "--fail-on", "error,warning", *suppressed, *packed.values())
    assert not re.search(r"^[EW]: ", said, re.M), said


def test_the_same_programs_make_the_same_packages(packed, programs, tmp_path):
    # The smaller one does without the minutes.
    again = PACKAGES if SOAK else ["hallway-kiosk"]
    only = [f"--package={package}" for package in again] + ([] if SOAK else ["--quick"])
    run(ROOT / "packaging/deb", "--programs", programs, "--into", tmp_path, *only)
    for package in again:
        file = packed[package]
        assert (tmp_path / file.name).read_bytes() == file.read_bytes(), file.name


def test_make_install_puts_all_of_it_below_a_prefix_of_ones_own(programs, trees, tmp_path):
    run(
        ROOT / "packaging/install", "--destdir", tmp_path, "--prefix", "/opt/hall",
        "--programs", programs,
    )  # fmt: skip
    unit = (tmp_path / "opt/hall/lib/systemd/system/hallwayd.service").read_text()
    assert "ExecStart=/opt/hall/bin/hallwayd --config /etc/hallway/hallway.yaml" in unit
    pad = (tmp_path / "opt/hall/lib/systemd/system/hallway-pad@.service").read_text()
    assert "/usr/bin/foot" in pad and "/opt/hall/share/hallway/hallway-pad.foot.ini" in pad
    installed = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    for tree in trees.values():
        of_package = {path.name for path in tree.rglob("*") if path.is_file() and "DEBIAN" not in path.parts}
        # The papers of a package: who made it, what lintian may overlook.
        assert of_package - installed <= {"copyright", "changelog.gz", tree.name}


@pytest.mark.skipif(not SOAK, reason="a release build takes minutes: make soak")
def test_no_machine_needs_swift_for_it(trees):
    for package in PACKAGES:
        for program in contents.programs(package):
            libraries = run("ldd", trees[package] / "usr/bin" / program)
            assert "libswift" not in libraries and "Foundation" not in libraries
            assert "dispatch" not in libraries and "not found" not in libraries
        assert "libc6 (>= " in (trees[package] / "DEBIAN/control").read_text()
        for program in contents.programs(package):
            assert str(ROOT).encode() not in (trees[package] / "usr/bin" / program).read_bytes()
