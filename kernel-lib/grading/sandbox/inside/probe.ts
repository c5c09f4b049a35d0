// Whether an enclosure holds: started in one, it looks for what must not be there, and ends with 0 where it finds nothing of it.
import { existsSync, readdirSync } from "node:fs";
import { networkInterfaces } from "node:os";

const isOffline = Object.values(networkInterfaces()).every((addresses) => addresses?.every(({ internal }) => internal));
const isAlone = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).length <= 3;
const sees = ["/etc/passwd", "/home", "/root", "/course/solutions", "/course/.git"].filter((path) => existsSync(path));
if (!isOffline || !isAlone || sees.length > 0 || process.getuid?.() === 0) {
  process.stderr.write(
    `The enclosure leaks: ${JSON.stringify({ isOffline, isAlone, sees, uid: process.getuid?.() })}\n`,
  );
  process.exit(1);
}
