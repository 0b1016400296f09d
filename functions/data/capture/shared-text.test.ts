import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { countCharacters } from '../../lib/text/text'
import { sharedText } from './shared-text'

const link = 'https://example.com/the/article?id=42'
const lineOf = (shared: Parameters<typeof sharedText>[0], limit = 500) => sharedText(shared, limit).line

/** The text in the quotes. */
const read = (line: string) => line.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1')

const timesIn = (text: string, part: string) => text.split(part).length - 1

test('a long text gives way to the link, up to a word', () => {
  const line = lineOf({ title: 'Long article', text: 'many words '.repeat(70), url: link })
  expect(line).toMatch(
    /^"Long article (many words )+(many )?(many|words)… https:\/\/example\.com\/the\/article\?id=42"$/,
  )
  expect(countCharacters(line)).toBeGreaterThan(450)
})

test.each([
  [{ url: link }, `"${link}"`],
  [{ text: `See ${link}.` }, `"See ${link}."`],
  [{ text: `See ${link}.`, url: link }, `"See ${link}."`],
  [{ title: 'A talk', text: `A talk\n${link}` }, `"A talk ${link}"`],
  [{ title: 'Two\nwords', text: 'Two words', url: link }, `"Two words ${link}"`],
  [{ title: link, url: link }, `"${link}"`],
  // A longer link is another one.
  [{ text: `${link}0`, url: link }, `"${link}0 ${link}"`],
  [{ title: 'Go', text: 'Going home' }, '"Go Going home"'],
  [{ title: 'שלום עולם', text: 'טקסט', url: link }, `"שלום עולם טקסט ${link}"`],
  [{ text: `看这个${link}。`, url: link }, `"看这个${link}。"`],
])('what is shared, %j, is there once', (shared, line) => {
  expect(sharedText(shared, 500)).toEqual({ line, hasLostLink: false })
})

test('a link at the end of a long text alone is kept whole', () => {
  expect(lineOf({ title: 'A', text: `A ${'word '.repeat(200)}${link}` })).toMatch(/^"A (word )+word… https:\S+id=42"$/)
})

test('no emoji, no letter and no other link is cut in half', () => {
  const family = '👩‍👩‍👧'
  expect(lineOf({ text: family.repeat(300), url: link })).toBe(`"${family.repeat(91)}… ${link}"`)
  expect(lineOf({ text: 'é'.repeat(300).normalize('NFD'), url: link })).toMatch(/^"(e\u0301)+… /)
  expect(lineOf({ text: `See https://example.com/${'x'.repeat(500)}`, url: link })).toBe(`"See… ${link}"`)
})

const word = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('👩‍👩‍👧', 'שלום', '"', '\\', '\n', '\ud83d', 'https://example.org/b'),
)
const words = fc.array(word, { maxLength: 60 }).map((all) => all.join(' '))
const url = fc
  .webUrl({ withQueryParameters: true, withFragments: true })
  .chain((start) => fc.nat(160).map((length) => `${start}${'x'.repeat(length)}`))

test('any parts: the line fits, holds the link whole and once, and the title before the text', () => {
  const shared = fc.record({ title: words, text: words, url, place: fc.constantFrom('before', 'behind', 'not') })
  fc.assert(
    fc.property(shared, fc.integer({ min: 20, max: 400 }), ({ title, text, url, place }, limit) => {
      const main = { before: `${url} ${text}`, behind: `${text} ${url}`, not: text }[place]
      const { line, hasLostLink } = sharedText({ title, text: main, url }, limit)
      expect(countCharacters(line)).toBeLessThanOrEqual(limit)
      expect(line.isWellFormed()).toBe(true)
      expect(line).toMatch(/^$|^"(?:[^"\\]|\\.)*"$/su)
      expect(hasLostLink).toBe(countCharacters(url) > limit - 2)
      expect(timesIn(read(line), url)).toBe(Number(!hasLostLink))
      const name = lineOf({ title }, 100_000)
      if (countCharacters(name) + countCharacters(url) + 45 <= limit) expect(read(line)).toContain(read(name))
    }),
    { numRuns: runs(500) },
  )
})
