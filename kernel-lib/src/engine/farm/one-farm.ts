// A farm as a sweep uses it. Apart from what programs see of it, whose types need none of what it connects with.
import type { Campaign } from "./campaign.js";
import type { Farm } from "./farm.js";

export class OneFarm implements Farm {
  readonly kind = "farm";

  constructor(readonly link: string) {}

  begin(asked: string): Promise<Campaign> {
    // Loaded on first use: most programs run on this machine.
    const { Campaign } = require("./campaign.js") as typeof import("./campaign.js");
    return Campaign.begin(this.link, asked);
  }
}
