// Printing through CUPS: libcups' HTTP and IPP routines. There is no cups.pc, so the module map links.
#ifndef HALLWAY_CUPS_H
#define HALLWAY_CUPS_H
// Calls that CUPS itself warns of are not offered to Swift.
#define _CUPS_NO_DEPRECATED 1
#include <cups/cups.h>
#endif
