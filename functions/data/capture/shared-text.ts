import { cleanLine, countCharacters, firstCharacters } from '../../lib/text/text'

/** Data that another app shares. Apps installed before the field `text` existed send `entry`. */
type Shared = Partial<Record<'title' | 'text' | 'entry' | 'url', string>>

/** Message if `hasLostLink` is true. */
export const lostLinkMessage = (limit: number) =>
  `The link is missing: it is longer than a line of ${limit} characters.`

const cleaned = (part = '') => cleanLine(part.replace(/[\s\p{Cc}]+/gu, ' '))

const escaped = (text: string) => text.replace(/["\\]/g, '\\$&')

const room = (text: string) => countCharacters(escaped(text))

/** Matches the text after an occurrence of a part, unless the occurrence is only the start of a longer link or word. */
const ending = /^[.,;:!?)\]}>"']*(?![!-~])/

const holds = (text: string, part: string) =>
  part !== '' &&
  text
    .split(part)
    .slice(1)
    .some((after) => ending.test(after))

const without = (text: string, part: string) => (part === '' ? text : cleaned(text.split(part).join(' ')))

/** Truncates text with `…`, at a space if one is near, and without half a link. */
const cut = (text: string, limit: number) => {
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (room(`${kept}${segment}…`) > limit) break
    kept += segment
  }
  return limit > 0 ? `${kept.replace(/\s\S{0,40}$|\S*:\/\/\S*$/, '').trim()}…` : ''
}

/**
 * Turns shared content into one line of at most `limit` characters. The line is quoted, so that no word is read as a
 * command, and repetitions are removed. If it is too long, the link is kept in full, then the title, then the text. A
 * link longer than `limit` is left out. A single `entry` is treated like a typed line.
 */
export const sharedText = ({ title, entry = '', text, url }: Shared, limit: number) => {
  const [name = '', main = '', address = ''] = [title, text ?? entry, url].map(cleaned)
  if ((title ?? text ?? url) === undefined) return { line: firstCharacters(main, limit), hasLostLink: false }
  const only = (part: string, ...others: string[]) => (others.some((other) => holds(other, part)) ? '' : part)
  const join = (...parts: string[]) => parts.filter(Boolean).join(' ')
  const all = join(only(name, main), main, only(address, main, name))
  if (room(all) <= limit - 2) return { line: all && `"${escaped(all)}"`, hasLostLink: false }
  const link =
    address ||
    (join(name, main)
      .match(/https?:\/\/\S+/g)
      ?.at(-1) ??
      '')
  const hasLostLink = room(link) > limit - 2
  const kept = hasLostLink ? '' : link
  const words = join(without(name, link), without(without(main, link), name))
  const left = limit - 2 - (kept === '' ? 0 : room(kept) + 1)
  const line = join(room(words) > left ? cut(words, left) : words, kept)
  return { line: line && `"${escaped(line)}"`, hasLostLink }
}
