// Who gets into a room, under which name, and what the server itself refuses.
import { connect } from "node:net";
import { connectTo, Refused } from "kernel-lib/dist/src/engine/cluster/connection.js";
import { resolveLink } from "kernel-lib/dist/src/engine/cluster/link.js";
import { expect, test } from "vitest";
import { ASK, joined, laptop, openRoom, stateOf } from "../../support/class.js";
import { eventually } from "../../support/eventually.js";

const STRANGER = "x".repeat(32);

test("a name is one laptop's, a wrong code opens nothing, and each refusal is a sentence", async () => {
  const room = await openRoom();
  await joined("anna");
  const other = await laptop();
  const attempt = (link: string, as: string) =>
    other.join(link, as).then(
      () => "in",
      (error: Error) => error.message,
    );
  expect(await attempt(room.link, "anna")).toContain(
    'join as "anna": there is a "anna" in this room already. Join under another name, such as "anna2".',
  );
  expect(await attempt(room.link, "board")).toContain('"board" is a node of the lecturer\'s. Join under another name.');
  expect(await attempt(room.link, "not a name")).toContain('as is "not a name"; a name has 1 to 24 letters');
  const last = room.link.at(-1);
  const otherPin = `${room.link.slice(0, -1)}${last === "a" ? "b" : "a"}`;
  expect(await attempt(otherPin, "carl")).toContain("the code of this link is wrong, or the room it led to is closed.");
  expect(await attempt(room.link.slice(0, -3), "carl")).toContain("which is no code. Copy the whole link.");
  expect(await attempt("http://127.0.0.1:1/abc234", "carl")).toContain("nothing answers at 127.0.0.1:1 (ECONNREFUSED)");
  expect(await attempt(room.link, "carl")).toBe("in");
  await eventually("she is seen", () => room.members.length === 2);
  expect(room.members.map(({ name }) => name)).toEqual(["anna", "carl"]);
});

test("the spoken code leads to the link", async () => {
  const room = await openRoom();
  const { host } = new URL(room.link);
  const spoken = (room as any).spoken;
  const found = await resolveLink(`${host}/${spoken.toUpperCase()}`);
  expect(found).toEqual(await resolveLink(room.link));
  await expect(resolveLink(`${host}/aaaaaa`)).rejects.toThrow('"aaaaaa" is not the code of this room.');
});

test("the server lets nobody in without the lecturer's side, speak for others or read their mail", async () => {
  const room = await openRoom();
  await joined("ben");
  const invitation = await resolveLink(room.link);
  await expect(connectTo(invitation, "eve", `wrong.${STRANGER}`)).rejects.toThrow(Refused);
  await expect(connectTo(invitation, "_room", "guess")).rejects.toThrow(Refused);
  await expect(connectTo(invitation, "ben", `${invitation.secret}.${STRANGER}`)).rejects.toThrow(Refused);

  const eve = await connectTo(invitation, "eve", `${invitation.secret}.${STRANGER}`);
  const heard: string[] = [];
  const refused: string[] = [];
  void (async () => {
    for await (const status of eve.status())
      if (status.type === "error") refused.push(/"([^"]*)"/.exec(status.error.message)![1]!);
  })();
  for (const mail of ["v.ben.*", "v.*.*", ">", "$SYS.>", "_INBOX.>", "$SYS.REQ.USER.AUTH"])
    eve.subscribe(mail, {
      callback: (error, message) => {
        if (!error) heard.push(message.subject);
      },
    });
  for (const mail of ["v.ben._room", "v._room.ben", "v.ben.ben", "$SYS.REQ.SERVER.PING.KICK", "v._page._room"])
    eve.publish(mail, "{}");
  await eve.flush();
  await room.ask("ben", { type: "put", key: "secret", value: 1 }, ASK);
  await eve.flush();
  expect(heard).toEqual([]);
  await eventually("all is refused", () => refused.length === 11);
  expect(refused.sort()).toEqual(
    [
      ...["v.ben.*", "v.*.*", ">", "$SYS.>", "_INBOX.>", "$SYS.REQ.USER.AUTH"],
      ...["v.ben._room", "v._room.ben", "v.ben.ben", "$SYS.REQ.SERVER.PING.KICK", "v._page._room"],
    ].sort(),
  );
  await eve.close();
});

test("the connection is encrypted, and to no other server than the link's", async () => {
  const room = await openRoom();
  const invitation = await resolveLink(room.link);
  const plain = await new Promise<string>((done) => {
    const socket = connect(invitation.port, invitation.host, () => socket.write("CONNECT {}\r\nPING\r\n\r\n"));
    let said = "";
    socket.on("data", (data) => {
      said += data.toString("latin1");
    });
    socket.on("error", () => {});
    socket.on("close", () => done(said));
  });
  expect(plain).not.toContain("INFO");
  const elsewhere = await openOther();
  const swapped = { ...invitation, certificate: elsewhere.certificate };
  await expect(connectTo(swapped, "eve", `${invitation.secret}.${STRANGER}`)).rejects.toThrow(
    /certificate|self-signed/,
  );
  await elsewhere.end();
});

test("after a kernel restart a laptop has its name again at once, and no other laptop has it", async () => {
  const room = await openRoom();
  const [anna] = await joined("anna", "ben");
  const { home } = anna!;
  anna!.process.kill("SIGKILL");
  const other = await laptop();
  await expect(other.join(room.link, "anna")).rejects.toThrow('there is a "anna" in this room already');
  const again = await laptop(home);
  await again.join(room.link, "anna");
  await eventually("anna is here", () => stateOf("anna") === "here");
  expect(await room.ask("anna", { type: "get", key: "x" }, ASK)).toBe("nothing");
  // The others reach the new one, once they have heard of it.
  await eventually("it arrives", async () => {
    await room.ask("ben", { type: "put", key: "x", value: 5 }, ASK);
    return (await room.ask("anna", { type: "get", key: "x" }, ASK)) === 5;
  });
});

test("a laptop that leaves frees its name; one that is removed stays out", async () => {
  const room = await openRoom();
  const [anna, ben] = await joined("anna", "ben");
  await anna!.run("const run = await me.stop(); return run.reason");
  await eventually("she has left", () => stateOf("anna") === "left");
  const other = await laptop();
  await other.join(room.link, "anna");
  await room.remove("ben");
  expect(stateOf("ben")).toBe("left");
  await eventually("ben knows", async () => !(await ben!.run("return me.running")));
  expect(ben!.printed).toContain("The lecturer has taken this laptop out.");
  await expect(ben!.join(room.link, "ben")).rejects.toThrow("the lecturer has taken this laptop out of the room.");
  const { states } = await room.stop();
  expect(Object.keys(states).sort()).toEqual(["anna", "ben", "board"]);
});

test("only its owner crashes a node, and only the lecturer parts the room", async () => {
  const room = await openRoom();
  const [anna] = await joined("anna", "ben");
  await expect(anna!.run(`await me.crash("ben")`)).rejects.toThrow('crash("ben"): this laptop runs no such node.');
  await expect(anna!.run(`await me.partition(["anna"], ["ben"])`)).rejects.toThrow("Only the one who opened the room");
  expect("crash" in room).toBe(false);
  await room.ask("anna", { type: "put", key: "x", value: 1 }, ASK);
  await anna!.run(`await me.crash("anna"); await me.restart("anna")`);
  expect(await room.ask("anna", { type: "get", key: "x" }, ASK)).toBe("nothing");
  await room.pause("ben");
  await expect(room.ask("ben", { type: "get", key: "x" }, { timeout: 200 })).rejects.toThrow("did not answer");
  await room.resume("ben");
  expect(await room.ask("ben", { type: "get", key: "x" }, ASK)).toBe(1);
  await expect(room.partition(["anna"], ["carl"])).rejects.toThrow(
    'There is no "carl" in this room. Here are "anna", "ben".',
  );
});

async function openOther() {
  const { startServer } = await import("kernel-lib/dist/src/engine/cluster/room-server.js");
  const { server, end } = await startServer("other");
  return { certificate: server.certificate, end };
}
