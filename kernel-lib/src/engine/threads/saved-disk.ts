// The disk of a node as last saved, so that only changes are sent.
import { deserialize, serialize } from "node:v8";

export class SavedDisk {
  #saved: Buffer | undefined;

  /** A copy of the disk, if it has changed since the last time; a disk that is empty from the start has not. */
  change(disk: object): object | undefined {
    if (!this.#saved && Object.keys(disk).length === 0) return undefined;
    const bytes = serialize(disk);
    if (this.#saved?.equals(bytes)) return undefined;
    this.#saved = bytes;
    return deserialize(bytes);
  }
}
