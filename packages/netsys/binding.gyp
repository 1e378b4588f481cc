{
  "targets": [
    {
      "target_name": "netsys",
      "sources": ["src/netsys.c", "src/socket.c", "src/frames.c", "src/watch.c"],
      "cflags": ["-std=c11", "-O2", "-fvisibility=hidden"]
    }
  ]
}
