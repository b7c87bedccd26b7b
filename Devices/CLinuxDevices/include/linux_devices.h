// What Swift's Glibc module cannot express: <linux/serial.h> is not part of it.
// No feature macros here: a module header that defines them breaks the importer
// (swift-style.md section 4a).
#ifndef HALLWAY_LINUX_DEVICES_H
#define HALLWAY_LINUX_DEVICES_H

/// Asks the serial driver not to wait for unsent bytes when `descriptor` is closed
/// (ASYNC_CLOSING_WAIT_NONE). Returns 0, or an errno: ENOTTY for a pty, EPERM without
/// CAP_SYS_ADMIN; both leave tcflush(3) as the means.
int hallway_no_closing_wait(int descriptor);

/// Names the calling thread for `top -H` and core dumps; at most 15 bytes are kept.
void hallway_name_thread(const char *name);

/// 1 where somebody keeps the clock, 0 where nobody does, -1 where the kernel may not be asked
/// (adjtimex(2), whose header Swift's Glibc module leaves out).
int hallway_clock_is_kept(void);

#endif
