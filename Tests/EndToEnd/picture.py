"""What the emulator shows, as a picture: cell by cell, with the fonts of packages.apt."""

from PIL import Image, ImageDraw, ImageFont

# One cell; a Chinese character has two. Large enough to be read in a README.
WIDTH, HEIGHT = 10, 20
FONT = "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"
# The collection's second font has letters of one width.
MONO = 1
PAPER, INK = "eeeeee", "1c1c1c"
NAMED = {
    "black": "000000", "red": "cd0000", "green": "00cd00", "brown": "cdcd00", "blue": "0000ee",
    "magenta": "cd00cd", "cyan": "00cdcd", "white": "e5e5e5",
}  # fmt: skip
# Upper half, lower half, whole: drawn, so that no gap is between rows.
BLOCKS = {"▀": (0.0, 0.5), "▄": (0.5, 1.0), "█": (0.0, 1.0)}


def _colour(name, default):
    if name == "default":
        return f"#{default}"
    return f"#{NAMED.get(name, name)}"


def _box(draw, x, y, cell, ink):
    """Lines of boxes, joined from cell to cell; False where the character is none."""
    arms = {
        "─": "lr", "│": "ud", "┌": "rd", "┐": "ld", "└": "ru", "┘": "lu", "├": "urd", "┤": "uld",
        "━": "LR", "┃": "UD", "┏": "RD", "┓": "LD", "┗": "RU", "┛": "LU",
    }.get(cell)  # fmt: skip
    if not arms:
        return False
    middle = (x + WIDTH // 2, y + HEIGHT // 2)
    ends = {
        "l": (x, middle[1]), "r": (x + WIDTH, middle[1]), "u": (middle[0], y),
        "d": (middle[0], y + HEIGHT),
    }  # fmt: skip
    for arm in arms:
        draw.line([middle, ends[arm.lower()]], fill=ink, width=3 if arm.isupper() else 1)
    return True


def draw(screen):
    """A pyte screen as a Pillow image."""
    font = ImageFont.truetype(FONT, 17, index=MONO)
    image = Image.new("RGB", (screen.columns * WIDTH, screen.lines * HEIGHT), f"#{PAPER}")
    pen = ImageDraw.Draw(image)
    for row in range(screen.lines):
        for column in range(screen.columns):
            cell = screen.buffer[row][column]
            ink, paper = _colour(cell.fg, INK), _colour(cell.bg, PAPER)
            if cell.reverse:
                ink, paper = paper, ink
            x, y = column * WIDTH, row * HEIGHT
            # The second cell of a wide character is empty, and under its first.
            if cell.data == "":
                continue
            wide = column + 1 < screen.columns and screen.buffer[row][column + 1].data == ""
            pen.rectangle([x, y, x + WIDTH * (2 if wide else 1) - 1, y + HEIGHT - 1], fill=paper)
            if cell.data in BLOCKS:
                top, bottom = BLOCKS[cell.data]
                pen.rectangle([x, y + HEIGHT * top, x + WIDTH - 1, y + HEIGHT * bottom - 1], fill=ink)
            elif not _box(pen, x, y, cell.data, ink) and cell.data.strip():
                pen.text((x, y), cell.data, font=font, fill=ink)
    return image


def save(screen, path):
    """Writes it small: few colours, no alpha."""
    draw(screen).quantize(64).save(path, optimize=True)


def beside(left, right, path):
    """Two pictures on one, the second as high as the first."""
    right = right.convert("RGB")
    right = right.resize((right.width * left.height // right.height, left.height))
    both = Image.new("RGB", (left.width + right.width + 20, left.height), "white")
    both.paste(left, (0, 0))
    both.paste(right, (left.width + 20, 0))
    both.quantize(64).save(path, optimize=True)
