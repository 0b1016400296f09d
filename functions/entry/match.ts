import { folded } from '../lib/text'

const words = (text: string) => folded(text).match(/[\p{L}\p{N}]+/gu) ?? []

/**
 * How well a name matches what was typed of it, ignoring case and accents: 0 if it equals it, 1 if it begins with it, 2
 * if each typed word begins a word of it. Null if it does not match.
 */
export const matchRank = (typed: string, name: string): 0 | 1 | 2 | null => {
  const [text, whole] = [folded(typed.trim()), folded(name)]
  if (whole === text) return 0
  if (whole.startsWith(text)) return 1
  const [typedWords, nameWords] = [words(text), words(whole)]
  if (typedWords.length === 0) return null
  return typedWords.every((word) => nameWords.some((one) => one.startsWith(word))) ? 2 : null
}
