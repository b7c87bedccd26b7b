// USB from user space: libusb 1.0.26. All of it imports but the variadic
// libusb_set_option.
#ifndef HALLWAY_LIBUSB_H
#define HALLWAY_LIBUSB_H
#include <libusb.h>
#include <sys/time.h>

/// Contexts made after this look for no devices themselves: ours are opened by their node with
/// libusb_wrap_sys_device, so libusb needs neither a udev monitor nor a scan of its own.
static inline int hallway_libusb_find_nothing(void) {
  return libusb_set_option(NULL, LIBUSB_OPTION_NO_DEVICE_DISCOVERY);
}

/// Handles events for up to a minute: here, because `struct timeval` belongs to whichever C module
/// the importer saw first.
static inline int hallway_libusb_handle_events(libusb_context *context) {
  struct timeval limit = {.tv_sec = 60};
  return libusb_handle_events_timeout_completed(context, &limit, NULL);
}
#endif
