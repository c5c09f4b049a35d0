// What TypeScript asked of the file system, hits and misses, checked again before each cell, so that no watcher decides
// whether a change is seen.
import { type Stats, statSync } from "node:fs";
import { dirname } from "node:path";
import type { SourceFile } from "@tslab/typescript-for-tslab";

type Kind = "file" | "folder";

/** What distinguishes one state of a file or folder from another; undefined if there is none. */
type Stamp = { readonly modified: number; readonly size: number; readonly inode: number } | undefined;

/**
 * A folder that exists, and what was looked for in it. Nothing appears in it or disappears without changing its stamp.
 */
interface Folder {
  stamp: Stamp;
  readonly lookups: Map<string, { kind: Kind; isThere: boolean }>;
}

export class Files {
  private readonly sources = new Map<string, { watched: string; file: SourceFile | undefined }>();
  /** The state of every file, or folder of a package, when the sources in it were parsed. */
  private readonly parsed = new Map<string, Stamp>();
  private readonly read = new Map<string, Stamp>();
  private readonly folders = new Map<string, Folder>();
  private readonly noted: Record<Kind, Set<string>> = { file: new Set(), folder: new Set() };

  /** The file as it was parsed, unless it has changed since; `parse` is called if it was not parsed yet. */
  source(path: string, parse: () => SourceFile | undefined): SourceFile | undefined {
    const kept = this.sources.get(path);
    if (kept) return kept.file;
    // Packages are replaced file by file, which shows in their folders; there are far fewer of those.
    const watched = /[\\/]node_modules[\\/]/.test(path) ? dirname(path) : path;
    if (!this.parsed.has(watched)) this.parsed.set(watched, stampOf(watched));
    const file = parse();
    this.sources.set(path, { watched, file });
    return file;
  }

  /** Notes that something depends on whether there is such a file or folder. */
  noteExistence(kind: Kind, path: string): void {
    if (this.noted[kind].has(path)) return;
    this.noted[kind].add(path);
    const nearest = nearestFolder(path);
    const folder = this.folders.get(nearest) ?? { stamp: stampOf(nearest), lookups: new Map() };
    this.folders.set(nearest, folder);
    folder.lookups.set(`${kind}:${path}`, { kind, isThere: isThere(kind, path) });
  }

  /** Notes that the text of a file decided something, such as a package.json. */
  noteText(path: string): void {
    if (!this.read.has(path)) this.read.set(path, stampOf(path));
  }

  /** Forgets what has changed. True where a module may now be found elsewhere than before. */
  refresh(): boolean {
    for (const [path, stamp] of this.parsed) if (!same(stamp, stampOf(path))) this.parsed.delete(path);
    for (const [path, { watched }] of this.sources) if (!this.parsed.has(watched)) this.sources.delete(path);
    if (!this.hasMoved()) return false;
    this.forgetLookups();
    return true;
  }

  /** Forgets all but what was parsed: to start over in another folder. */
  forgetLookups(): void {
    this.read.clear();
    this.folders.clear();
    this.noted.file.clear();
    this.noted.folder.clear();
  }

  private hasMoved(): boolean {
    for (const [path, stamp] of this.read) if (!same(stamp, stampOf(path))) return true;
    for (const [path, folder] of this.folders) {
      const stamp = stampOf(path);
      if (same(stamp, folder.stamp)) continue;
      for (const [name, before] of folder.lookups)
        if (isThere(before.kind, name.slice(before.kind.length + 1)) !== before.isThere) return true;
      folder.stamp = stamp;
    }
    return false;
  }
}

function nearestFolder(path: string): string {
  for (let folder = dirname(path); ; folder = dirname(folder))
    if (isThere("folder", folder) || folder === dirname(folder)) return folder;
}

function isThere(kind: Kind, path: string): boolean {
  const stats = stat(path);
  return (kind === "file" ? stats?.isFile() : stats?.isDirectory()) ?? false;
}

function stat(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function stampOf(path: string): Stamp {
  const stats = stat(path);
  return stats && { modified: stats.mtimeMs, size: stats.size, inode: stats.ino };
}

function same(a: Stamp, b: Stamp): boolean {
  return a?.modified === b?.modified && a?.size === b?.size && a?.inode === b?.inode;
}
