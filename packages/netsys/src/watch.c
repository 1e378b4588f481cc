#include "netsys.h"
#include "uv.h"

#include <errno.h>
#include <stdlib.h>

/* A descriptor that the event loop looks at. Kept by its external value and by the loop, whichever lives longer. */
struct watch {
  napi_env env;
  uv_handle_t *handle;
  napi_ref callback;
  napi_async_context context;
  napi_async_cleanup_hook_handle hook;
  int keepers;
  bool closing;
};

static void on_ready(uv_handle_t *handle, int status, int events);
static void close_watch(struct watch *watch);
static void on_closed(uv_handle_t *handle);
static void on_teardown(napi_async_cleanup_hook_handle hook, void *data);
static void on_collected(napi_env env, void *data, void *hint);
static void release(struct watch *watch);
static napi_value negative(napi_env env, int error);

/* watch(descriptor, callback(status)) -> handle */
napi_value netsys_watch(napi_env env, napi_callback_info info) {
  napi_value argv[2], name, external;
  int32_t fd;
  struct uv_loop_s *loop;
  if (!netsys_arguments(env, info, 2, argv) || !netsys_int(env, argv[0], &fd)) return NULL;
  if (napi_get_uv_event_loop(env, &loop) != napi_ok) return NULL;

  struct watch *watch = calloc(1, sizeof *watch);
  uv_handle_t *handle = malloc(uv_handle_size(UV_POLL_HANDLE));
  int error = watch == NULL || handle == NULL ? -ENOMEM : uv_poll_init(loop, handle, fd);
  if (error != 0) {
    free(watch);
    free(handle);
    return negative(env, error);
  }
  watch->env = env;
  watch->handle = handle;
  watch->keepers = 1;
  uv_handle_set_data(handle, watch);
  bool made = napi_create_reference(env, argv[1], 1, &watch->callback) == napi_ok &&
              napi_create_string_utf8(env, "fairlead:watch", NAPI_AUTO_LENGTH, &name) == napi_ok &&
              napi_async_init(env, NULL, name, &watch->context) == napi_ok &&
              napi_add_async_cleanup_hook(env, on_teardown, watch, &watch->hook) == napi_ok &&
              napi_create_external(env, watch, on_collected, NULL, &external) == napi_ok;
  if (made) watch->keepers++;
  error = made ? uv_poll_start(handle, UV_READABLE, on_ready) : -ENOMEM;
  if (error == 0) return external;
  close_watch(watch);
  return negative(env, error);
}

/* rearm(handle): looks again after an error was reported, which ends the looking */
napi_value netsys_rearm(napi_env env, napi_callback_info info) {
  napi_value argv[1];
  struct watch *watch;
  if (!netsys_arguments(env, info, 1, argv) ||
      napi_get_value_external(env, argv[0], (void **)&watch) != napi_ok)
    return NULL;
  return negative(env, watch->closing ? -EBADF : uv_poll_start(watch->handle, UV_READABLE, on_ready));
}

/* unwatch(handle) */
napi_value netsys_unwatch(napi_env env, napi_callback_info info) {
  napi_value argv[1];
  struct watch *watch;
  if (!netsys_arguments(env, info, 1, argv) ||
      napi_get_value_external(env, argv[0], (void **)&watch) != napi_ok)
    return NULL;
  close_watch(watch);
  return negative(env, 0);
}

static void on_ready(uv_handle_t *handle, int status, int events) {
  (void)events;
  struct watch *watch = uv_handle_get_data(handle);
  napi_env env = watch->env;
  napi_handle_scope scope;
  napi_value callback, receiver, argument, error;
  if (napi_open_handle_scope(env, &scope) != napi_ok) return;
  if (napi_get_reference_value(env, watch->callback, &callback) == napi_ok &&
      napi_get_global(env, &receiver) == napi_ok && napi_create_int32(env, status, &argument) == napi_ok &&
      napi_make_callback(env, watch->context, receiver, callback, 1, &argument, NULL) == napi_pending_exception &&
      napi_get_and_clear_last_exception(env, &error) == napi_ok)
    napi_fatal_exception(env, error);
  napi_close_handle_scope(env, scope);
}

static void close_watch(struct watch *watch) {
  if (watch->closing) return;
  watch->closing = true;
  uv_close(watch->handle, on_closed);
}

static void on_closed(uv_handle_t *handle) {
  struct watch *watch = uv_handle_get_data(handle);
  napi_handle_scope scope;
  if (napi_open_handle_scope(watch->env, &scope) == napi_ok) {
    if (watch->callback != NULL) napi_delete_reference(watch->env, watch->callback);
    if (watch->context != NULL) napi_async_destroy(watch->env, watch->context);
    napi_close_handle_scope(watch->env, scope);
  }
  if (watch->hook != NULL) napi_remove_async_cleanup_hook(watch->hook);
  free(handle);
  release(watch);
}

static void on_teardown(napi_async_cleanup_hook_handle hook, void *data) {
  (void)hook;
  close_watch(data);
}

static void on_collected(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  release(data);
}

static void release(struct watch *watch) {
  if (--watch->keepers == 0) free(watch);
}

static napi_value negative(napi_env env, int error) {
  napi_value value;
  return napi_create_int32(env, error, &value) == napi_ok ? value : NULL;
}
