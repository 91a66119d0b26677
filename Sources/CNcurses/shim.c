#include "CNcurses.h"
// Not in the header: it brings termios, which then would belong to this module for every Swift file that sees it.
#include <term.h>
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

// ---- State that handlers read: plain data, written before they are installed.

static struct termios shell_termios;    // as found
static struct termios program_termios;  // as the console needs it
static char restore_text[256];          // bytes that leave the terminal in order
static size_t restore_length;
static atomic_int active;               // whether there is something to restore
static atomic_uint pending;             // CNCURSES_… bits
static int signal_pipe[2] = {-1, -1};
static SCREEN *screen;
static pid_t owner;                     // a forked child must not restore

static const int events[] = {SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGWINCH, SIGCONT, SIGTSTP};
static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE};
enum { EVENTS = sizeof events / sizeof *events, CRASHES = sizeof crashes / sizeof *crashes };
static struct sigaction old_events[EVENTS], old_crashes[CRASHES];

// ---- Restoring: only async-signal-safe calls.

static void restore_now(void) {
  if (getpid() != owner || !atomic_exchange(&active, 0)) return;
  // From the background tcsetattr would stop us.
  struct sigaction ignore, before;
  memset(&ignore, 0, sizeof ignore);
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGTTOU, &ignore, &before);
  // A stopped line (XOFF) or a dead one must not hold us: what was still to
  // be painted is of no use any more, and nothing is written that would wait.
  tcflush(STDOUT_FILENO, TCOFLUSH);
  struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};
  if (poll(&out, 1, 0) == 1 && (out.revents & POLLOUT)) {
    ssize_t ignored = write(STDOUT_FILENO, restore_text, restore_length);
    (void)ignored;
  }
  tcsetattr(STDIN_FILENO, TCSANOW, &shell_termios);
  sigaction(SIGTTOU, &before, NULL);
}

static void notify(unsigned bit) {
  atomic_fetch_or(&pending, bit);
  // A full pipe is as good: it is readable.
  ssize_t ignored = write(signal_pipe[1], "", 1);
  (void)ignored;
}

static void on_event(int number) {
  int saved = errno;
  switch (number) {
  case SIGWINCH: notify(CNCURSES_RESIZED); break;
  case SIGCONT: notify(CNCURSES_CONTINUED); break;
  case SIGTSTP: break;  // a handler, not SIG_IGN, which children would inherit
  default: {
    // If the line is stopped by ^S, a write may be waiting in curses, which
    // starts it again after a signal. Without IXON the line runs.
    struct termios running = program_termios;
    running.c_iflag &= ~(tcflag_t)IXON;
    if (atomic_load(&active)) tcsetattr(STDIN_FILENO, TCSANOW, &running);
    notify(CNCURSES_LOST);
  }
  }
  errno = saved;
}

static void on_crash(int number) {
  restore_now();
  for (int i = 0; i < CRASHES; i++)
    if (crashes[i] == number) sigaction(number, &old_crashes[i], NULL);
  // Blocked until we return; then the one before us has its turn, or the
  // process dies of it as it would have without us.
  raise(number);
}

static void install(bool first) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_handler = on_event;
  action.sa_flags = SA_RESTART;
  for (int i = 0; i < EVENTS; i++) sigaction(events[i], &action, first ? &old_events[i] : NULL);
  action.sa_handler = on_crash;
  action.sa_flags = SA_ONSTACK;
  for (int i = 0; i < CRASHES; i++) sigaction(crashes[i], &action, first ? &old_crashes[i] : NULL);
  // Debuggers and nohup block or ignore some; whoever ignored SIGHUP keeps it
  // ignored, the end of input tells us then.
  if (first && old_events[0].sa_handler == SIG_IGN) sigaction(SIGHUP, &old_events[0], NULL);
}

static void uninstall(void) {
  for (int i = 0; i < EVENTS; i++) sigaction(events[i], &old_events[i], NULL);
  for (int i = 0; i < CRASHES; i++) sigaction(crashes[i], &old_crashes[i], NULL);
}

// A crash for lack of stack needs another one.
static void provide_stack(void) {
  static char stack[64 * 1024];
  stack_t now;
  if (sigaltstack(NULL, &now) == 0 && (now.ss_flags & SS_DISABLE)) {
    stack_t ours = {.ss_sp = stack, .ss_size = sizeof stack};
    sigaltstack(&ours, NULL);
  }
}

int cncurses_signal_descriptor(void) {
  if (signal_pipe[0] < 0 && pipe(signal_pipe) == 0)
    for (int i = 0; i < 2; i++) {
      fcntl(signal_pipe[i], F_SETFD, FD_CLOEXEC);
      fcntl(signal_pipe[i], F_SETFL, O_NONBLOCK);
    }
  return signal_pipe[0];
}

unsigned cncurses_take_signals(void) {
  char drained[64];
  while (read(signal_pipe[0], drained, sizeof drained) > 0) {}
  return atomic_exchange(&pending, 0);
}

void cncurses_wake(void) {
  if (signal_pipe[1] >= 0) notify(CNCURSES_WOKEN);
}

// ---- Opening and closing.

const char *cncurses_string(const char *name) {
  const char *text = tigetstr(name);
  return text == (const char *)-1 ? NULL : text;
}

int cncurses_probe(const char *type) {
  int answer = 0;
  if (setupterm(type, STDOUT_FILENO, &answer) != OK) return answer == -1 ? -1 : 0;
  int result = cncurses_string("cup") ? 1 : -2;
  del_curterm(cur_term);
  return result;
}

// Adds a string without its padding marks ($<5>): nobody waits in a handler.
static void add_restore(const char *text) {
  while (text && *text && restore_length < sizeof restore_text) {
    if (text[0] == '$' && text[1] == '<') {
      const char *end = strchr(text, '>');
      if (end) {
        text = end + 1;
        continue;
      }
    }
    restore_text[restore_length++] = *text++;
  }
}

static void prepare_restore(void) {
  restore_length = 0;
  const char *move = cncurses_string("cup");
  if (move) add_restore(tparm((char *)move, LINES - 1, 0));
  add_restore(cncurses_string("sgr0"));
  add_restore(cncurses_string("cnorm"));
  add_restore(cncurses_string("rmkx"));
  add_restore(cncurses_string("rmcup"));
  add_restore("\r\n");
}

int cncurses_open(const char *type) {
  if (tcgetattr(STDIN_FILENO, &shell_termios) != 0) return errno;
  if (cncurses_signal_descriptor() < 0) return errno;
  static bool registered;
  if (!registered) registered = atexit(restore_now) == 0;
  atomic_store(&pending, 0);
  owner = getpid();
  provide_stack();
  install(true);
  fflush(stdout);
  // The size that the line reports counts more than LINES and COLUMNS, which
  // a shell may have left stale; if it reports none, our caller sets it.
  use_env(TRUE);
  use_tioctl(TRUE);
  screen = newterm(type, stdout, stdin);
  if (!screen) {
    uninstall();
    return ENOTTY;
  }
  cbreak();
  noecho();
  nonl();
  intrflush(stdscr, FALSE);
  keypad(stdscr, TRUE);
  // Repaints are short and must be whole; a typed key does not stop them.
  typeahead(-1);
  // cbreak leaves ISIG on: Ctrl-C, Ctrl-Z and Ctrl-\ are keys here. IXON stays
  // as found. A break on the line is no interrupt, and the eighth bit is ours.
  tcgetattr(STDIN_FILENO, &program_termios);
  program_termios.c_lflag &= ~(tcflag_t)(ISIG | IEXTEN);
  program_termios.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | INLCR | IGNCR);
  if ((program_termios.c_cflag & CSIZE) == CS8) program_termios.c_iflag &= ~(tcflag_t)ISTRIP;
  program_termios.c_iflag = (program_termios.c_iflag & ~(tcflag_t)IXON) | (shell_termios.c_iflag & IXON);
  program_termios.c_cc[VMIN] = 1;
  program_termios.c_cc[VTIME] = 0;
  tcsetattr(STDIN_FILENO, TCSANOW, &program_termios);
  def_prog_mode();
  prepare_restore();
  atomic_store(&active, 1);
  install(false);  // newterm took some
  return 0;
}

void cncurses_close(void) {
  if (!screen) return;
  // endwin leaves the cursor on the last row, where the shell's prompt would mix with the key line. The status line
  // above it stays: it is what the engineer came for.
  move(LINES - 1, 0);
  clrtoeol();
  refresh();
  endwin();
  tcsetattr(STDIN_FILENO, TCSANOW, &shell_termios);
  atomic_store(&active, 0);
  delscreen(screen);
  screen = NULL;
  uninstall();
}

void cncurses_abandon(void) {
  if (!screen) return;
  restore_now();
  delscreen(screen);
  screen = NULL;
  uninstall();
}

void cncurses_program_mode(void) { tcsetattr(STDIN_FILENO, TCSANOW, &program_termios); }

// ---- Painting.

void cncurses_put_state(bool hides_cursor) {
  prepare_restore();
  const char *names[] = {"enacs", "smkx", "sgr0"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const char *text = cncurses_string(names[i]);
    if (text) putp(text);
  }
  const char *cursor = cncurses_string(hides_cursor ? "civis" : "cnorm");
  if (cursor) putp(cursor);
  // putp writes to stdio's buffer, curses to its own, which comes after.
  fflush(stdout);
}

_Static_assert(sizeof(wchar_t) == sizeof(uint32_t), "glibc's wchar_t holds a scalar");

void cncurses_put(int row, int column, const uint32_t *text, int count, bool bold) {
  wattrset(stdscr, bold ? A_BOLD : A_NORMAL);
  // In the last cell curses answers ERR and has put it all the same.
  mvwaddnwstr(stdscr, row, column, (const wchar_t *)text, count);
}

uint32_t cncurses_decode(const char *codeset, const uint8_t *bytes, size_t count) {
  iconv_t converter = iconv_open("UCS-4LE", codeset);
  if (converter == (iconv_t)-1) return 0;
  uint8_t out[8] = {0};
  char *from = (char *)bytes, *to = (char *)out;
  size_t left = count, room = sizeof out;
  size_t result = iconv(converter, &from, &left, &to, &room);
  iconv_close(converter);
  if (result == (size_t)-1 || left != 0 || room != sizeof out - 4) return 0;
  return (uint32_t)out[0] | (uint32_t)out[1] << 8 | (uint32_t)out[2] << 16 | (uint32_t)out[3] << 24;
}

int cncurses_unsent(int descriptor) {
  int count = 0;
  return ioctl(descriptor, TIOCOUTQ, &count) == 0 ? count : 0;
}
