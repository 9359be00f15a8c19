/** The editor of macros/editor.html. Without this module the textarea and its form work by themselves. */
import { keepDraft } from "./editor/draft.js";
import { showPreview } from "./editor/preview.js";
import { wireToolbar } from "./editor/toolbar.js";

for (const editor of document.querySelectorAll("[data-editor]")) {
  const textarea = editor.querySelector("textarea");
  wireToolbar(editor, textarea);
  keepDraft(editor, textarea);
  showPreview(editor, textarea);
}
