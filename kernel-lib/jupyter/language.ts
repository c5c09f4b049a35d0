// The language of reports, as notebooks/course.json says; English where it says nothing that can be read.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The course's top folder, from where this file is built to. */
const root = join(__dirname, "..", "..", "..");

export function languageOfCourse(): string {
  try {
    const { language } = JSON.parse(readFileSync(join(root, "notebooks", "course.json"), "utf8"));
    return typeof language === "string" ? language : "en";
  } catch {
    return "en";
  }
}
