#ifndef FAIRLEAD_NETSYS_H
#define FAIRLEAD_NETSYS_H

#define NAPI_VERSION 8
#include <node_api.h>
#include <stdbool.h>
#include <stdint.h>

/* Every system call answers with its result, or with the negative errno. */

napi_value netsys_socket(napi_env env, napi_callback_info info);
napi_value netsys_bind(napi_env env, napi_callback_info info);
napi_value netsys_close(napi_env env, napi_callback_info info);
napi_value netsys_setsockopt(napi_env env, napi_callback_info info);
napi_value netsys_getsockopt(napi_env env, napi_callback_info info);
napi_value netsys_attach_filter(napi_env env, napi_callback_info info);
napi_value netsys_send(napi_env env, napi_callback_info info);
napi_value netsys_recv(napi_env env, napi_callback_info info);

napi_value netsys_receive_frames(napi_env env, napi_callback_info info);
napi_value netsys_send_frames(napi_env env, napi_callback_info info);

napi_value netsys_watch(napi_env env, napi_callback_info info);
napi_value netsys_rearm(napi_env env, napi_callback_info info);
napi_value netsys_unwatch(napi_env env, napi_callback_info info);

/* Octets of a typed array, where they lie. */
struct octets {
  uint8_t *data;
  size_t length;
};

/* The arguments of a call; false when a TypeError is on its way. */
bool netsys_arguments(napi_env env, napi_callback_info info, size_t count, napi_value *values);
bool netsys_int(napi_env env, napi_value value, int32_t *number);
bool netsys_octets(napi_env env, napi_value value, struct octets *octets);
bool netsys_words(napi_env env, napi_value value, uint32_t **words, size_t *length);
napi_value netsys_result(napi_env env, long result);

#endif
