#define _GNU_SOURCE
#include "netsys.h"

#include <linux/if_packet.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Frames that one system call moves at most. */
#define BATCH 64

/* Octets kept free before each frame, for the VLAN tag that the kernel takes out. */
#define HEADROOM 4
#define MAC_PAIR 12

union tag_room {
  char octets[CMSG_SPACE(sizeof(struct tpacket_auxdata))];
  struct cmsghdr align;
};

/* Batches go to the kernel by number: the function of that name sends one frame at a time where the C library is musl. */

static bool restore_tag(const struct msghdr *message, uint8_t *frame, uint32_t length);

/* receiveFrames(descriptor, octets, stride, starts, lengths) -> frames received, one per stride */
napi_value netsys_receive_frames(napi_env env, napi_callback_info info) {
  napi_value argv[5];
  int32_t fd, stride;
  struct octets octets;
  uint32_t *starts, *lengths;
  size_t starts_length, lengths_length;
  if (!netsys_arguments(env, info, 5, argv) || !netsys_int(env, argv[0], &fd) ||
      !netsys_octets(env, argv[1], &octets) || !netsys_int(env, argv[2], &stride) ||
      !netsys_words(env, argv[3], &starts, &starts_length) ||
      !netsys_words(env, argv[4], &lengths, &lengths_length))
    return NULL;

  size_t room = stride <= HEADROOM ? 0 : octets.length / (size_t)stride;
  if (room > starts_length) room = starts_length;
  if (room > lengths_length) room = lengths_length;
  if (room > BATCH) room = BATCH;

  struct mmsghdr messages[BATCH];
  struct iovec vectors[BATCH];
  union tag_room tags[BATCH];
  for (size_t i = 0; i < room; i++) {
    vectors[i] = (struct iovec){octets.data + i * (size_t)stride + HEADROOM, (size_t)stride - HEADROOM};
    messages[i] = (struct mmsghdr){.msg_hdr = {.msg_iov = &vectors[i],
                                               .msg_iovlen = 1,
                                               .msg_control = &tags[i],
                                               .msg_controllen = sizeof tags[i]}};
  }
  long received = syscall(SYS_recvmmsg, fd, messages, (unsigned)room, MSG_DONTWAIT, NULL);
  for (long i = 0; i < received; i++) {
    uint32_t start = (uint32_t)(i * stride + HEADROOM);
    uint32_t length = messages[i].msg_len;
    bool tagged = restore_tag(&messages[i].msg_hdr, octets.data + start, length);
    starts[i] = tagged ? start - HEADROOM : start;
    lengths[i] = tagged ? length + HEADROOM : length;
  }
  return netsys_result(env, received);
}

/* sendFrames(descriptor, octets, starts, lengths, first, count) -> frames sent */
napi_value netsys_send_frames(napi_env env, napi_callback_info info) {
  napi_value argv[6];
  int32_t fd, first, count;
  struct octets octets;
  uint32_t *starts, *lengths;
  size_t starts_length, lengths_length;
  if (!netsys_arguments(env, info, 6, argv) || !netsys_int(env, argv[0], &fd) ||
      !netsys_octets(env, argv[1], &octets) || !netsys_words(env, argv[2], &starts, &starts_length) ||
      !netsys_words(env, argv[3], &lengths, &lengths_length) || !netsys_int(env, argv[4], &first) ||
      !netsys_int(env, argv[5], &count))
    return NULL;
  if (count > BATCH) count = BATCH;

  struct mmsghdr messages[BATCH];
  struct iovec vectors[BATCH];
  for (int32_t i = 0; i < count; i++) {
    size_t at = (size_t)first + (size_t)i;
    if (first < 0 || at >= starts_length || at >= lengths_length || starts[at] > octets.length ||
        lengths[at] > octets.length - starts[at]) {
      napi_throw_range_error(env, NULL, "a frame lies outside its octets");
      return NULL;
    }
    vectors[i] = (struct iovec){octets.data + starts[at], lengths[at]};
    messages[i] = (struct mmsghdr){.msg_hdr = {.msg_iov = &vectors[i], .msg_iovlen = 1}};
  }
  return netsys_result(env, count <= 0 ? 0 : syscall(SYS_sendmmsg, fd, messages, (unsigned)count, MSG_DONTWAIT));
}

/* Puts back in front of the EtherType the 802.1Q tag that the kernel delivers beside the frame. */
static bool restore_tag(const struct msghdr *message, uint8_t *frame, uint32_t length) {
  const struct cmsghdr *header = CMSG_FIRSTHDR(message);
  if (header == NULL || header->cmsg_level != SOL_PACKET || header->cmsg_type != PACKET_AUXDATA) return false;
  struct tpacket_auxdata auxdata;
  __builtin_memcpy(&auxdata, CMSG_DATA(header), sizeof auxdata);
  if (!(auxdata.tp_status & TP_STATUS_VLAN_VALID) || length < MAC_PAIR) return false;
  uint16_t type = auxdata.tp_status & TP_STATUS_VLAN_TPID_VALID ? auxdata.tp_vlan_tpid : 0x8100;
  __builtin_memmove(frame - HEADROOM, frame, MAC_PAIR);
  uint8_t *tag = frame - HEADROOM + MAC_PAIR;
  tag[0] = (uint8_t)(type >> 8);
  tag[1] = (uint8_t)type;
  tag[2] = (uint8_t)(auxdata.tp_vlan_tci >> 8);
  tag[3] = (uint8_t)auxdata.tp_vlan_tci;
  return true;
}
