"""The units stay as confined as they are: systemd's own judge, without a running systemd."""

import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Issue 9: what drives devices may score 1.5, a front 1.0. systemd counts from 0 (confined) to 10.
MOST = {"hallwayd.service": 1.5, "hallway-pad@.service": 1.0}
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
