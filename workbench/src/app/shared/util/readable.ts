/** A name of the API's in words: `file_analysis` is "File analysis". */
export function readable(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim();
  const isAllCapitals = words === words.toUpperCase();
  const lower = isAllCapitals ? words : words.replace(/ [A-Z](?=[a-z])/g, (start) => start.toLowerCase());
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}
