// What a room's keeper is asked for, and what it answers: a line of JSON each.

export interface KeeperOrder {
  /** The name of the class. */
  readonly room: string;
  /** The NATS server's program. */
  readonly program: string;
  /** Wanted ports; others are taken where these are not free. */
  readonly ports: { readonly server: number; readonly page: number };
  /** Public key of the one who lets members in. */
  readonly issuer: string;
  readonly passwords: { readonly keeper: string; readonly page: string; readonly system: string };
  /** What the link's code carries. */
  readonly secret: string;
  /** What is said aloud. */
  readonly spoken: string;
}

export type KeeperAnswer =
  | {
      readonly port: number;
      readonly pagePort: number;
      readonly certificate: string;
      readonly code: string;
      /** The server's process. */
      readonly server: number;
    }
  | { readonly failed: string };
