"""The approved screens through a terminal emulator: what we count as cells is what a terminal fills."""
import pathlib
import re

import pyte
import pytest
from wcwidth import wcswidth

GOLDENS = pathlib.Path(__file__).resolve().parents[1] / "KioskTests/Goldens"
SECTION = re.compile(r"^== .*?(\d+)x(\d+)$")


def views(path):
    """Every screen of a golden: its title, size and rows."""
    title, size, rows = None, None, []
    for line in path.read_text().split("\n"):
        found = SECTION.match(line)
        if found:
            title, size, rows = line, (int(found[1]), int(found[2])), []
        elif line.startswith("|"):
            rows.append(line[1:-1])
            if len(rows) == size[1]:
                yield title, size, rows


@pytest.mark.parametrize("path", sorted(GOLDENS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_row_fills_the_terminal_and_no_more(path):
    seen = 0
    for title, (columns, height), rows in views(path):
        screen = pyte.Screen(columns, height)
        stream = pyte.Stream(screen)
        for at, row in enumerate(rows):
            assert wcswidth(row) == columns, f"{title} row {at}: {row}"
            stream.feed(f"\x1b[{at + 1};1H{row}")
        # A row one cell too wide would have wrapped into the next one.
        for at, row in enumerate(rows):
            cells = [screen.buffer[at][column].data for column in range(columns)]
            assert "".join(cells) == row, f"{title} row {at}"
        seen += 1
    # A board is in both languages at once; everything else is there in each, at two sizes or more.
    assert seen == sum(bool(SECTION.match(line)) for line in path.read_text().split("\n")) >= 3
