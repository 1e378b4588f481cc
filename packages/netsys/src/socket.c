#define _GNU_SOURCE
#include "netsys.h"

#include <errno.h>
#include <linux/filter.h>
#include <sys/socket.h>
#include <unistd.h>

/* socket(domain, type, protocol) -> descriptor */
napi_value netsys_socket(napi_env env, napi_callback_info info) {
  napi_value argv[3];
  int32_t domain, type, protocol;
  if (!netsys_arguments(env, info, 3, argv) || !netsys_int(env, argv[0], &domain) ||
      !netsys_int(env, argv[1], &type) || !netsys_int(env, argv[2], &protocol))
    return NULL;
  return netsys_result(env, socket(domain, type | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol));
}

/* bind(descriptor, address) */
napi_value netsys_bind(napi_env env, napi_callback_info info) {
  napi_value argv[2];
  int32_t fd;
  struct octets address;
  if (!netsys_arguments(env, info, 2, argv) || !netsys_int(env, argv[0], &fd) ||
      !netsys_octets(env, argv[1], &address))
    return NULL;
  return netsys_result(env, bind(fd, (const struct sockaddr *)address.data, (socklen_t)address.length));
}

/* close(descriptor) */
napi_value netsys_close(napi_env env, napi_callback_info info) {
  napi_value argv[1];
  int32_t fd;
  if (!netsys_arguments(env, info, 1, argv) || !netsys_int(env, argv[0], &fd)) return NULL;
  return netsys_result(env, close(fd));
}

/* setsockopt(descriptor, level, name, value) */
napi_value netsys_setsockopt(napi_env env, napi_callback_info info) {
  napi_value argv[4];
  int32_t fd, level, name;
  struct octets value;
  if (!netsys_arguments(env, info, 4, argv) || !netsys_int(env, argv[0], &fd) ||
      !netsys_int(env, argv[1], &level) || !netsys_int(env, argv[2], &name) ||
      !netsys_octets(env, argv[3], &value))
    return NULL;
  return netsys_result(env, setsockopt(fd, level, name, value.data, (socklen_t)value.length));
}

/* getsockopt(descriptor, level, name, value) -> octets filled in */
napi_value netsys_getsockopt(napi_env env, napi_callback_info info) {
  napi_value argv[4];
  int32_t fd, level, name;
  struct octets value;
  if (!netsys_arguments(env, info, 4, argv) || !netsys_int(env, argv[0], &fd) ||
      !netsys_int(env, argv[1], &level) || !netsys_int(env, argv[2], &name) ||
      !netsys_octets(env, argv[3], &value))
    return NULL;
  socklen_t length = (socklen_t)value.length;
  int result = getsockopt(fd, level, name, value.data, &length);
  return netsys_result(env, result < 0 ? result : (long)length);
}

/* attachFilter(descriptor, program): a classic BPF program of eight octets per instruction */
napi_value netsys_attach_filter(napi_env env, napi_callback_info info) {
  napi_value argv[2];
  int32_t fd;
  struct octets program;
  if (!netsys_arguments(env, info, 2, argv) || !netsys_int(env, argv[0], &fd) ||
      !netsys_octets(env, argv[1], &program))
    return NULL;
  struct sock_fprog fprog = {
      .len = (unsigned short)(program.length / sizeof(struct sock_filter)),
      .filter = (struct sock_filter *)(void *)program.data,
  };
  return netsys_result(env, setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &fprog, sizeof fprog));
}

/* send(descriptor, octets) -> octets sent */
napi_value netsys_send(napi_env env, napi_callback_info info) {
  napi_value argv[2];
  int32_t fd;
  struct octets octets;
  if (!netsys_arguments(env, info, 2, argv) || !netsys_int(env, argv[0], &fd) ||
      !netsys_octets(env, argv[1], &octets))
    return NULL;
  return netsys_result(env, send(fd, octets.data, octets.length, MSG_NOSIGNAL));
}

/* recv(descriptor, octets) -> octets received */
napi_value netsys_recv(napi_env env, napi_callback_info info) {
  napi_value argv[2];
  int32_t fd;
  struct octets octets;
  if (!netsys_arguments(env, info, 2, argv) || !netsys_int(env, argv[0], &fd) ||
      !netsys_octets(env, argv[1], &octets))
    return NULL;
  return netsys_result(env, recv(fd, octets.data, octets.length, 0));
}
