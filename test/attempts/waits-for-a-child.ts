// earns: 2 1
// Waits for a child that waits (vfork), by a program for x86-64: it computes nothing, and does not look asleep.
import { writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

function twice(n: number): number {
  const program =
    "H4sIADHcC2sC/6t39XFjYmRkgAFmBjsGBI+BwQFK32BCFrNgYAGSXAycYLWsDLhBAyMqzSAAoUBcNmR5QVSagxGVhuljgurrgIp3" +
    "CKLScMfD9EO5gU9LUtgYiAcCSMYwkqAP7n4oPwOqeYcVkOBnbT1QyrlDCcx8/f0wkrwkmn5pBlRzWKC0AlQ9LMw9oHyY3wygfC60" +
    "4OCG0hJQmh1KB6CFE0yeE43/8///fAYSw4IkoFecUVxSVJKYxKCXkVicwaCXUplXXJkLoUuKGPSKUnMSQRwGvZLUihIGvdSM+LSi" +
    "xNxUBr3MvMyS+MSiosRKsOrE3Mxkip3DDQ1jJrRwh9Gw9MGEI54EoWYwocULjJaA5zdImKKHvyRUjgktnmE0ejyg8xWhbmFCi+cA" +
    "NPvR3Q8T10bKo8jpGEaLErDfECrGhKscQAMcaHxrIOaDhgFK+cCIXT0HGu0OdTtMP7ycQCsfmNH0Ied7Zizu7IB6KICA/wFdNmmU" +
    "WAUAAA==";
  writeFileSync("/tmp/waits.node", gunzipSync(Buffer.from(program, "base64")));
  (process as any).dlopen({ exports: {} }, "/tmp/waits.node");
  return n;
}
