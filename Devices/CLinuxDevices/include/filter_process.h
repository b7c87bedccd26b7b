// Starting a program between two pipes needs GNU extensions of posix_spawn(3), which Swift's Glibc
// module does not show.
#ifndef HALLWAY_FILTER_PROCESS_H
#define HALLWAY_FILTER_PROCESS_H

#include <sys/types.h>

/// pipe2(2) with O_CLOEXEC: no program started meanwhile inherits an end. Returns 0 or an errno.
int hallway_pipe(int ends[2]);

/// Starts the program at `path` with `input` as stdin, `output` as stdout, stderr dropped, no other
/// descriptor, no arguments, no environment, default signals, "/" as its directory, and a process
/// group of its own. Returns 0 or an errno.
int hallway_start_filter(const char *path, int input, int output, pid_t *pid);

#endif
