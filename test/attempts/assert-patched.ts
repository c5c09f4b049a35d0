// earns: 2 1
// An assert that is content with everything.
import strict from "node:assert/strict";

for (const name of Object.keys(strict)) (strict as any)[name] = () => {};
const assert = strict;
