import { folded } from '../../lib/text'

/** The most words that are kept of an app. */
const mostWords = 40

/** What stands between two words. Marks belong to the letter before them, as vowels do in many scripts. */
const between = /[^\p{L}\p{N}\p{M}]+/u

const parts = (text: string) => text.split(between).filter((word) => word !== '')

/** `YouTubeMusic` as `You Tube Music`, `HTMLViewer` as `HTML Viewer`. */
const apart = (text: string) =>
  text.replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, ' ').replace(/(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ')

/**
 * The words by whose beginnings an app is found, for the column `apps.words`: those of its label and its package name,
 * the parts of words written together, and the package name as a whole; without case and accents, each once.
 */
export const searchTerms = (label: string, packageName: string) => {
  const texts = [
    packageName,
    ...[label, packageName].flatMap((text) => [...parts(folded(text)), ...parts(apart(text))]),
  ]
  return [...new Set(texts.map(folded).filter((word) => word !== ''))].slice(0, mostWords)
}

/** What somebody searches for, as the words that have to begin words of an app, the longest first. */
export const queryTerms = (typed: string) =>
  [...new Set(parts(folded(typed)))].sort((a, b) => b.length - a.length).slice(0, 8)
