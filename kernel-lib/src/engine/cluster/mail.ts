// What carries texts between sides: subjects on a server, which makes sure that nobody else publishes as their sender.
import type { NatsConnection } from "@nats-io/transport-node";
import { connectTo, onMail } from "./connection.js";
import { Intake } from "./intake.js";
import type { Invitation } from "./link.js";
import { KEEPER, rightsOf, senderOf, subject } from "./names.js";

export interface Mail {
  /** @returns false while there is no connection */
  publish(to: string, text: string): boolean;
  /** Resolves when the server has taken what was published; also where there is no connection. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** @param take gets each text. @param onState hears when the connection breaks, and when it is there again */
export type OpenMail = (
  take: (from: string, text: string) => void,
  onState: (connected: boolean) => void,
) => Promise<Mail>;

/** A member's, in a room. */
export function roomMail(invitation: Invitation, name: string, token: string): OpenMail {
  return async (take, onState) => {
    const connection = await connectTo(invitation, name, `${invitation.secret}.${token}`, onState);
    const intake = new Intake();
    onMail(connection, rightsOf(name).subscribe[0]!, (mail) => {
      const from = senderOf(mail.subject);
      if (from === KEEPER || intake.allows(from, mail.data.length)) take(from, mail.string());
    });
    return { ...outgoing(connection, (to) => subject(to, name)), close: () => connection.close() };
  };
}

/** @param subjectOf where mail to a side goes */
export function outgoing(
  connection: NatsConnection,
  subjectOf: (to: string) => string,
): Pick<Mail, "publish" | "flush"> {
  return {
    publish: (to, text) => {
      if (connection.isClosed()) return false;
      connection.publish(subjectOf(to), text);
      return true;
    },
    flush: () => connection.flush().catch(() => {}),
  };
}
