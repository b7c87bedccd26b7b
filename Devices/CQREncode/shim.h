// QR symbols for rendered tickets: libqrencode, all of which imports as it is.
#ifndef HALL_QRENCODE_H
#define HALL_QRENCODE_H
#include <qrencode.h>
#endif
