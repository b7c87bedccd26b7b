// What Swift cannot import of ncursesw: mutable globals, casting macros, key macros with arguments.
#ifndef HALLWAY_CNCURSESW_SHIM_H
#define HALLWAY_CNCURSESW_SHIM_H

// The wide-character prototypes; a macro here, since the module must not define _GNU_SOURCE.
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#include <ncurses.h>
#include <wchar.h>

// stdscr, LINES, COLS and COLORS are mutable globals, which Swift 6 rejects.
static inline WINDOW *kiosk_stdscr(void) { return stdscr; }
static inline int kiosk_lines(void) { return LINES; }
static inline int kiosk_columns(void) { return COLS; }
static inline int kiosk_colors(void) { return COLORS; }
static inline int kiosk_color_pairs(void) { return COLOR_PAIRS; }

// initscr ends the process where the terminal is unknown; newterm says so. stdin and stdout are
// globals that Swift cannot see.
static inline int kiosk_start(void) {
  SCREEN *screen = newterm(NULL, stdout, stdin);
  if (screen == NULL) return 0;
  set_term(screen);
  return 1;
}

// The whole terminal is painted anew by the next refresh.
static inline void kiosk_repaint(void) { clearok(stdscr, TRUE); }

// Attributes and mouse masks are casting macros.
static const unsigned int kiosk_A_BOLD = A_BOLD;
static const unsigned int kiosk_A_REVERSE = A_REVERSE;
static const unsigned int kiosk_A_UNDERLINE = A_UNDERLINE;
static const unsigned int kiosk_A_DIM = A_DIM;
static const unsigned int kiosk_A_NORMAL = A_NORMAL;
static const unsigned int kiosk_MOUSE_PRESS =
    BUTTON1_PRESSED | BUTTON1_CLICKED | BUTTON1_DOUBLE_CLICKED | BUTTON1_TRIPLE_CLICKED;

// KEY_F(n) and COLOR_PAIR(n) take arguments.
static inline int kiosk_KEY_F(int n) { return KEY_F(n); }
static inline unsigned int kiosk_color_pair(int n) { return (unsigned int)COLOR_PAIR(n); }

// ncursesw's idea of a character's width, for the test of our own table.
extern int wcwidth(wchar_t c);
static inline int kiosk_wcwidth(unsigned int scalar) { return wcwidth((wchar_t)scalar); }

#endif
