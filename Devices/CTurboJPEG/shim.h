// JPEG of cameras: libjpeg-turbo through its TurboJPEG interface, all of which we need imports.
#ifndef HALL_TURBOJPEG_H
#define HALL_TURBOJPEG_H
#include <turbojpeg.h>
#endif
