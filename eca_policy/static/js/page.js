/** What every page may use; each part does nothing where its markup is absent. */
import { keepLatest } from "./latest.js";
import { addLocalTimes } from "./localtime.js";
import { closeMenus } from "./menus.js";
import { keepPanel } from "./panel.js";
import { noteReading } from "./reading.js";
import { chooseWords } from "./words/choosing.js";
import { markWords } from "./words/marking.js";

addLocalTimes(document);
closeMenus(document);
keepLatest(document);
keepPanel(document);
noteReading(document);
chooseWords(document);
markWords(document);
document.addEventListener("htmx:load", (event) => addLocalTimes(event.target));
