#ifndef FAIRLEAD_UV_H
#define FAIRLEAD_UV_H

#include <stddef.h>

/* The part of libuv that this addon needs, by opaque handles: nothing here depends on the layout of one version. */

struct uv_loop_s;
typedef void uv_handle_t;
typedef void (*uv_poll_cb)(uv_handle_t *handle, int status, int events);
typedef void (*uv_close_cb)(uv_handle_t *handle);

enum { UV_POLL_HANDLE = 8, UV_READABLE = 1 };

size_t uv_handle_size(int type);
void *uv_handle_get_data(const uv_handle_t *handle);
void uv_handle_set_data(uv_handle_t *handle, void *data);
int uv_poll_init(struct uv_loop_s *loop, uv_handle_t *handle, int descriptor);
int uv_poll_start(uv_handle_t *handle, int events, uv_poll_cb callback);
void uv_close(uv_handle_t *handle, uv_close_cb callback);

#endif
