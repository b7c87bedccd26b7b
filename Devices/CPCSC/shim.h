// Smart-card readers through pcscd: libpcsclite. All that the driver needs imports as it is.
#ifndef HALLWAY_PCSC_H
#define HALLWAY_PCSC_H
#include <winscard.h>
#endif
