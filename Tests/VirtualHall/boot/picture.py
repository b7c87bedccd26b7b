"""Reads text in a picture of a terminal, with the terminal's own font and without a trained eye.

Each character of a phrase is drawn with the font and held against the cells of the picture: what is
expected must be there, and what is there must be expected. A blank cell or a box is no character.
"""

import collections
import functools
import unicodedata

from PIL import Image, ImageDraw, ImageFont

FONT = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"
# In the collection: WenQuanYi Micro Hei Mono.
MONO = 1
# Of the drawn strokes, how many must be there, and of those there, how many be drawn; another renderer
# hints a little otherwise, and bold strokes are thicker.
LIKENESS = 0.97
# A dot may lie beside where the other renderer has it.
SLACK = 1
# Ink is what differs from the cell's ground by this much of 255.
CONTRAST = 90


class Bits:
    """Which dots have ink, as one number; rows of `WIDTH` with room for shifts."""

    WIDTH = 64

    def __init__(self, dots, width, height):
        """`dots`: ink by (x, y), cut to where there is some."""
        xs, ys = [x for x, _ in dots], [y for _, y in dots]
        self.size = (max(xs) - min(xs) + 1, max(ys) - min(ys) + 1) if dots else (0, 0)
        self.number = 0
        for x, y in dots:
            # A margin on all sides for the shifts.
            self.number |= 1 << ((y - min(ys) + 4) * self.WIDTH + x - min(xs) + 4)
        self.ink = len(dots)

    def shifted(self, x, y):
        by = y * self.WIDTH + x
        return self.number << by if by >= 0 else self.number >> -by

    @functools.cached_property
    def wide(self):
        """With every stroke thicker by the slack on each side."""
        number = 0
        for x in range(-SLACK, SLACK + 1):
            for y in range(-SLACK, SLACK + 1):
                number |= self.shifted(x, y)
        return number

    def likeness(self, other):
        """0 to 1: how much of each lies on the other, wherever it stands in its cell."""
        if not self.ink or not other.ink:
            return 0.0
        if any(abs(a - b) > 4 for a, b in zip(self.size, other.size)):
            return 0.0
        best = 0.0
        for x in (-1, 0, 1):
            for y in (-1, 0, 1):
                by = y * self.WIDTH + x
                mine = self.shifted(x, y)
                wide = self.wide << by if by >= 0 else self.wide >> -by
                best = max(best, min((mine & other.wide).bit_count() / self.ink,
                                     (other.number & wide).bit_count() / other.ink))  # fmt: skip
        return best


def cells(character):
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class Picture:
    """A screendump of a terminal that fills the screen, its grid in the middle."""

    def __init__(self, path, *, cell, size):
        self.image = Image.open(path).convert("RGB")
        self.cell_width, self.cell_height = cell
        # What foot takes of the font, in pixels.
        self.font = ImageFont.truetype(FONT, size, index=MONO)
        self.columns = self.image.width // self.cell_width
        self.rows = self.image.height // self.cell_height
        self.left = (self.image.width - self.columns * self.cell_width) // 2
        self.top = (self.image.height - self.rows * self.cell_height) // 2
        self._tiles = {}
        self._drawn = {}

    def tile(self, column, row, count):
        key = column, row, count
        if key not in self._tiles:
            x, y = self.left + column * self.cell_width, self.top + row * self.cell_height
            self._tiles[key] = self._bits(
                self.image.crop((x, y, x + count * self.cell_width, y + self.cell_height))
            )
        return self._tiles[key]

    @staticmethod
    def _bits(image):
        grey = image.convert("L")
        data = grey.tobytes()
        ground = collections.Counter(data).most_common(1)[0][0]
        ink = [
            (index % grey.width, index // grey.width)
            for index, value in enumerate(data)
            if abs(value - ground) > CONTRAST
        ]
        return Bits(ink, *grey.size)

    def drawn(self, character):
        if character not in self._drawn:
            image = Image.new("L", (2 * self.cell_height, 2 * self.cell_height), 0)
            draw = ImageDraw.Draw(image)
            draw.text((self.cell_width, self.cell_width), character, font=self.font, fill=255)
            self._drawn[character] = self._bits(image)
        return self._drawn[character]

    def likeness(self, phrase, column, row):
        """Of the least like character of the phrase at this cell; 0 where it does not fit in."""
        least = 1.0
        for character in phrase:
            count = cells(character)
            if column + count > self.columns:
                return 0.0
            if character != " ":
                least = min(
                    least, self.drawn(character).likeness(self.tile(column, row, count))
                )
            if least < LIKENESS:
                return least
            column += count
        return least

    def find(self, phrase):
        """The first cell of the phrase, (column, row), or None where it is nowhere."""
        for row in range(self.rows):
            for column in range(self.columns):
                if self.likeness(phrase, column, row) >= LIKENESS:
                    return column, row
        return None

    def shows(self, *phrases):
        return all(self.find(phrase) for phrase in phrases)

    def place(self, phrase):
        """The middle of the phrase on the screen, 0 to 1 each way."""
        found = self.find(phrase)
        assert found, f"{phrase} is not on the screen"
        column, row = found
        width = sum(cells(character) for character in phrase)
        x = self.left + (column + width / 2) * self.cell_width
        y = self.top + (row + 0.5) * self.cell_height
        return x / self.image.width, y / self.image.height

    def save(self, path):
        """As a small PNG: a terminal has few colours."""
        self.image.quantize(64).save(path, optimize=True)
