// Which system calls an enclosure refuses, as a filter that the kernel carries out (seccomp). Namespaces hide files,
// processes and the network; what remains is what belongs to a user or the whole machine, such as keyrings, in which one
// process could leave a note for the next. The list is Flatpak's, and all that would start another program or keep
// memory which nobody counts. Threads may be started, processes may not.
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Numbers of the calls on x86-64 and on 64-bit ARM; -1 where there is no such call. */
const refused: Readonly<Record<string, readonly [number, number]>> = {
  ...{ fork: [57, -1], vfork: [58, -1], ptrace: [101, 117], process_vm_readv: [310, 270] },
  ...{ process_vm_writev: [311, 271], kcmp: [312, 272], pidfd_getfd: [438, 438] },
  ...{ add_key: [248, 217], request_key: [249, 218], keyctl: [250, 219] },
  ...{ shmget: [29, 194], semget: [64, 190], msgget: [68, 186], mq_open: [240, 180] },
  ...{ memfd_create: [319, 279], memfd_secret: [447, 447], userfaultfd: [323, 282] },
  ...{ io_uring_setup: [425, 425], io_uring_enter: [426, 426], io_uring_register: [427, 427] },
  ...{ unshare: [272, 97], setns: [308, 268], chroot: [161, 51], pivot_root: [155, 41] },
  ...{ mount: [165, 40], umount2: [166, 39], open_tree: [428, 428], move_mount: [429, 429], fsopen: [430, 430] },
  ...{ fsconfig: [431, 431], fsmount: [432, 432], fspick: [433, 433], mount_setattr: [442, 442] },
  ...{ name_to_handle_at: [303, 264], open_by_handle_at: [304, 265], quotactl: [179, 60], quotactl_fd: [443, 443] },
  ...{ bpf: [321, 280], perf_event_open: [298, 241], syslog: [103, 116], acct: [163, 89], personality: [135, 92] },
  ...{ migrate_pages: [256, 238], move_pages: [279, 239], swapon: [167, 224] },
};
const machines = {
  x64: { audit: 0xc000003e, at: 0, clone: 56 },
  arm64: { audit: 0xc00000b7, at: 1, clone: 220 },
} as const;
const CLONE_3 = 435;
/** What a thread is started with, and a process is not. */
const CLONE_THREAD = 0x10000;
/** The other calling convention of x86-64 marks its numbers with this bit. */
const X32 = 0x40000000;

const EPERM = 1;
/** Who is told that there is no `clone3` takes `clone`, whose flags a filter can read. */
const ENOSYS = 38;
const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const errno = (number: number) => 0x00050000 | number;

/** Whether there is a filter for this machine. */
export const hasFilter = process.arch in machines;

/** The filter's program for this machine, as the kernel takes it. */
export function filterProgram(arch = process.arch as keyof typeof machines): Buffer {
  const { audit, at, clone } = machines[arch];
  const numbers = Object.values(refused).map((call) => call[at]!);
  const program = [
    load(MACHINE),
    ...unless(audit, KILL),
    load(NUMBER),
    ...(arch === "x64" ? when(AT_LEAST, X32, errno(EPERM)) : []),
    ...numbers.filter((number) => number >= 0).flatMap((number) => when(EQUAL, number, errno(EPERM))),
    ...when(EQUAL, CLONE_3, errno(ENOSYS)),
    // Past the next three, where it is another call.
    instruction(EQUAL, clone, 0, 3),
    load(FIRST_ARGUMENT),
    instruction(HAS_BIT, CLONE_THREAD, 1, 0),
    instruction(RETURN, errno(EPERM)),
    instruction(RETURN, ALLOW),
  ];
  return Buffer.concat(program);
}

let kept: number | undefined;

/** A descriptor from which the filter can be read, once; the caller closes it. */
export function openFilter(): number {
  if (kept === undefined) {
    const folder = mkdtempSync(join(tmpdir(), "verteilt-"));
    kept = openSync(join(folder, "filter"), "wx+");
    rmSync(folder, { recursive: true });
    writeSync(kept, filterProgram());
  }
  // Opened anew, because a descriptor and its copies read on from one place.
  return openSync(`/proc/self/fd/${kept}`, "r");
}

/** Does something with a descriptor of the filter, or with none. */
export function withFilter<T>(isFiltered: boolean, act: (descriptors: number[]) => T): T {
  if (!isFiltered) return act([]);
  const filter = openFilter();
  try {
    return act([filter]);
  } finally {
    closeSync(filter);
  }
}

/** Instructions of the kernel's filters (linux/filter.h), and places in what they look at (linux/seccomp.h). */
const LOAD = 0x20;
const EQUAL = 0x15;
const AT_LEAST = 0x35;
const HAS_BIT = 0x45;
const RETURN = 0x06;
const NUMBER = 0;
const MACHINE = 4;
const FIRST_ARGUMENT = 16;

const load = (place: number) => instruction(LOAD, place);
const when = (test: number, value: number, result: number) => [
  instruction(test, value, 0, 1),
  instruction(RETURN, result),
];
const unless = (value: number, result: number) => [instruction(EQUAL, value, 1, 0), instruction(RETURN, result)];

function instruction(code: number, value: number, skipIfTrue = 0, skipIfFalse = 0): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(skipIfTrue, 2);
  bytes.writeUInt8(skipIfFalse, 3);
  bytes.writeUInt32LE(value >>> 0, 4);
  return bytes;
}
