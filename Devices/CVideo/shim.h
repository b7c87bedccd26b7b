// Video4Linux: the structures import as they are, the numbers made by function-like macros (_IOR,
// v4l2_fourcc) do not, so they are constants here.
#ifndef HALL_VIDEO_H
#define HALL_VIDEO_H
#include <linux/videodev2.h>

static const unsigned long hall_VIDIOC_QUERYCAP = VIDIOC_QUERYCAP;
static const unsigned long hall_VIDIOC_ENUM_FMT = VIDIOC_ENUM_FMT;
static const unsigned long hall_VIDIOC_ENUM_FRAMESIZES = VIDIOC_ENUM_FRAMESIZES;
static const unsigned long hall_VIDIOC_S_FMT = VIDIOC_S_FMT;
static const unsigned long hall_VIDIOC_REQBUFS = VIDIOC_REQBUFS;
static const unsigned long hall_VIDIOC_QUERYBUF = VIDIOC_QUERYBUF;
static const unsigned long hall_VIDIOC_QBUF = VIDIOC_QBUF;
static const unsigned long hall_VIDIOC_DQBUF = VIDIOC_DQBUF;
static const unsigned long hall_VIDIOC_STREAMON = VIDIOC_STREAMON;
static const unsigned long hall_VIDIOC_STREAMOFF = VIDIOC_STREAMOFF;

static const unsigned int hall_V4L2_PIX_FMT_MJPEG = V4L2_PIX_FMT_MJPEG;
static const unsigned int hall_V4L2_PIX_FMT_JPEG = V4L2_PIX_FMT_JPEG;
static const unsigned int hall_V4L2_PIX_FMT_YUYV = V4L2_PIX_FMT_YUYV;
#endif
