import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { joined } from '../../plans/markdown/lines'
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
        expect(joined(read(text).lines)).toBe(text)
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
