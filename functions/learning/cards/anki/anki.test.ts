import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ankiText, readAnki } from './read'

const side = fc.constantFrom(
  'Uno',
  '# one',
  'with\ttab',
  '"quoted"',
  'two\nlines',
  "it's",
  '🚀, so',
  '#separator:comma',
  'a;b',
)

test('cards written for Anki are the same when they are read', () => {
  const cards = fc.array(
    fc.record({ question: side, answer: side, tags: fc.uniqueArray(fc.constantFrom('verb', 'a_b', 'año')) }),
  )
  fc.assert(
    fc.property(cards, (made) => {
      expect(readAnki(ankiText(made))).toMatchObject({ cards: made, rejected: [] })
    }),
  )
})

test('Anki’s own export is read: HTML, decks, identifiers and tags, and rows that are no cards are named', () => {
  const text = [
    '#separator:tab',
    '#html:true',
    '#guid column:1',
    '#notetype column:2',
    '#deck column:3',
    '#tags column:6',
    'x1\tBasic\tSpanish\tuno &amp; <b>dos</b>\t"one<br>two <img src=""x.png"">"\tverb es',
    'x2\tBasic\tSpanish\t\tanswer\t',
    'x3\tBasic\tSpanish\tonly a question\t\t',
    '',
  ].join('\n')
  expect(readAnki(text)).toEqual({
    cards: [{ question: 'uno & dos', answer: 'one\ntwo', tags: ['verb', 'es'], line: 7 }],
    rejected: [
      { line: 8, message: 'This card has no question.' },
      { line: 9, message: 'This card has no answer.' },
    ],
  })
  expect(readAnki('a;b;x y\nc;"d\ne"').cards).toEqual([
    { question: 'a', answer: 'b', tags: ['x', 'y'], line: 1 },
    { question: 'c', answer: 'd\ne', tags: [], line: 2 },
  ])
})
