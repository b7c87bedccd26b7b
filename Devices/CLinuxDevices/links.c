#define _GNU_SOURCE
#include "links.h"

#include <errno.h>
#include <linux/hidraw.h>
#include <linux/input.h>
#include <linux/lp.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>

// drivers/usb/class/usblp.c keeps these numbers to itself: IOCNR_GET_DEVICE_ID, IOCNR_SOFT_RESET.
#define USBLP_GET_DEVICE_ID(size) _IOC(_IOC_READ, 'P', 1, size)
#define USBLP_SOFT_RESET _IOC(_IOC_NONE, 'P', 7, 0)

// 14 bits hold the size in an ioctl number.
enum { LARGEST_IOCTL = (1 << _IOC_SIZEBITS) - 1 };

int hallway_eventfd(void) {
  int result = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  return result < 0 ? -errno : result;
}

int hallway_hid_report_descriptor(int descriptor, unsigned char *bytes, int size) {
  int length = 0;
  if (ioctl(descriptor, HIDIOCGRDESCSIZE, &length) < 0) return -errno;
  struct hidraw_report_descriptor report;
  if (length < 0 || length > size || length > (int)sizeof report.value) return -EMSGSIZE;
  report.size = length;
  if (ioctl(descriptor, HIDIOCGRDESC, &report) < 0) return -errno;
  memcpy(bytes, report.value, length);
  return length;
}

int hallway_input_grab(int descriptor) {
  return ioctl(descriptor, EVIOCGRAB, 1) < 0 ? -errno : 0;
}

int hallway_printer_status(int descriptor) {
  int status = 0;
  return ioctl(descriptor, LPGETSTATUS, &status) < 0 ? -errno : status & 0xFF;
}

int hallway_printer_id(int descriptor, unsigned char *bytes, int size) {
  if (size < 0 || size > LARGEST_IOCTL) return -EMSGSIZE;
  memset(bytes, 0, size);
  return ioctl(descriptor, USBLP_GET_DEVICE_ID(size), bytes) < 0 ? -errno : size;
}

int hallway_printer_reset(int descriptor) {
  return ioctl(descriptor, USBLP_SOFT_RESET) < 0 ? -errno : 0;
}
