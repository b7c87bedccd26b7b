// Text layout and drawing for rendered tickets and documents. Everything they need imports as it is;
// only the g_object_unref cast and PANGO_PIXELS do not, and both are plain Swift at the call site.
#ifndef HALL_PANGOCAIRO_H
#define HALL_PANGOCAIRO_H
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#endif
