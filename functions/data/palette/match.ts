import type { MarkedPiece } from '../../lib/search/marks'
import { foldText } from '../../lib/text/text'
import { matchRank } from '../../line/names'

/** Text without case and accents, and for each of its characters the index in the original text. */
const foldedWithPlaces = (text: string) => {
  const places: number[] = []
  let letters = ''
  for (const { 0: character, index } of text.matchAll(/./gsu)) {
    const plain = foldText(character)
    letters += plain
    for (let n = 0; n < plain.length; n += 1) places.push(index)
  }
  return { letters, places: [...places, text.length] }
}

const wordsOf = (typed: string) => [...new Set(foldText(typed).match(/[\p{L}\p{N}]+/gu) ?? [])]

const isLetter = (character = '') => /[\p{L}\p{N}]/u.test(character)

/** Index of a word in a text, preferably at the start of a word; -1 if missing. */
const placeOf = (word: string, letters: string) => {
  for (let at = letters.indexOf(word); at >= 0; at = letters.indexOf(word, at + 1)) {
    if (!isLetter(letters[at - 1])) return at
  }
  return letters.indexOf(word)
}

/** Splits a name into pieces, and marks the letters that match a typed word. */
export const markMatches = (typed: string, name: string): MarkedPiece[] => {
  const { letters, places } = foldedWithPlaces(name)
  const isMarked = new Set<number>()
  for (const word of wordsOf(typed)) {
    const at = placeOf(word, letters)
    for (let n = at; at >= 0 && n < at + word.length; n += 1) isMarked.add(places[n] ?? 0)
  }
  return Array.from(name.matchAll(/./gsu)).reduce<MarkedPiece[]>((all, { 0: text, index }) => {
    // A combining mark belongs to the preceding letter.
    const last = all.at(-1)
    const isOn = /\p{M}/u.test(text) && last ? last.marked : isMarked.has(index)
    if (last?.marked === isOn) last.text += text
    else all.push({ text, marked: isOn })
    return all
  }, [])
}

/** Rank of a name for the typed text, including its synonyms. Lower is better; null if it does not match. */
export const nameRank = (typed: string, name: string, others = '') => {
  const rank = matchRank(typed, name)
  if (rank !== null) return rank
  const words = wordsOf(typed)
  const isIn = (text: string) => words.length > 0 && words.every((word) => foldText(text).includes(word))
  if (isIn(name)) return 2.5
  const beginsIn = (text: string) => words.every((word) => ` ${foldText(text)}`.includes(` ${word}`))
  return words.length > 0 && others && beginsIn(`${name} ${others}`) ? 3 : null
}
