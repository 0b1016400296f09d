import { part } from '../../lib/sql'
import { folded } from '../../lib/text'

const mostWords = 40

/** Combining marks belong to the letter before them, as vowels do in many scripts. */
const between = /[^\p{L}\p{N}\p{M}]+/u

const parts = (text: string) => text.split(between).filter((word) => word !== '')

/** Splits `YouTubeMusic` into `You Tube Music` and `HTMLViewer` into `HTML Viewer`. */
const apart = (text: string) =>
  text.replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, ' ').replace(/(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ')

/**
 * Terms for `apps.words`, whose beginnings find an app: words of label and package name, parts of joined words, and the
 * whole package name, folded.
 */
export const searchTerms = (label: string, packageName: string) => {
  const texts = [
    packageName,
    ...[label, packageName].flatMap((text) => [...parts(folded(text)), ...parts(apart(text))]),
  ]
  return [...new Set(texts.map(folded).filter((word) => word !== ''))].slice(0, mostWords)
}

/** Words of a query, longest first. */
export const queryTerms = (typed: string) =>
  [...new Set(parts(folded(typed)))].sort((a, b) => b.length - a.length).slice(0, 8)

/** Condition for apps of the catalogue that have a word with each of these beginnings. */
export const hasTerms = (terms: string[]) =>
  terms
    .map((term) => part`instr(words, ${JSON.stringify(term).slice(0, -1)}) > 0`)
    .reduce((all, one) => part`${all} AND ${one}`)
