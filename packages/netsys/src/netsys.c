#include "netsys.h"

#include <errno.h>

struct method {
  const char *name;
  napi_callback function;
};

static const struct method methods[] = {
    {"socket", netsys_socket},
    {"bind", netsys_bind},
    {"close", netsys_close},
    {"setsockopt", netsys_setsockopt},
    {"getsockopt", netsys_getsockopt},
    {"attachFilter", netsys_attach_filter},
    {"send", netsys_send},
    {"recv", netsys_recv},
    {"receiveFrames", netsys_receive_frames},
    {"sendFrames", netsys_send_frames},
    {"watch", netsys_watch},
    {"rearm", netsys_rearm},
    {"unwatch", netsys_unwatch},
};

NAPI_MODULE_INIT() {
  for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
    napi_value function;
    if (napi_create_function(env, methods[i].name, NAPI_AUTO_LENGTH, methods[i].function, NULL, &function) != napi_ok ||
        napi_set_named_property(env, exports, methods[i].name, function) != napi_ok)
      return NULL;
  }
  return exports;
}

bool netsys_arguments(napi_env env, napi_callback_info info, size_t count, napi_value *values) {
  size_t given = count;
  if (napi_get_cb_info(env, info, &given, values, NULL, NULL) == napi_ok && given >= count) return true;
  napi_throw_type_error(env, NULL, "an argument is missing");
  return false;
}

bool netsys_int(napi_env env, napi_value value, int32_t *number) {
  if (napi_get_value_int32(env, value, number) == napi_ok) return true;
  napi_throw_type_error(env, NULL, "a number is expected");
  return false;
}

bool netsys_octets(napi_env env, napi_value value, struct octets *octets) {
  napi_typedarray_type type;
  void *data;
  if (napi_get_typedarray_info(env, value, &type, &octets->length, &data, NULL, NULL) == napi_ok &&
      type == napi_uint8_array) {
    octets->data = data;
    return true;
  }
  napi_throw_type_error(env, NULL, "a Uint8Array is expected");
  return false;
}

bool netsys_words(napi_env env, napi_value value, uint32_t **words, size_t *length) {
  napi_typedarray_type type;
  void *data;
  if (napi_get_typedarray_info(env, value, &type, length, &data, NULL, NULL) == napi_ok &&
      type == napi_uint32_array) {
    *words = data;
    return true;
  }
  napi_throw_type_error(env, NULL, "a Uint32Array is expected");
  return false;
}

napi_value netsys_result(napi_env env, long result) {
  napi_value value;
  return napi_create_int32(env, result < 0 ? -errno : (int32_t)result, &value) == napi_ok ? value : NULL;
}
