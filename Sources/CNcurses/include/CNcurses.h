// What Swift cannot see of ncursesw: it needs these two definitions before the
// include, it does not import macros with casts or arguments, and Swift 6
// refuses C's mutable globals.
#pragma once
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE 1
#define NCURSES_WIDECHAR 1
#include <locale.h>
#include <wchar.h>
#include <ncurses.h>
#include <term.h>

static inline WINDOW *cncurses_screen(void) { return stdscr; }
