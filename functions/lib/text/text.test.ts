import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { anyCharacter } from '../../../test/support/characters'
import { cleanLine, cleanText, countCharacters, firstCharacters, truncateText } from './text'

describe('text', () => {
  test.each([
    [' a\r\nb\rc ', 'a\nb\nc'],
    ['a\0b\u001f\u007fc', 'abc'],
    ['a\vb\fc\u0085d', 'a b c d'],
    ['a\tb', 'a\tb'],
    ['a\ud800', 'a\ufffd'],
    ['\u{1F469}\u200D\u{1F4BB} \u202Ertl', '\u{1F469}\u200D\u{1F4BB} \u202Ertl'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(cleanText(typed)).toBe(kept)
  })

  test.each([
    ['a\r\n\tb', 'a b'],
    ['\u200b\u200d\u2060', ''],
    ['\u202e \ufeff', ''],
    ['\u{1F600}', '\u{1F600}'],
    ['\ue000', '\ue000'],
  ])('%j is kept in one line as %j', (typed, kept) => {
    expect(cleanLine(typed)).toBe(kept)
  })

  test('is the same when it is kept again, and never longer than it was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (typed) => {
        for (const clean of [cleanText, cleanLine]) {
          expect(clean(clean(typed))).toBe(clean(typed))
          expect(clean(typed).length).toBeLessThanOrEqual(typed.length)
        }
      }),
    )
  })
})

describe('the number of characters', () => {
  const text = fc.string({ unit: anyCharacter, maxLength: 60 })

  test('is the one that schemas limit', () => {
    fc.assert(
      fc.property(text, fc.nat(60), (value, limit) => {
        expect(countCharacters(value) <= limit).toBe(z.string().max(limit).safeParse(value).success)
      }),
    )
  })

  test('is that of a text which is shortened, with its sign', () => {
    expect([truncateText('🦔🦔🦔', 3), truncateText('🦔🦔🦔', 2), truncateText('a🦔', 1)]).toEqual([
      '🦔🦔🦔',
      '🦔🦔…',
      'a…',
    ])
  })

  test('is what a text is cut to, without a half of one', () => {
    fc.assert(
      fc.property(text, fc.nat(60), (value, limit) => {
        const beginning = firstCharacters(value, limit)
        expect(value.startsWith(beginning)).toBe(true)
        expect(countCharacters(beginning)).toBe(Math.min(limit, countCharacters(value)))
      }),
    )
  })
})
