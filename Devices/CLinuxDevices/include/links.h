// The system calls of device links that Swift's Glibc module cannot express: ioctl numbers are
// macros of _IOC, and eventfd(2) is not part of it. Every call returns -errno where it fails.
#ifndef HALLWAY_LINKS_H
#define HALLWAY_LINKS_H

/// A level that one thread raises and poll(2) of another sees; non-blocking, close-on-exec.
int hallway_eventfd(void);

/// HIDIOCGRDESC: copies the report descriptor and returns its length, at most `size`.
int hallway_hid_report_descriptor(int descriptor, unsigned char *bytes, int size);

/// EVIOCGRAB: events of this device reach nobody else until it is closed.
int hallway_input_grab(int descriptor);

/// LPGETSTATUS of usblp: the port status byte (20 paper empty, 10 selected, 08 no error).
int hallway_printer_status(int descriptor);

/// LPIOC_GET_DEVICE_ID of usblp: the IEEE 1284 device id as the printer sent it, its two bytes of
/// length first. Returns `size`, of which unused bytes are zero.
int hallway_printer_id(int descriptor, unsigned char *bytes, int size);

/// LPIOC_SOFT_RESET of usblp.
int hallway_printer_reset(int descriptor);

#endif
