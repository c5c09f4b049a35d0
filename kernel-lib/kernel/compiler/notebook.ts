// Where the notebook is: JupyterLab passes its path in the environment; elsewhere only the folder is known.
import { basename, dirname, isAbsolute, join } from "node:path";
import { pathToFileURL } from "node:url";

export interface Notebook {
  url: string;
  filename: string;
  dirname: string;
}

/** What `import.meta` says in a cell. */
export function notebook(): Notebook {
  const folder = process.cwd();
  const session = process.env.JPY_SESSION_NAME;
  if (!session) return { url: `${pathToFileURL(folder).href}/`, filename: folder, dirname: folder };
  const filename = isAbsolute(session) ? session : join(folder, basename(session));
  return { url: pathToFileURL(filename).href, filename, dirname: dirname(filename) };
}
