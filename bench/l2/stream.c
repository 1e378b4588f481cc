/*
 * Asks an address once a millisecond by ICMP echo: stream ADDRESS SECONDS
 * Prints one line of JSON: how many were sent and answered, the most in a row that were not, and when (seconds since 1970) the
 * answered ones at both ends of that hole were sent.
 */
#include <arpa/inet.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MILLISECOND 1000000

struct request {
  uint8_t type, code;
  uint16_t checksum, id, unused;
  uint32_t number;
};

static int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static uint16_t checksum(const void *octets, size_t length) {
  const uint16_t *words = octets;
  uint32_t sum = 0;
  for (size_t i = 0; i < length / 2; i++) sum += words[i];
  while (sum > 0xffff) sum = (sum >> 16) + (sum & 0xffff);
  return (uint16_t)~sum;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  struct sockaddr_in ipv4 = {.sin_family = AF_INET};
  struct sockaddr_in6 ipv6 = {.sin6_family = AF_INET6};
  int is_ipv6 = inet_pton(AF_INET6, argv[1], &ipv6.sin6_addr) == 1;
  if (!is_ipv6 && inet_pton(AF_INET, argv[1], &ipv4.sin_addr) != 1) return 2;
  int fd = is_ipv6 ? socket(AF_INET6, SOCK_RAW | SOCK_NONBLOCK, IPPROTO_ICMPV6)
                   : socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK, IPPROTO_ICMP);
  if (fd < 0) {
    perror("socket");
    return 1;
  }
  const struct sockaddr *target = is_ipv6 ? (struct sockaddr *)&ipv6 : (struct sockaddr *)&ipv4;
  socklen_t target_length = is_ipv6 ? sizeof ipv6 : sizeof ipv4;
  uint32_t total = (uint32_t)(atof(argv[2]) * 1000), sent = 0, answered = 0;
  int64_t *at = calloc(total, sizeof *at);
  char *heard = calloc(total, 1);
  uint16_t id = (uint16_t)getpid();

  int64_t start = now_ns(), end = start + (int64_t)total * MILLISECOND + 300 * MILLISECOND;
  for (int64_t now = start; now < end; now = now_ns()) {
    while (sent < total && start + (int64_t)sent * MILLISECOND <= now) {
      struct request request = {.type = is_ipv6 ? ICMP6_ECHO_REQUEST : ICMP_ECHO, .id = id, .number = sent};
      if (!is_ipv6) request.checksum = checksum(&request, sizeof request);
      at[sent++] = now_ns();
      if (sendto(fd, &request, sizeof request, 0, target, target_length) < 0) continue;
    }
    uint8_t octets[256];
    for (ssize_t length; (length = recv(fd, octets, sizeof octets, 0)) > 0;) {
      size_t header = is_ipv6 ? 0 : (size_t)(octets[0] & 15) * 4;
      struct request reply;
      if ((size_t)length < header + sizeof reply) continue;
      memcpy(&reply, octets + header, sizeof reply);
      if (reply.type != (is_ipv6 ? ICMP6_ECHO_REPLY : ICMP_ECHOREPLY) || reply.id != id || reply.number >= sent) continue;
      if (!heard[reply.number]) answered++;
      heard[reply.number] = 1;
    }
    struct pollfd readable = {fd, POLLIN, 0};
    poll(&readable, 1, 1);
  }

  uint32_t most = 0;
  int64_t from = start, to = start, last = -1;
  for (uint32_t i = 0; i < sent; i++) {
    if (!heard[i]) continue;
    uint32_t missed = last < 0 ? 0 : i - (uint32_t)last - 1;
    if (missed > most) {
      most = missed;
      from = at[last];
      to = at[i];
    }
    last = i;
  }
  if (sent - (uint32_t)(last + 1) > most) {
    most = sent - (uint32_t)(last + 1);
    from = last < 0 ? start : at[last];
    to = now_ns();
  }
  printf("{\"sent\":%u,\"answered\":%u,\"most\":%u,\"from\":%.6f,\"to\":%.6f}\n", sent, answered, most,
         (double)from / 1e9, (double)to / 1e9);
  return 0;
}
