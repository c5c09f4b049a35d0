// What the kernel says about itself in answer to `kernel_info_request`.
import { protocolVersion } from "../wire/message.js";

const { version: implementation_version } = require("../../../package.json");
const version: string = require("tslab/package.json").dependencies["@tslab/typescript-for-tslab"];

export const kernelInfo = {
  status: "ok",
  protocol_version: protocolVersion,
  implementation: "verteilt",
  implementation_version,
  language_info: {
    name: "typescript",
    version,
    mimetype: "application/typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    codemirror_mode: "typescript",
    nbconvert_exporter: "script",
  },
  banner: `Verteilt: TypeScript ${version} on Node ${process.versions.node}`,
  help_links: [
    { text: "TypeScript", url: "https://www.typescriptlang.org/docs/" },
    { text: "Node", url: "https://nodejs.org/api/" },
  ],
  supported_features: [],
  debugger: false,
};
