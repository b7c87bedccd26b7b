"""Elder mode of the whole front: in 40 columns, by finger, and aloud."""

import os
import subprocess

import pytest
from hall import until
from terminal import F2, HOME, Kiosk

F4 = "\x1bOS"


class Narrow(Kiosk):
    """In 40 columns the first page of home is all there is at once."""

    def at_home(self, seconds=20):
        first_choice = {"zh": "取号办事", "en": "Take a number"}[self.language]
        return self.see(HOME[self.language], first_choice, seconds=seconds)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_forty_columns_are_enough_for_a_number_with_a_card(demo, language):
    words = {
        "zh": ("您要办哪方面的事", "请选择要办的事", "请把身份证放在读卡区", "您的号码", "普通"),
        "en": ("What is it about", "Which matter", "Put your ID card", "Your number", "Normal"),
    }[language]
    with Narrow(demo, language=language, columns=40, rows=24) as kiosk:
        kiosk.press("1", words[0])
        kiosk.press("1", words[1])
        kiosk.press("1", words[2])
        kiosk.press(F2, words[3])
        number = kiosk.number()
        assert number[0].isalpha() and number[-3:].isdigit()
        # There is no other mode to go to.
        assert words[4] not in kiosk.text
        kiosk.go_home()


def test_one_key_enlarges_every_screen_until_the_person_has_gone(demo):
    with Kiosk(demo) as kiosk:
        kiosk.touch("长者模式")
        kiosk.see("普通")
        kiosk.touch("取号办事")
        kiosk.see("您要办哪方面的事", "普通")
        kiosk.type("h")
        kiosk.see("取号办事", "普通")
        # Where letters are typed the key is F4.
        kiosk.press("3", "评价码", "F4")
        kiosk.press(F4, "长者模式", "评价码")
        kiosk.press(F4, "普通")
        kiosk.type("\x1b")
        kiosk.see("取号办事")
        kiosk.type("e")
        kiosk.at_home()


def voice(directory, name, script):
    """A program that a kiosk takes for the system's voice."""
    path = directory / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return {"TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": str(directory)}


def test_elder_mode_reads_its_screens_aloud(demo, tmp_path):
    said = tmp_path / "said"
    environment = voice(tmp_path, "espeak-ng", f'echo "$@" >> {said}; /bin/cat >> {said}')
    with Kiosk(demo, environment=environment) as kiosk:
        kiosk.press("2", "您想怎么查")
        assert not said.exists()
        kiosk.press("e", "普通")
        until("the screen is said", lambda: said.exists() and "用身份证查，请按1" in said.read_text())
        kiosk.press("l", "Normal")
        until("in English", lambda: "For With my ID card, press 1" in said.read_text())
        kinds = said.read_text()
        assert "--stdin -v cmn" in kinds and "--stdin -v en" in kinds
        # A command line is shown to everybody: what is said is not in it.
        assert not any("请按" in line for line in kinds.splitlines() if line.startswith("--stdin"))


def test_a_voice_that_hangs_holds_nobody_up_and_ends_with_the_kiosk(demo, tmp_path):
    started = tmp_path / "started"
    environment = voice(tmp_path, "espeak-ng", f"echo $$ >> {started}; exec /bin/sleep 1000")
    with Kiosk(demo, environment=environment) as kiosk:
        kiosk.press("e", "普通")
        until("it speaks", started.exists)
        kiosk.press("1", "您要办哪方面的事")
        kiosk.press("1", "请选择要办的事")
        kiosk.type("\x03")
        assert kiosk.wait() == 0
    pids = [int(line) for line in started.read_text().split()]
    until("no voice is left", lambda: not any(os.path.exists(f"/proc/{pid}") for pid in pids))


def test_without_a_voice_elder_mode_is_silent(demo, tmp_path):
    environment = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": str(tmp_path)}
    with Kiosk(demo, environment=environment) as kiosk:
        kiosk.press("e", "普通")
        kiosk.press("1", "您要办哪方面的事")
        children = subprocess.run(
            ["ps", "-o", "comm=", "--ppid", str(kiosk.process.pid)], capture_output=True, text=True
        )
        assert children.stdout.strip() == ""
