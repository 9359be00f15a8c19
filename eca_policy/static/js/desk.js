/** The desk of macros in consolidation/_place.html; each part works by plain forms without this module. */
import { keepTyped } from "./desk/typed.js";
import { goNext } from "./desk/next.js";
import { takeAnswers } from "./desk/answers.js";

takeAnswers(document);
keepTyped(document);
goNext(document);
