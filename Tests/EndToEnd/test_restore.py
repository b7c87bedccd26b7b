"""The restore drill: copied while numbers are taken and cases come in, destroyed, put back, open again."""

import fcntl
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import threading
from pathlib import Path

from hall import BIN, END_SECONDS, ROOT, Demo, program, rows, until

# The import is not done when the copy is.
CASES = 200_000 if os.environ.get("HALLWAY_SOAK") else 8_000
EVENTS = 3 * CASES
# Of a file of cases of this size and its copy, on a machine three times slower.
FILE_SECONDS = 1800 if os.environ.get("HALLWAY_SOAK") else 300
SERVICES = ["enquiry-policy", "unresolved-matter", "food-permit"]
KEYS = ["hall.key", "seal.key"]


def hallway(*arguments):
    return subprocess.run(
        [program("hallway"), *map(str, arguments)], capture_output=True, text=True,
        timeout=FILE_SECONDS)


class Crowd:
    """Takes numbers, one after the other, until told to stop; keeps those that were promised."""

    def __init__(self, hall):
        self.hall = hall
        self.promised = []
        self.goes_on = True
        self.thread = threading.Thread(target=self._take)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.goes_on = False
        self.thread.join(END_SECONDS)

    def _take(self):
        while self.goes_on:
            self.promised.append(self.hall.take(random.choice(SERVICES))["number"])


def cases(state, query):
    ledger = sqlite3.connect(f"file:{state}/cases.sqlite?mode=ro", uri=True)
    try:
        return ledger.execute(query).fetchone()[0]
    finally:
        ledger.close()


def import_command(state, file, *words):
    return [
        program("hallway-cases"), "import", "--config", str(ROOT / "Demo/hallway.yaml"),
        "--state", state, *words, str(file),
    ]  # fmt: skip


def test_a_hall_that_was_destroyed_goes_on_from_its_backup(state, tmp_path):
    backup, keys, file = tmp_path / "backup", tmp_path / "keys", tmp_path / "cases.jsonl"
    subprocess.run(
        [BIN / "hallway-bench", "generate-cases", str(CASES), file], check=True,
        timeout=FILE_SECONDS)

    # Copied under load, from both sides.
    with Demo(state) as demo:
        importing = subprocess.Popen(
            import_command(state, file, "--batch", "200"), stdout=subprocess.DEVNULL)
        try:
            with Crowd(demo) as crowd:
                until("numbers are taken", lambda: len(crowd.promised) > 10)
                until("cases come in", lambda: cases(state, "SELECT count(*) FROM caseHead") > 1000)
                before = list(crowd.promised)
                copied = hallway("backup", backup, "--state", state, "--json")
                assert copied.returncode == 0, copied.stderr
                count = len(crowd.promised)
                until("numbers go on being taken", lambda: len(crowd.promised) > count)
            assert importing.poll() is None, "the import was over before the copy was"
        finally:
            importing.send_signal(signal.SIGKILL)
            importing.wait(END_SECONDS)
        manifest = json.loads(copied.stdout)
        assert len(before) <= manifest["ledger"]["tickets"] < len(crowd.promised)
        assert 0 < manifest["cases"]["records"] < EVENTS
        refused = hallway("restore", backup, "--state", state)
        assert refused.returncode == 1 and "another hallwayd" in refused.stderr
        assert hallway("restore", "--check", backup, "--state", state).returncode == 0

    # Nothing is left of it but the keys, which were kept apart.
    keys.mkdir()
    for key in KEYS:
        shutil.copy2(f"{state}/{key}", keys)
    for path in Path(state).iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    # A key that is not the hall's is told before anything is put in place.
    wrong = Path(state, "hall.key")
    wrong.write_bytes(bytes(32))
    wrong.chmod(0o600)
    refused = hallway("restore", backup, "--state", state)
    assert refused.returncode == 1 and "another hall's key" in refused.stderr
    assert not Path(state, "hall.sqlite").exists()

    # Neither does it come between an import and its cases.
    for key in KEYS:
        shutil.copy2(keys / key, state)
    with open(f"{state}/import.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = hallway("restore", backup, "--state", state)
        assert refused.returncode == 1 and "import of cases" in refused.stderr

    restored = hallway("restore", backup, "--state", state)
    assert restored.returncode == 0, restored.stderr
    said = restored.stdout
    for words in ("hall.sqlite, cases.sqlite", "hall.key is the backup's", "audit verify"):
        assert words in said, said

    with Demo(state) as demo:
        verified = hallway("audit", "verify", "--state", state, "--json")
        assert verified.returncode == 0, verified.stdout + verified.stderr
        verdict = json.loads(verified.stdout)
        assert verdict["whole"] and verdict["report"]["tickets"] == manifest["ledger"]["tickets"]
        # Every number that was promised before the copy began is there, and the next one follows.
        numbers = [row[0] for row in rows(state, "SELECT number FROM ticket ORDER BY id")]
        assert set(before) <= set(numbers) <= set(crowd.promised)
        for service in SERVICES:
            last = "SELECT max(serial), letter FROM ticket WHERE service = ? GROUP BY letter"
            for serial, letter in rows(state, last, service):
                given = demo.take(service)["number"]
                next_one = "SELECT letter, serial FROM ticket WHERE number = ?"
                assert rows(state, next_one, given) == [(letter, serial + 1)]
        # Cases are found by the card, which needs the hall's key, and by receipt and password.
        assert demo.call("Cases.Lookup", card=demo.token("ouyang"))["cases"]
        receipt = cases(
            state, "SELECT max(receipt) FROM caseReceipt JOIN caseHead ON caseHead.id = head"
            " WHERE receipt LIKE 'SL%' AND overAt IS NULL")
        password = str(100_000 + int(receipt[2:]) % 900_000)
        found = demo.call("Cases.Lookup", receipt=receipt, password=password)["cases"]
        assert [case["receipt"] for case in found] == [receipt]

        # The import goes on where the copy was; of the batch it was at some is there already.
        done = subprocess.run(
            import_command(state, file, "--json"), capture_output=True, text=True,
            timeout=FILE_SECONDS)
        assert done.returncode == 0, done.stdout + done.stderr
        summary = json.loads(done.stdout)
        assert summary["resumedAt"] > 1 and summary["resumedAt"] + summary["records"] == EVENTS + 1
        assert summary["applied"] + summary["repeated"] == summary["records"]
