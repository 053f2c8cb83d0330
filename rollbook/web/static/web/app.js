// @ts-check
// What every page may use; each piece only improves HTML that already works without it.
import { menus } from "./menus.js";
import { shortcuts } from "./shortcuts.js";
import { toasts } from "./toasts.js";
import { errors } from "./errors.js";
import { preferences } from "./preferences.js";
import { waiting } from "./waiting.js";
import { asked } from "./asked.js";

menus(document);
shortcuts(document);
toasts(document);
errors(document);
preferences(document);
waiting.start();
asked(document);
