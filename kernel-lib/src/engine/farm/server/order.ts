// What a farm's keeper is asked for, and what it answers: a line of JSON each.

export interface FarmOrder {
  /** The NATS server's program. */
  readonly program: string;
  /** Where certificate and store are. */
  readonly folder: string;
  /** The address to listen at, and the wanted port; another is taken where it is not free. */
  readonly host: string;
  readonly port: number;
  readonly issuer: string;
  readonly passwords: { readonly gate: string; readonly owner: string };
}

export interface FarmKept {
  readonly port: number;
  readonly certificate: string;
  /** The server's process. */
  readonly server: number;
}
