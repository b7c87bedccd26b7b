// What Swift cannot import of <linux/input.h>: ioctl numbers are macros with arguments. Every call
// returns -1 where the node is none of an input device, or gone.
#ifndef HALLWAY_CTOUCHPANEL_SHIM_H
#define HALLWAY_CTOUCHPANEL_SHIM_H

#include <linux/input.h>
#include <sys/ioctl.h>

// EVIOCGABS: the least and the largest value of an axis, and where it stands.
static inline int touch_axis(int descriptor, unsigned code, int *least, int *largest, int *now) {
  struct input_absinfo info;
  if (ioctl(descriptor, EVIOCGABS(code), &info) < 0) return -1;
  *least = info.minimum;
  *largest = info.maximum;
  *now = info.value;
  return 0;
}

// EVIOCGMTSLOTS: where an axis of the first slot stands.
static inline int touch_slot_axis(int descriptor, unsigned code, int *now) {
  struct {
    unsigned code;
    int values[1];
  } slots = {code, {0}};
  if (ioctl(descriptor, EVIOCGMTSLOTS(sizeof slots), &slots) < 0) return -1;
  *now = slots.values[0];
  return 0;
}

// EVIOCGBIT of EV_ABS: whether the device has such an axis.
static inline int touch_has_axis(int descriptor, unsigned code) {
  unsigned char bits[ABS_MAX / 8 + 1] = {0};
  if (code > ABS_MAX || ioctl(descriptor, EVIOCGBIT(EV_ABS, sizeof bits), bits) < 0) return 0;
  return bits[code / 8] >> (code % 8) & 1;
}

// Whether it is a touch screen: as udev's input_id decides, which leaves out pens and the pads of laptops.
static inline int touch_is_screen(int descriptor) {
  unsigned char keys[KEY_MAX / 8 + 1] = {0}, properties[INPUT_PROP_MAX / 8 + 1] = {0};
  if (ioctl(descriptor, EVIOCGBIT(EV_KEY, sizeof keys), keys) < 0) return 0;
  ioctl(descriptor, EVIOCGPROP(sizeof properties), properties);
#define TOUCH_BIT(bits, code) ((bits)[(code) / 8] >> ((code) % 8) & 1)
  return TOUCH_BIT(keys, BTN_TOUCH) && !TOUCH_BIT(keys, BTN_TOOL_PEN) &&
         (TOUCH_BIT(properties, INPUT_PROP_DIRECT) || !TOUCH_BIT(keys, BTN_TOOL_FINGER));
#undef TOUCH_BIT
}

// EVIOCGNAME: the device's name with its NUL.
static inline int touch_name(int descriptor, char *name, int size) {
  return ioctl(descriptor, EVIOCGNAME(size), name);
}

// EVIOCGRAB: its touches reach nobody else until it is closed.
static inline int touch_grab(int descriptor) { return ioctl(descriptor, EVIOCGRAB, 1); }

#endif
