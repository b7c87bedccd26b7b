"""The ledger in a technician's hands: verified, copied and put back by `hallway` alone."""

import json
import sqlite3
import subprocess

from hall import Demo, program, rows


def hallway(*arguments):
    return subprocess.run([program("hallway"), *arguments], capture_output=True, text=True)


def test_a_day_is_copied_while_the_hall_is_open_and_put_back_when_it_is_closed(state):
    copy = f"{state}/copy"
    with Demo(state) as demo:
        first = demo.take("enquiry-policy")
        verified = hallway("audit", "verify", "--state", state, "--json")
        assert verified.returncode == 0, verified.stderr
        verdict = json.loads(verified.stdout)
        assert verdict["whole"] and verdict["report"]["tickets"] == 1
        assert hallway("backup", copy, "--state", state).returncode == 0
        second = demo.take("enquiry-policy")
        refused = hallway("restore", copy, "--state", state)
        assert refused.returncode == 1
        assert "another hallwayd" in refused.stderr and "stop it" in refused.stderr
    numbers = "SELECT number FROM ticket ORDER BY id"
    assert [row[0] for row in rows(state, numbers)] == [first["number"], second["number"]]
    restored = hallway("restore", copy, "--state", state, "--json")
    assert restored.returncode == 0, restored.stderr
    answer = json.loads(restored.stdout)
    assert [row[0] for row in rows(state, numbers)] == [first["number"]]
    with sqlite3.connect(answer["kept"][0]) as kept:
        assert len(kept.execute(numbers).fetchall()) == 2
    with Demo(state) as demo:
        assert demo.take("enquiry-policy")["number"] == second["number"]


def test_a_changed_line_is_named_and_the_status_says_so(state):
    with Demo(state) as demo:
        demo.take("enquiry-policy")
        demo.take("enquiry-policy")
    with sqlite3.connect(f"{state}/hall.sqlite") as ledger:
        ledger.execute("UPDATE journal SET who = 'nobody' WHERE kind = 'issued' AND sequence > 1")
    verified = hallway("audit", "verify", "--state", state)
    assert verified.returncode == 1
    assert "changed after it was written" in verified.stdout
    assert hallway("backup", f"{state}/copy", "--state", state).returncode == 1
