import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatLines } from '../../plans/markdown/lines'
import { type CardValues, type ReadCards, readCards, writeCards } from './file'
import { cardsText } from './testing'

const read = (text: string): ReadCards => {
  const cards = readCards(text)
  if ('errors' in cards) throw new Error(JSON.stringify(cards.errors))
  return cards
}

const filed = (text: string) => read(text).cards.map(({ number, from, to, fields, ...card }) => card)

const valuesOf = ({ key, ...values }: CardValues & { key: string }) => values

describe('a cards file', () => {
  test('is the same text again, byte for byte', () => {
    fc.assert(
      fc.property(cardsText, (text) => {
        expect(formatLines(read(text).lines)).toBe(text)
        expect(writeCards(read(text), filed(text))).toBe(text)
      }),
      { numRuns: 200 },
    )
  })

  test('holds cards that are changed, added and taken away, and the others as they were', () => {
    const change = fc.record(
      {
        answer: fc.constantFrom(
          'Other',
          'Two\nlines',
          '```\n## Card 1\n```',
          '## Card 7\n---\n**Q**: no',
          '\\---\nx',
          'a\n---',
        ),
        tags: fc.constantFrom<string[]>([], ['new'], ['a', 'b c']),
        ease_factor: fc.constantFrom(1.3, 2.6),
        interval_days: fc.constantFrom(1, 40),
        repetitions: fc.nat(9),
        next_review: fc.constantFrom('2026-12-01', '2027-01-31'),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(
        cardsText,
        fc.array(fc.option(change), { minLength: 5, maxLength: 5 }),
        fc.boolean(),
        (text, changes, adds) => {
          const kept = filed(text).flatMap((one, index) => {
            const changed = changes[index]
            return changed ? [{ ...one, ...changed }] : index % 2 === 0 ? [one] : []
          })
          const [first] = filed('## Card 1 {#card-100}\n**Q**: New?\n**A**: Yes\n')
          const wanted = [...kept, ...(adds && first ? [first] : [])]
          const after = filed(writeCards(read(text), wanted))
          expect(after.map(valuesOf)).toEqual(wanted.map(valuesOf))
        },
      ),
    )
  })

  test.each([
    ['a heading that is none', '## Card one\n**Q**: a\n**A**: b', 1],
    ['no question', '# Cards\n\n## Card 1\n**A**: b', 3],
    ['no answer', '## Card 1\n**Q**: b\n**A**:', 1],
    ['two cards with one id', '## Card 1 {#a}\n**Q**: b\n**A**: c\n## Card 2 {#a}\n**Q**: b\n**A**: c', 4],
  ])('is refused with the line: %s', (_, text, line) => {
    const cards = readCards(text)
    expect('errors' in cards && cards.errors.map((error) => error.line)).toEqual([line])
  })
})

/** Text, cards as `question | answer | tags`, and lines that are left out. */
const forms: [name: string, text: string, cards: string[], lines?: number[]][] = [
  ['a heading in lower case', '## card 1\n**Q**: a\n**A**: b\n## CARD 2\n**Q**: c\n**A**: d', ['a | b', 'c | d']],
  [
    'headings of another level',
    '# Cards\n### Card 1\n**Q**: a\n**A**: b\n# Card 2\n**Q**: c\n**A**: d',
    ['a | b', 'c | d'],
  ],
  ['a heading with a colon', '## Card 1:\n**Q**: a\n**A**: b', ['a | b']],
  ['a heading with a sign of a number', '## Card #1\n**Q**: a\n**A**: b', ['a | b']],
  ['a heading without a space', '##Card 1\n**Q**: a\n**A**: b', ['a | b']],
  ['a heading in bold', '## **Card 1** {#x}\n**Q**: a\n**A**: b', ['a | b']],
  ['a heading with `#` behind', '## Card 1 ##\n**Q**: a\n**A**: b', ['a | b']],
  ['a heading that is indented', '  ## Card 1\n**Q**: a\n**A**: b', ['a | b']],
  ['a heading of words in an answer', '## Card 1\n**Q**: a\n**A**: b\n### card 9\nc', ['a | b\n### card 9\nc']],
  ['plain fields', '## Card 1\nQ: a\nA: b\nTags: x, y', ['a | b | x,y']],
  ['the colon in bold', '## Card 1\n**Q:** a\n**A:** b\n**Tags:** x', ['a | b | x']],
  ['whole words', '## Card 1\n**Question**: a\n**Answer**: b', ['a | b']],
  ['sides', '## Card 1\n**Front**: a\n**Back:** b', ['a | b']],
  ['items', '## Card 1\n- Q: a\n- A: b', ['a | b']],
  ['a colon of full width', '## Card 1\n**Q**：a\nA：b', ['a | b']],
  ['lower case', '## Card 1\nq: a\na: b', ['a | b']],
  ['a space before the colon', '## Card 1\nQ : a\nA : b', ['a | b']],
  ['italics', '## Card 1\n_Q_: a\n*A*: b', ['a | b']],
  ['a bold question with a plain answer', '## Card 1\n**Q**: a\nA: b', ['a | b']],
  ['the answer first', '## Card 1\nA: b\nQ: a', ['a | b']],
  ['CRLF', '## card 1\r\nQ: a\r\nA: b\r\n', ['a | b']],
  ['a mark', '\uFEFF## card 1\nQ: a\nA: b\n', ['a | b']],
  ['a mark before a question', '\uFEFFQ: a\nA: b\n', ['a | b']],
  ['no headings', 'Q: a\nA: b\n\nQ: c\nA: d\nmore\n', ['a | b', 'c | d\nmore']],
  ['numbers', 'Q1: a\nA1: b\nQ2: c\nA2: d', ['a | b', 'c | d']],
  ['numbered items', '1. Q: a\n   A: b\n2. Q: c\n   A: d', ['a | b', 'c | d']],
  ['bold without headings', '# Cards\n\n**Q**: a\n**A**: b\n---\n**Q**: c\n**A**: d\n', ['a | b', 'c | d']],
  ['other headings', '# Cards\n## Verbs\nQ: a\nA: b\n\n## Nouns\n\nQ: c\nA: d', ['a | b', 'c | d'], [2, 6]],
  ['no headings at first', 'Q: a\nA: b\n\n## Card 1\nQ: c\nA: d', ['a | b', 'c | d']],
  ['a question without an answer', 'Q: a\nQ: c\nA: d', ['c | d'], [1]],
  ['an answer without a question', 'A: b\nQ: c\nA: d', ['c | d'], [1]],
  ['two plain answers', 'Q: a\nA: b\nA: c', ['a | b\nA: c'], [3]],
  [
    'plain lines in an answer',
    '## Card 1\n**Q**: a\n**A**: b\nA: c\nSource: d\nQ: e',
    ['a | b\nA: c\nSource: d\nQ: e'],
  ],
  ['plain lines in a code block', 'Q: a\nA: b\n```\nQ: c\n```\n', ['a | b\n```\nQ: c\n```']],
]

test.each(forms)('a cards file with %s', (_, text, cards, lines = []) => {
  const file = read(text)
  const shown = file.cards.map(({ question, answer, tags }) =>
    [question, answer, ...(tags.length > 0 ? [tags.join()] : [])].join(' | '),
  )
  expect([shown, file.leftOut.map(({ line }) => line), file.warnings]).toEqual([cards, lines, []])
  expect(writeCards(file, filed(text))).toBe(text)
  // Texts that look like fields come back as they are.
  const answer = 'Q: x\nTags: y\n**Back:** z\n### card 4\n\\A: w'
  const changed = filed(text).map((card) => ({ ...card, answer }))
  expect(filed(writeCards(file, changed)).map(valuesOf)).toEqual(changed.map(valuesOf))
})
