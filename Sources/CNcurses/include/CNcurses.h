// What Swift cannot see of ncursesw: it needs these two definitions before the
// include, it does not import macros with casts or arguments, and Swift 6
// refuses C's mutable globals. Signal handlers live in shim.c, because only C
// can promise to do nothing in them that is not async-signal-safe.
#pragma once
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE 1
#define NCURSES_WIDECHAR 1
#include <locale.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>
#include <ncurses.h>

static inline WINDOW *cncurses_screen(void) { return stdscr; }
static inline int cncurses_lines(void) { return LINES; }
static inline int cncurses_columns(void) { return COLS; }

// Whether the terminal type is described: 1 yes, 0 not known, -1 no database,
// -2 described, but it cannot move its cursor (dumb, hardcopy).
int cncurses_probe(const char *type);

// newterm on stdin and stdout; both are mutable globals. The shell's termios
// are saved first and come back with cncurses_close or cncurses_abandon.
// 0, or an errno value.
int cncurses_open(const char *type);

// endwin and everything back as it was.
void cncurses_close(void);

// The same for a line that may be gone or stopped: never waits for output.
void cncurses_abandon(void);

// The termios of the console again; another program may have changed them
// while we were stopped.
void cncurses_program_mode(void);

// The strings that switch the terminal into the state curses believes it is
// in, and which curses sends only once: line characters, key pad, attributes.
void cncurses_put_state(bool hides_cursor);

// Text at a place, bold or not (A_BOLD is a macro with a cast).
// Characters as uint32_t, so that Swift need not know what a wchar_t is.
void cncurses_put(int row, int column, const uint32_t *text, int count, bool bold);

// wcwidth(3): the cells that curses gives a character; -1 if the locale cannot
// show it.
static inline int cncurses_width(uint32_t character) { return wcwidth((wchar_t)character); }

// A string capability, or NULL if the terminal has none. (tigetstr answers -1
// for a name that is not one.)
const char *cncurses_string(const char *name);

// What signals and wakes brought since the last call; bits as below.
enum {
  CNCURSES_LOST = 1,     // SIGHUP, SIGTERM, SIGINT, SIGQUIT
  CNCURSES_RESIZED = 2,  // SIGWINCH
  CNCURSES_CONTINUED = 4,  // SIGCONT
  CNCURSES_WOKEN = 8     // cncurses_wake
};
unsigned cncurses_take_signals(void);

// The descriptor that becomes readable with them. It lives as long as the
// process, so that a late wake never writes into a stranger's descriptor.
int cncurses_signal_descriptor(void);

// From any thread.
void cncurses_wake(void);

// One character of another code set than UTF-8 by iconv(3); 0 if it is none.
uint32_t cncurses_decode(const char *codeset, const uint8_t *bytes, size_t count);

// How many bytes wait in the kernel to be sent; 0 if it does not say.
int cncurses_unsent(int descriptor);
