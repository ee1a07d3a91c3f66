// C0 and C1 controls (escape sequences start with one), line separators, and what reorders or hides text.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu

/** Text of somebody else's, made harmless for a terminal: nothing in it can move the cursor, hide or reorder. */
export function safeText(text: string): string {
  return text.replace(unsafe, ' ')
}
