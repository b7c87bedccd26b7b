#define _GNU_SOURCE
#include "filter_process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

int hallway_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) < 0 ? errno : 0; }

int hallway_start_filter(const char *path, int input, int output, pid_t *pid) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int failure = posix_spawn_file_actions_init(&actions);
  if (failure) return failure;
  failure = posix_spawnattr_init(&attributes);
  if (failure) {
    posix_spawn_file_actions_destroy(&actions);
    return failure;
  }

  sigset_t every, none;
  sigfillset(&every);
  sigemptyset(&none);
  short flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK;
  char *arguments[] = {(char *)path, NULL};
  char *environment[] = {NULL};

  // Each only where everything before it succeeded.
  (failure = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)) ||
      (failure = posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)) ||
      (failure = posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY,
                                                  0)) ||
      // The hall's sockets and ledger and other people's cards are none of its business.
      (failure = posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1)) ||
      (failure = posix_spawn_file_actions_addchdir_np(&actions, "/")) ||
      (failure = posix_spawnattr_setpgroup(&attributes, 0)) ||
      (failure = posix_spawnattr_setsigdefault(&attributes, &every)) ||
      (failure = posix_spawnattr_setsigmask(&attributes, &none)) ||
      (failure = posix_spawnattr_setflags(&attributes, flags)) ||
      (failure = posix_spawn(pid, path, &actions, &attributes, arguments, environment));

  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return failure;
}
