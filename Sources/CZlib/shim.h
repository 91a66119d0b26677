// What Swift cannot see of zlib: deflateInit2 is a macro over the size of the stream.
#pragma once
#include <zlib.h>

// A gzip stream (RFC 1952): 16 more than the window bits asks for its header and its sum.
static inline int czlib_gzip_begin(z_stream *stream) {
  return deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
