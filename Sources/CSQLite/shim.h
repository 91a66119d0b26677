// SQLITE_TRANSIENT is a cast in a macro, which Swift does not import.
#pragma once
#include <sqlite3.h>
#include <stddef.h>

static inline int csqlite_bind_text(sqlite3_stmt *statement, int index, const char *text, int length) {
  return sqlite3_bind_text(statement, index, text, length, SQLITE_TRANSIENT);
}
static inline int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int length) {
  return sqlite3_bind_blob(statement, index, bytes, length, SQLITE_TRANSIENT);
}

// With the first commit of each connection SQLite syncs the directory too, in case the log was made just now. The store
// does that itself, once, when it was.
static int csqlite_no_directory(const char *path, int *descriptor) {
  (void)path, (void)descriptor;
  return SQLITE_CANTOPEN;
}
static inline void csqlite_spare_directory(void) {
  sqlite3_vfs *system = sqlite3_vfs_find(NULL);
  if (system && system->iVersion >= 3 && system->xSetSystemCall)
    system->xSetSystemCall(system, "openDirectory", (sqlite3_syscall_ptr)csqlite_no_directory);
}

// The write-ahead log stays when a connection is closed; sqlite3_db_config takes a variable number of arguments, which
// Swift cannot call.
static inline void csqlite_keep_log(sqlite3 *database) {
  sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}
