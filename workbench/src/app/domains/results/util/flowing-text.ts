/** A text whose lines are not those of its file: paragraphs and lists stay, the ends of wrapped lines go. */
export function flowing(text: string): string {
  return text
    .trim()
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{2,}/g, '\n\n')
    .replace(/([^\n])\n(?=[^\n(\d•*-])/g, '$1 ');
}
