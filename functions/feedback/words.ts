import { firstCharacters } from '../lib/text'

/** In characters. */
const excerptLength = 160

/** The beginning of a text in one line. */
export const beginningOf = (content: string) => {
  const line = content.replace(/\s+/g, ' ')
  const start = firstCharacters(line, excerptLength)
  return start.length < line.length ? `${start.trimEnd()}…` : line
}
