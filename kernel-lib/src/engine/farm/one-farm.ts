// A farm as a sweep uses it. What programs see of it is in farm.ts, whose types need none of what it connects with.
import type { Campaign } from "./campaign.js";

export class OneFarm {
  readonly kind = "farm";

  constructor(readonly link: string) {}

  begin(asked: string): Promise<Campaign> {
    // Loaded on first use: most programs run on this machine.
    const { Campaign } = require("./campaign.js") as typeof import("./campaign.js");
    return Campaign.begin(this.link, asked);
  }
}
