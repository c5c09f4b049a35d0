// What a notebook says about its kernel: exactly what JupyterLab writes there once the kernel has introduced itself. With
// anything else, opening a notebook would change it, and JupyterLab would mark it as not saved.

/** @typedef {import("./notebook.mjs").Notebook} Notebook */

/** The language as the kernel names it in kernel-lib/kernel/session/kernel-info.ts; a test holds the two together. */
export const kernelMetadata = {
  kernelspec: { display_name: "TypeScript (Verteilt)", language: "typescript", name: "verteilt" },
  language_info: {
    codemirror_mode: "typescript",
    file_extension: ".ts",
    mimetype: "application/typescript",
    name: "typescript",
    nbconvert_exporter: "script",
    pygments_lexer: "typescript",
    version: "5.0.4",
  },
};

/**
 * The notebook, with this about its kernel.
 * @param {Notebook} notebook
 * @returns {Notebook}
 */
export const withKernelMetadata = (notebook) => ({
  ...notebook,
  metadata: { ...notebook.metadata, ...kernelMetadata },
});
