/** By code units: the same everywhere, whatever the language of the machine. No text comes before every other. */
export function compareTexts(a: string = '', b: string = ''): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
