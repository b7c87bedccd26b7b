// What is plugged in and what changes: libudev, all of which imports as it is but the loop macro
// udev_list_entry_foreach.
#ifndef HALLWAY_LIBUDEV_H
#define HALLWAY_LIBUDEV_H
#include <libudev.h>
#endif
