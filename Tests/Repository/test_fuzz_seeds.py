"""Every input that fuzzing starts from or ever found, replayed without libFuzzer."""
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FUZZ = ROOT / "Tests/Fuzz"


def replay(product):
    return subprocess.run(
        [ROOT / ".build/debug" / product], capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize("product", ["VarlinkCodecFuzz", "VarlinkIDLFuzz", "CaseFuzz", "DeviceFuzz"])
def test_parsers_keep_their_promises_for_every_kept_input(product):
    run = replay(product)
    assert run.returncode == 0, run.stdout[-500:] + run.stderr[-2000:]


def test_every_device_parser_has_seeds_and_every_folder_of_seeds_a_parser():
    targets = {line.split(":")[0] for line in replay("DeviceFuzz").stdout.splitlines()}
    folders = {path.name for path in (FUZZ / "DeviceFuzz/Corpus").iterdir()}
    assert targets == folders
