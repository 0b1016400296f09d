import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../test/support/runs'
import { foldText } from '../../lib/text/text'
import { queryTerms, searchTerms } from './find-app'

test('an app is found by the words of its label and of its package name, and by the package name', () => {
  expect(searchTerms('YouTube Müsic', 'com.google.android.youtube_HDPlayer')).toEqual([
    'com.google.android.youtube_hdplayer',
    'youtube',
    'music',
    'you',
    'tube',
    'com',
    'google',
    'android',
    'hdplayer',
    'hd',
    'player',
  ])
  expect(searchTerms('🎮', '名前')).toEqual(['名前'])
  // Folding splits a character with its mark; the mark alone is a term, in queries too.
  expect(searchTerms('\u{1D15E}', 'a')).toEqual(['a', ...queryTerms('\u{1D15E}')])
})

test('what is sought are the words typed, the longest first', () => {
  expect(queryTerms('  Tube com.GOOGLE tube ')).toEqual(['google', 'tube', 'com'])
  expect(queryTerms('🎮 - "')).toEqual([])
})

test('whatever an app is called, each word typed from its label or package name begins a word of it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.string({ minLength: 1, maxLength: 30 }),
      (label, name) => {
        const words = searchTerms(label, name)
        expect(new Set(words).size).toBe(words.length)
        for (const sought of queryTerms(`${label} ${name}`)) {
          expect(words.some((word) => word.startsWith(sought))).toBe(true)
        }
        expect(words.every((word) => word === foldText(word))).toBe(true)
      },
    ),
    { numRuns: runs(60) },
  )
})
