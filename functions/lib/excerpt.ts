import { markdownWords } from './markdown'
import { firstCharacters } from './text'

/** In characters. */
const excerptLength = 160

const tableLine = /\|[ \t]*:?-+:?[ \t]*\||^[ \t]*\|/m

/** Signs before or behind a word, whose other half is not in a part of a text. */
const loneSigns = /(?<![\p{L}\p{N}])[*_]+(?=[^\s*_])|(?<=[^\s*_])[*_]+(?![\p{L}\p{N}])|`/gu

/** Words of a part of a markdown text, which may begin and end anywhere. */
export const wordsOfPart = (part: string) => {
  const text = tableLine.test(part) ? part.replace(/(?<=\|)[ \t]*:?-+:?[ \t]*(?=\|)/g, '').replaceAll('|', ' ') : part
  return markdownWords(text.replace(/^[ \t]+/gm, '')).replace(loneSigns, '')
}

/** The beginning of markdown in one line. */
export const excerptOf = (markdown: string) => {
  const line = markdownWords(markdown)
  const start = firstCharacters(line, excerptLength)
  return start.length < line.length ? `${start}…` : line
}
