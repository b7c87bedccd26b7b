"""The two sacred commands as a person types them: `make run` in a terminal, and its leftovers."""

import subprocess
from pathlib import Path

from hall import END_SECONDS, ROOT, processes_naming, until
from terminal import F2, HOME, Terminal

# `make run` checks the packages and the build before it starts anything.
MAKE_SECONDS = 300


def make(*arguments):
    return subprocess.run(
        ["make", "--no-print-directory", "-C", ROOT, *arguments],
        capture_output=True, text=True, timeout=MAKE_SECONDS,
    )  # fmt: skip


def run(state):
    return Terminal(["make", "-C", str(ROOT), "run", f"STATE={state}"])


def test_make_run_brings_a_citizen_to_paper_and_ends_what_it_started(state):
    with run(state) as terminal:
        terminal.see(HOME["zh"], seconds=MAKE_SECONDS)
        terminal.press("1", "您要办哪方面的事")
        terminal.press("1", "请选择要办的事")
        terminal.press("1", "请把身份证放在读卡区")
        terminal.press(F2, "您的号码", "请拿好小票和身份证")

        with run(state) as second:
            second.see("another demo", "stop it or choose another", seconds=MAKE_SECONDS)
            assert second.wait() != 0

        refused = make("clean-demo", f"STATE={state}")
        assert refused.returncode != 0
        assert "end it first" in refused.stderr

        terminal.type("\x03")
        assert terminal.wait() == 0
    until("nothing is left", lambda: not processes_naming(state), END_SECONDS)

    # The state survives: the next run goes on with the next number.
    with run(state) as terminal:
        terminal.see(HOME["zh"], seconds=MAKE_SECONDS)
        terminal.press("1", "您要办哪方面的事")
        terminal.press("1", "请选择要办的事")
        terminal.press("2", "这件事不用身份证")
        terminal.press("1", "您的号码", "请拿好小票")
        terminal.type("\x03")
        assert terminal.wait() == 0
    assert (Path(state) / "tickets/ticket-0002.png").stat().st_size > 0

    removed = make("clean-demo", f"STATE={state}")
    assert removed.returncode == 0, removed.stderr
    assert not Path(state).exists()


def test_make_run_without_a_terminal_says_what_to_do_instead(state):
    answer = make("run", f"STATE={state}")
    assert answer.returncode != 0
    assert "needs a terminal" in answer.stderr
    assert "hallway demo --state" in answer.stderr
