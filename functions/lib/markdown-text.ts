/** Shows a text as it is: a sign of markdown would have a meaning, and a line break would end the line. */
export const escapedMarkdown = (text: string) =>
  text
    .replaceAll('\0', '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_{}[\]()<>#+\-.!|~&:@=$^"']/g, '\\$&')
