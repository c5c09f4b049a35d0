// Renews a student's start page after a save: on a hub no process of Node stays that could follow the progress, as
// npm start does.
import { renewStartPage } from "../serve/work.mjs";

renewStartPage();
