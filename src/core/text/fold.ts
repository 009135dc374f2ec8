/** The form in which names are compared: without blanks around it, in one Unicode composition and one case. */
export function foldedName(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}
