import fc from 'fast-check'
import { expect } from 'vitest'
import { encoded, encodings } from '../../../../test/support/hostile/damaged-files'
import { decodeText } from '../../../lib/files/uploads'

const phrase = fc.constantFrom(
  'Uno',
  'a **b** c',
  '🚀 lift',
  'x < y',
  'two\nlines',
  '\n```\n## Card 9 {#no}\n**A**: no\n```',
  'مرحبا',
  '- a\n- b',
)
const optional = fc.constantFrom(
  '**Tags**: verb, a b',
  '**Tags**:',
  '**Source**: Chunk 3',
  '**Created**: 2026-10-05',
  '**Ease**: 2.36',
  '**Ease**: easy',
  '**Interval**: 12',
  '**Repetitions**: 3',
  '**Next Review**: 2026-11-30',
)
const card = fc
  .record({
    question: phrase.map((text) => `**Q**: ${text}`),
    answer: phrase.map((text) => `**A**: ${text}`),
    others: fc.uniqueArray(optional, { selector: (text) => text.slice(0, 6), maxLength: 4 }),
    hasId: fc.boolean(),
    isTurned: fc.boolean(),
    gap: fc.constantFrom('', '\n', '\n---\n', '\n\n---\n\n'),
  })
  .map((parts) => ({
    ...parts,
    sides: parts.isTurned ? [parts.answer, parts.question] : [parts.question, parts.answer],
  }))

/** Cards files as people write them. */
export const cardsText = fc
  .record({
    cards: fc.array(card, { maxLength: 5 }),
    head: fc.constantFrom('', '# Cards\n\n'),
    end: fc.constantFrom('\n', '\r\n'),
    isOpen: fc.boolean(),
  })
  .map(({ cards, head, end, isOpen }) => {
    const blocks = cards.map(({ sides, others, hasId, gap }, index) =>
      [`## Card ${index + 1}${hasId ? ` {#card-00${index + 1}}` : ''}`, ...sides, ...others, gap].join('\n'),
    )
    const whole = head + blocks.join('\n')
    return (isOpen ? whole.replace(/\n+$/, '') : `${whole}\n`).replaceAll('\n', end)
  })

/** Damage of a text by signs that it does not expect, with the encoding of its file. */
export const anyDamage = (signs: string[], mostCuts: number) => ({
  damages: fc.array(fc.record({ at: fc.nat(), sign: fc.constantFrom(...signs), cuts: fc.nat(mostCuts) }), {
    maxLength: 3,
  }),
  encoding: fc.constantFrom(...encodings),
  letter: fc.constantFrom('', 'é', '😀'),
})

type Damage = { damages: { at: number; sign: string; cuts: number }[]; encoding: (typeof encodings)[number] }

/** Reads a damaged file as text. Its head stays. */
export const damagedText = (head: string, body: string, { damages, encoding }: Damage) => {
  const damaged = damages.reduce((all, { at, sign, cuts }) => {
    const place = head.length + (at % (all.length - head.length + 1))
    return all.slice(0, place) + sign + all.slice(place + cuts)
  }, head + body)
  const decoded = decodeText(encoded(damaged.toWellFormed(), encoding))
  if ('problem' in decoded) throw new Error(decoded.problem)
  expect(decoded.text.toWellFormed()).toBe(damaged.toWellFormed())
  return decoded.text
}
