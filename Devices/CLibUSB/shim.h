// USB from user space: libusb 1.0.26. All of it imports but the variadic libusb_set_option.
#ifndef HALLWAY_LIBUSB_H
#define HALLWAY_LIBUSB_H
#include <libusb.h>

/// Contexts made after this look for no devices themselves: ours are opened by their node with
/// libusb_wrap_sys_device, so libusb needs neither a udev monitor nor a scan of its own.
static inline int hallway_libusb_find_nothing(void) {
  return libusb_set_option(NULL, LIBUSB_OPTION_NO_DEVICE_DISCOVERY);
}
#endif
