import { itemEnd, markdownWords } from './markdown'
import { firstCharacters } from './text'

const tableLine = /\|[ \t]*:?-+:?[ \t]*\||^[ \t]*\|/m

/** Signs before or behind a word, whose other half is not in a part of a text. */
const loneSigns = /(?<![\p{L}\p{N}])[*_]+(?=[^\s*_])|(?<=[^\s*_])[*_]+(?![\p{L}\p{N}])|`/gu

/** Words of a part of a markdown text, which may begin and end anywhere. */
export const wordsOfPart = (part: string) => {
  const text = tableLine.test(part)
    ? part.replace(/(?<=\|)[ \t]*:?-+:?[ \t]*(?=\|)/g, '').replaceAll('|', itemEnd)
    : part
  return markdownWords(text.replace(/^[ \t]+/gm, '')).replace(loneSigns, '')
}

/** The beginning of markdown in one line, at most `length` characters. */
export const excerptOf = (markdown: string, length = 160) => {
  const line = markdownWords(markdown) || markdown.replace(/\s+/g, ' ').trim()
  const start = firstCharacters(line, length)
  return start.length < line.length ? `${start.trimEnd()}…` : line
}
