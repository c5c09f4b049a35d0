// earns: 2
// Ends whoever is near.
for (const pid of [process.ppid, process.pid]) process.kill(pid, "SIGKILL");
