"""Files of cases into the ledger: killed on the way, dropped into a folder, put into quarantine.

A short run by default; HALLWAY_SOAK=1 brings a million cases with three million events in, with the
program that `make bench` builds where it is there: that takes a third of an hour instead of hours.
"""

import json
import os
import pty
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from hall import BIN, END_SECONDS, ROOT, START_SECONDS, Deadline, program, until

SOAK = bool(os.environ.get("HALLWAY_SOAK"))
CASES = 1_000_000 if SOAK else 5_000
BATCH = "4000" if SOAK else "250"
RELEASE = ROOT / ".build/release"
FAST = RELEASE if SOAK and (RELEASE / "hallway-cases").exists() else BIN
# Percent of the whole at which it is killed; what is left is seconds of work.
KILLS = [5, 20, 35, 50, 65]
# A file of cases of this size, on a machine three times slower.
IMPORT_SECONDS = 14_400 if SOAK else 300
# An ID number that nobody has, and its owner.
ID_NUMBER, NAME = "11010519491231002X", "欧阳测试"


@pytest.fixture
def place(tmp_path):
    """A closed hall's state with a key, and a hall's file beside it."""
    state = tmp_path / "state"
    state.mkdir(mode=0o700)
    key = state / "hall.key"
    key.write_bytes(bytes(32))
    key.chmod(0o600)
    return tmp_path


def configure(place, *lines):
    file = place / "hallway.yaml"
    file.write_text("\n".join(["hall:", "  id: demo", "  anything: else", *lines, ""]))
    return file


def command(place, *words):
    configuration = place / "hallway.yaml"
    if not configuration.exists():
        configure(place)
    return [
        str(FAST / "hallway-cases"), *words, "--config", str(configuration),
        "--state", str(place / "state"),
    ]  # fmt: skip


def run(place, *words):
    return subprocess.run(
        command(place, *words), capture_output=True, text=True, timeout=IMPORT_SECONDS)


def digest(place):
    return run(place, "digest").stdout.strip()


def kill_at(place, percent, *words):
    """Starts an import on a terminal, and kills it once its progress line says so much."""
    ours, theirs = pty.openpty()
    with Deadline(IMPORT_SECONDS), subprocess.Popen(
        command(place, "import", *words), stdout=subprocess.DEVNULL, stderr=theirs) as importing:
        os.close(theirs)
        seen = ""
        while True:
            try:
                seen += os.read(ours, 4096).decode(errors="replace")
            except OSError:  # It ended by itself.
                break
            told = re.findall(r"importing \[[#.]*\] (\d+) %", seen)
            if told and int(told[-1]) >= percent:
                importing.send_signal(signal.SIGKILL)
                break
            seen = seen[-200:]
        importing.wait(END_SECONDS)
    os.close(ours)
    return importing.returncode


class Told:
    """Says what took how long; seen with HALLWAY_SOAK=1 (pytest -rP)."""

    def __init__(self):
        self.began = time.monotonic()

    def __call__(self, what):
        now = time.monotonic()
        print(f"{now - self.began:8.1f} s  {what}", flush=True)
        self.began = now


def test_an_import_killed_five_times_comes_to_the_same_cases(place, tmp_path):
    file = tmp_path / "cases.jsonl"
    told = Told()
    subprocess.run(
        [BIN / "hallway-bench", "generate-cases", str(CASES), file], check=True,
        timeout=IMPORT_SECONDS)
    told(f"{CASES} cases, {3 * CASES} events, {file.stat().st_size} bytes written")
    whole = tmp_path / "whole"
    (whole / "state").mkdir(parents=True, mode=0o700)
    (whole / "state/hall.key").write_bytes(bytes(32))
    (whole / "state/hall.key").chmod(0o600)
    once = run(whole, "import", "--json", str(file))
    assert once.returncode == 0, once.stderr
    assert json.loads(once.stdout)["applied"] == 3 * CASES
    told("imported without a kill")

    for percent in KILLS:
        assert kill_at(place, percent, "--batch", BATCH, str(file)) == -signal.SIGKILL
        told(f"killed at {percent} %")
    rest = run(place, "import", "--json", str(file))
    assert rest.returncode == 0, rest.stderr
    assert json.loads(rest.stdout)["resumedAt"] > 3 * CASES // 2
    told(f"the rest, {rest.stdout.strip()}")
    same = digest(whole)
    assert digest(place) == same
    told(f"both have the digest {same}")

    # The same file again, known or read through anew, changes nothing.
    again = run(place, "import", "--json", str(file))
    assert json.loads(again.stdout)["isDone"]
    anew = json.loads(run(place, "import", "--again", "--json", str(file)).stdout)
    assert (anew["applied"], anew["repeated"]) == (0, 3 * CASES)
    told("read through again")
    assert digest(place) == same


def record(serial, **more):
    return json.dumps({
        "serial": serial, "at": "2026-11-02 09:00", "event": "submitted", "idNumber": ID_NUMBER,
        "applicant": NAME, **more,
    }, ensure_ascii=False)  # fmt: skip


def test_a_bad_record_is_kept_for_the_technician_and_shown_to_nobody(place):
    configure(place, "caseSources:", "  - {id: gd, format: hallway}")
    file = place / "cases.jsonl"
    file.write_text("\n".join([record("S1"), record("S2", colour="red"), record("S3"), "{"]))
    done = run(place, "import", "--source", "gd", str(file))
    assert done.returncode == 1
    assert "2 in quarantine (1 notJSON, 1 unknownKey)" in done.stdout
    listed = run(place, "quarantine", "list", "--lines")
    assert "line 2: unknownKey" in listed.stdout and "line 4: notJSON" in listed.stdout
    for told in (done.stdout, done.stderr, listed.stdout):
        assert ID_NUMBER not in told and NAME not in told
    folder = place / "state/quarantine"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert all(sheet.stat().st_mode & 0o777 == 0o600 for sheet in folder.iterdir())
    retried = run(place, "quarantine", "retry")
    assert retried.returncode == 1 and "2 in quarantine" in retried.stdout
    for kept in (place / "state").glob("cases.sqlite*"):
        assert ID_NUMBER.encode() not in kept.read_bytes()
        assert NAME.encode() not in kept.read_bytes()


def test_a_watched_folder_takes_files_whatever_is_wrong_with_one(place):
    folder = place / "drop"
    folder.mkdir()
    source = f"  - {{id: gd, format: guangdong, folder: {folder}"
    configure(place, "caseSources:", source + "}")
    watching = subprocess.Popen(
        command(place, "watch"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        row = "SBLSH,LQSJ,LQFS\n{},2026-11-03 09:00:00,0\n"
        (folder / "nonsense.csv").write_text("a,b\n1,2\n")
        (folder / "EX_GDBS_LQDJ-1.csv").write_text(row.format("S1"))
        until("the file is taken", lambda: (folder / "done/EX_GDBS_LQDJ-1.csv").exists())
        until("the other is not", lambda: (folder / "failed/nonsense.csv").exists())
        assert "unknownCode LQFS" in run(place, "quarantine", "list").stdout

        # A hall's file with faults changes nothing; a right one counts from then on.
        configure(place, "caseSources:", source + ", colour: red}")
        watching.send_signal(signal.SIGHUP)
        until("the fault is said", lambda: "colour" in watching.stderr.readline())
        configure(place, "caseSources:", source + ', codes: {LQFS: {"0": collected}}}')
        watching.send_signal(signal.SIGHUP)
        until("it is read", lambda: "read anew" in watching.stderr.readline())
        (folder / "EX_GDBS_LQDJ-2.csv").write_text(row.format("S2"))
        until("the next is taken", lambda: (folder / "done/EX_GDBS_LQDJ-2.csv").exists())
    finally:
        watching.send_signal(signal.SIGTERM)
        assert watching.wait(END_SECONDS) == 0
    assert run(place, "quarantine", "retry").returncode == 0


def test_what_a_file_brought_is_found_by_its_receipt(state):
    """Through the hall's service, while it is open."""
    from hall import Demo

    with Demo(state) as demo:
        file = Path(state) / "cases.jsonl"
        file.write_text(record("S9", receipt="SB90001", password="135790", source="gd") + "\n")
        done = subprocess.run(
            [program("hallway"), "cases", "import", str(file), "--config",
             str(ROOT / "Demo/hallway.yaml"), "--state", str(state)],
            capture_output=True, text=True, timeout=START_SECONDS,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        found = demo.call("Cases.Lookup", receipt="SB90001", password="135790")
        assert [case["applicant"] for case in found["cases"]] == ["欧**"]
