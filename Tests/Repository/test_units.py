"""The units stay as confined as they are: systemd's own judge, without a running systemd."""

import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Issue 9: what drives devices may score 1.5, a front 1.0. systemd counts from 0 (confined) to 10.
MOST = {"hallwayd.service": 1.5, "hallway-cases.service": 1.0, "hallway-pad@.service": 1.0}
UNITS = sorted(path.name for path in (ROOT / "systemd").glob("*.service"))
SECONDS = 60


# What a unit's confinement is made of.
CONFINED = re.compile(
    r"^(Protect|Private|Restrict|System|NoNew|Capab|IPAddress|Lock|Memory|Device).*\n", re.M
)


def exposure(unit):
    said = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", unit],
        capture_output=True, text=True, timeout=SECONDS,
    )  # fmt: skip
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", said.stdout)
    assert found, said.stdout + said.stderr
    return float(found[1])


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_is_as_confined_as_we_say(unit):
    assert unit in MOST, "say here how exposed the new unit may be"
    assert exposure(ROOT / "systemd" / unit) <= MOST[unit]


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_that_is_left_open_would_be_noticed(unit, tmp_path):
    """The judge is heard: the same unit without its confinement scores beyond the limit."""
    text = (ROOT / "systemd" / unit).read_text()
    (tmp_path / unit).write_text(CONFINED.sub("", text))
    assert exposure(tmp_path / unit) > MOST[unit]


def test_the_pads_terminal_leads_nowhere_else():
    """foot takes the file, and no key of its own opens a window, a clipboard or a search."""
    file = ROOT / "systemd/hallway-pad.foot.ini"
    checked = subprocess.run(
        ["foot", "--check-config", f"--config={file}"],
        capture_output=True, text=True, timeout=SECONDS,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stderr
    bindings = file.read_text().split("[key-bindings]")[1].split("[mouse-bindings]")[0]
    keys = dict(line.split("=") for line in bindings.split() if "=" in line)
    assert set(keys.values()) == {"none"}
    # foot.ini(5), what has a key unless it is taken away.
    assert {"spawn-terminal", "clipboard-paste", "search-start", "show-urls-launch"} <= set(keys)


def test_the_pads_unit_runs_in_a_terminal_with_chinese_letters():
    """cage gives foot the screen, foot the pad its letters; the files it names are here."""
    unit = (ROOT / "systemd/hallway-pad@.service").read_text()
    start = re.search(r"^ExecStart=(.*)$", unit, re.M)[1]
    assert re.match(r"/usr/bin/cage -- /usr/bin/foot .*/usr/bin/hallway-pad --window %i", start)
    assert "hallway-pad.foot.ini" in start and "PAMName=hallway-pad\n" in unit
    assert (ROOT / "systemd/hallway-pad.pam").exists()
    page = (ROOT / "docs/man/hallway-pad.1").read_text()
    for file in ("hallway-pad@.service", "hallway-pad.foot.ini", "hallway-pad.pam"):
        assert f"install -m 644 {file}" in page or f"install -D -m 644 {file}" in page
