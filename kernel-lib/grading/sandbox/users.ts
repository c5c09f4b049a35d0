// Whom an enclosed process becomes, where root encloses it. Limits on processes count by user, whoever started them: each
// is a user of its own, and none that anybody still is.
import { readdirSync, statSync } from "node:fs";

/** Users that exist nowhere else (systemd keeps them for services). */
const FIRST_USER = 61_184;
const USERS = 4_096;

let started = 0;

/** The next user whom no process here belongs to. */
export function freeUser(): number {
  // Other processes of the course begin elsewhere; those that cannot be seen from here, by the offset.
  const offset = Number(process.env.VERTEILT_USER_OFFSET ?? 0) + process.pid * 64;
  const taken = usersOfProcesses();
  for (let tried = 0; tried < USERS; tried++) {
    const user = FIRST_USER + ((offset + started++) % USERS);
    if (!taken.has(user)) return user;
  }
  throw new Error(
    `All ${USERS} users for students' code have processes that still run; end them, or restart this machine.`,
  );
}

function usersOfProcesses(): Set<number> {
  const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return new Set(ids.flatMap((id) => statSync(`/proc/${id}`, { throwIfNoEntry: false })?.uid ?? []));
}
