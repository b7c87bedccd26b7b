#define _GNU_SOURCE
#include "linux_devices.h"

#include <errno.h>
#include <linux/serial.h>
#include <pthread.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/timex.h>

int hallway_no_closing_wait(int descriptor) {
  struct serial_struct serial;
  memset(&serial, 0, sizeof serial);
  if (ioctl(descriptor, TIOCGSERIAL, &serial) < 0) return errno;
  // Zero would mean "wait without end": the constant for "do not wait" is 65535.
  serial.closing_wait = ASYNC_CLOSING_WAIT_NONE;
  if (ioctl(descriptor, TIOCSSERIAL, &serial) < 0) return errno;
  return 0;
}

void hallway_name_thread(const char *name) {
  char kept[16] = {0};
  strncpy(kept, name, sizeof kept - 1);
  pthread_setname_np(pthread_self(), kept);
}

int hallway_clock_is_kept(void) {
  struct timex state = {0};
  if (adjtimex(&state) < 0) return -1;
  return (state.status & STA_UNSYNC) == 0;
}
