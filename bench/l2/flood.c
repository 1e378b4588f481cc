/*
 * Asks for addresses at a steady rate and measures the answers: flood INTERFACE RATE SECONDS FIRST COUNT
 * sends ARP requests for COUNT addresses from FIRST on, one after the other, RATE per second. Prints one line of JSON.
 * Times of answers are the kernel's, so a late look at the socket is not counted as a late answer.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/net_tstamp.h>
#include <net/if.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BATCH 32
#define FRAME 42
#define SENDER "10.200.0.1"

static uint64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void need(int result, const char *what) {
  if (result >= 0) return;
  perror(what);
  exit(1);
}

static int by_value(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return x < y ? -1 : x > y;
}

static int open_socket(int index, int protocol) {
  int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, 0);
  need(fd, "socket");
  int one = 1, buffer = 32 << 20;
  setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer);
  setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof buffer);
  setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof one);
  setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof one);
  struct sock_filter replies[] = {
      {BPF_LD | BPF_H | BPF_ABS, 0, 0, 20},
      {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 2},
      {BPF_RET | BPF_K, 0, 0, 128},
      {BPF_RET | BPF_K, 0, 0, 0},
  };
  struct sock_fprog program = {4, replies};
  if (protocol != 0) need(setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program), "filter");
  struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_protocol = htons(protocol), .sll_ifindex = index};
  need(bind(fd, (struct sockaddr *)&address, sizeof address), "bind");
  return fd;
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  const char *name = argv[1];
  double rate = atof(argv[2]), seconds = atof(argv[3]);
  uint32_t first = ntohl(inet_addr(argv[4])), count = (uint32_t)atol(argv[5]);
  int index = (int)if_nametoindex(name);
  int in = open_socket(index, ETH_P_ARP), out = open_socket(index, 0);
  struct ifreq interface;
  memset(&interface, 0, sizeof interface);
  strncpy(interface.ifr_name, name, IFNAMSIZ - 1);
  need(ioctl(in, SIOCGIFHWADDR, &interface), "address");

  uint8_t frames[BATCH][FRAME];
  struct iovec vectors[BATCH];
  struct mmsghdr requests[BATCH];
  memset(requests, 0, sizeof requests);
  for (int i = 0; i < BATCH; i++) {
    static const uint8_t fixed[] = {8, 6, 0, 1, 8, 0, 6, 4, 0, 1};
    memset(frames[i], 0xff, 6);
    memcpy(frames[i] + 6, interface.ifr_hwaddr.sa_data, 6);
    memcpy(frames[i] + 12, fixed, sizeof fixed);
    memcpy(frames[i] + 22, interface.ifr_hwaddr.sa_data, 6);
    uint32_t sender = inet_addr(SENDER);
    memcpy(frames[i] + 28, &sender, 4);
    memset(frames[i] + 32, 0, 6);
    vectors[i] = (struct iovec){frames[i], FRAME};
    requests[i].msg_hdr.msg_iov = &vectors[i];
    requests[i].msg_hdr.msg_iovlen = 1;
  }
  static uint8_t answers[BATCH][128];
  static char controls[BATCH][64];
  struct iovec answer_vectors[BATCH];
  struct mmsghdr heard[BATCH];

  uint64_t *asked = calloc(count, sizeof *asked);
  uint64_t total = (uint64_t)(rate * seconds), sent = 0, answered = 0;
  uint32_t *latencies = malloc((total + 1) * sizeof *latencies);
  uint64_t start = now_ns(), end = start + (uint64_t)(seconds * 1e9) + 500000000u;
  while (now_ns() < end && (sent < total || answered < sent)) {
    uint64_t due = (uint64_t)((double)(now_ns() - start) * rate / 1e9);
    if (due > total) due = total;
    int batch = due - sent > BATCH ? BATCH : (int)(due - sent);
    uint64_t at = now_ns();
    for (int i = 0; i < batch; i++) {
      uint32_t which = (uint32_t)((sent + (uint64_t)i) % count), target = htonl(first + which);
      memcpy(frames[i] + 38, &target, 4);
      asked[which] = at;
    }
    if (batch > 0) {
      int done = sendmmsg(out, requests, (unsigned)batch, MSG_DONTWAIT);
      if (done > 0) sent += (uint64_t)done;
    }
    for (int i = 0; i < BATCH; i++) {
      answer_vectors[i] = (struct iovec){answers[i], sizeof answers[i]};
      heard[i] = (struct mmsghdr){.msg_hdr = {.msg_iov = &answer_vectors[i], .msg_iovlen = 1,
                                              .msg_control = controls[i], .msg_controllen = sizeof controls[i]}};
    }
    int got = recvmmsg(in, heard, BATCH, MSG_DONTWAIT, NULL);
    for (int i = 0; i < got; i++) {
      uint32_t from;
      memcpy(&from, answers[i] + 28, 4);
      uint32_t which = ntohl(from) - first;
      struct cmsghdr *control = CMSG_FIRSTHDR(&heard[i].msg_hdr);
      if (which >= count || control == NULL || asked[which] == 0) continue;
      struct timespec t;
      memcpy(&t, CMSG_DATA(control), sizeof t);
      uint64_t arrived = (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
      if (answered <= total) latencies[answered++] = arrived > asked[which] ? (uint32_t)(arrived - asked[which]) : 0;
      asked[which] = 0;
    }
    if (batch == 0 && got <= 0) {
      struct pollfd ready = {in, POLLIN, 0};
      struct timespec briefly = {0, 2000};
      ppoll(&ready, 1, &briefly, NULL);
    }
  }
  double took = (double)(now_ns() - start) / 1e9;
  qsort(latencies, answered, sizeof *latencies, by_value);
  double p50 = answered ? latencies[answered / 2] / 1e3 : -1, p99 = answered ? latencies[answered * 99 / 100] / 1e3 : -1;
  printf("{\"sent\":%lu,\"answered\":%lu,\"seconds\":%.3f,\"p50\":%.1f,\"p99\":%.1f}\n", sent, answered, took, p50, p99);
  return 0;
}
