"""Every trap of docs/traps.md is shown by tests that exist."""

import os
import pathlib
import re
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in (ROOT / "docs/traps.md").read_text().splitlines()
    if re.match(r"\| \d+ \|", line)
]
TESTS = "\n".join(
    path.read_text()
    for suffix in ("swift", "py")
    for path in sorted((ROOT / "Tests").rglob(f"*.{suffix}"))
)


def test_there_are_twenty_six():
    assert [int(row[0].strip("| ")) for row in ROWS] == list(range(1, 27))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "trap " + row[0].strip("| "))
def test_every_trap_is_shown_by_a_test(row):
    shown = re.findall(r"`([^`]+)`", row[-1])
    assert shown
    for name in shown:
        declared = (f"func `{name}`", f"def {name}(")
        assert any(declaration in TESTS for declaration in declared), f"no test is called {name}"


def test_trap_15_and_18_rules_keep_modem_managers_off_and_devices_awake():
    rules = (ROOT / "systemd/60-hallway.rules").read_text().splitlines()
    usb = [rule for rule in rules if 'ENV{DEVTYPE}=="usb_device"' in rule]
    assert usb
    for rule in usb:
        assert 'ATTR{power/control}="on"' in rule, rule
    lines = [rule for rule in rules if rule.startswith('SUBSYSTEM=="tty"')]
    assert lines
    # A greeting is written to a line; of USB devices, those that hallwayd opens itself are left alone.
    opened = [rule for rule in usb if "idVendor" in rule and "GROUP=" in rule]
    assert opened
    for rule in lines + opened:
        assert 'ENV{ID_MM_DEVICE_IGNORE}="1"' in rule, rule


@pytest.mark.parametrize("meddler", ["brltty", "ModemManager", "fwupd"])
def test_trap_14_and_16_meddlers_are_named(meddler, tmp_path):
    program = ROOT / ".build/debug/hallway"
    quiet = subprocess.run([program, "devices", "plugged"], capture_output=True, text=True)
    assert quiet.returncode == 0
    assert f"note: {meddler} runs" not in quiet.stdout
    # What the kernel calls a process is the name of its file.
    shutil.copy("/bin/sleep", tmp_path / meddler)
    with subprocess.Popen([tmp_path / meddler, "60"]) as process:
        try:
            named = subprocess.run([program, "devices", "plugged"], capture_output=True, text=True)
        finally:
            process.kill()
    assert f"note: {meddler} runs" in named.stdout, os.linesep + named.stdout
