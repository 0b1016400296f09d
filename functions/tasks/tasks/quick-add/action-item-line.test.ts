import fc from 'fast-check'
import { expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs'
import type { NamedPerson } from '../../../line/people'
import { parseActionItem } from './action-item-line'

/** A Friday. */
const today = '2026-11-20'

const people: NamedPerson[] = [
  { id: 'ada', name: 'Ada Byron' },
  { id: 'bob', name: 'Bob' },
  { id: 'eve1', name: 'Eve Fox' },
  { id: 'eve2', name: 'Eve Stone' },
  { id: 'will', name: 'Will' },
  { id: 'zoe', name: 'Zoë de la Cruz' },
]

const mine = (title: string, more: object = {}) => ({
  ...{ title, due_date: null, priority: 'medium', owner: 'me', person_id: null, errors: 0 },
  ...more,
})
const of = (person_id: string, title: string, more: object = {}) => mine(title, { owner: 'person', person_id, ...more })

test.each([
  ['send the figures', mine('send the figures')],
  ['send the figures by Friday high', mine('send the figures', { due_date: '2026-11-27', priority: 'high' })],
  ['send the figures p3 tomorrow', mine('send the figures', { due_date: '2026-11-21', priority: 'low' })],
  ['send Ada the figures friday', mine('send Ada the figures', { person_id: 'ada', due_date: '2026-11-27' })],
  ['send Ada Byron the figures', mine('send Ada Byron the figures', { person_id: 'ada' })],
  ['send Ada’s figures to Bob', mine('send Ada’s figures to Bob')],
  ['call zoe de la cruz', mine('call zoe de la cruz')],
  ['call @zoe', mine('call', { person_id: 'zoe' })],
  ['call @"Ada Byron" now', mine('call now', { person_id: 'ada' })],
  [
    'Ask Bob for the tables @Bob tomorrow',
    mine('Ask Bob for the tables', { person_id: 'bob', due_date: '2026-11-21' }),
  ],
  ['send the figures due friday', mine('send the figures', { due_date: '2026-11-27' })],
  ['send the figures someday', mine('send the figures')],
  ['call Ada fri at 9:30', mine('call Ada', { person_id: 'ada', due_date: '2026-11-27', at: '09:30' })],
  ['call Ada on Black Friday', mine('call Ada on Black Friday', { person_id: 'ada' })],
  ['tomorrow high', mine('', { due_date: '2026-11-21', priority: 'high' })],
  ['write to Eve Fox', mine('write to Eve Fox', { person_id: 'eve1' })],
  ['write to @nobody', mine('write to nobody', { errors: 1 })],
  ['ada byron: send Bob the figures high', of('ada', 'send Bob the figures', { priority: 'high' })],
  ['Eve: send the figures', mine('send the figures', { errors: 1 })],
  ['Launch: write the mail', mine('Launch: write the mail')],
  ['Ada and Bob: write the mail', mine('Ada and Bob: write the mail', { person_id: 'bob' })],
  ['Ada:', of('ada', '')],
])('“%s” is an action item', (line, expected) => {
  const { name: _, errors, ...read } = parseActionItem(line, today, people)
  expect({ ...read, errors: errors.length }).toEqual(expected)
})

test('every word of a title is in its line', () => {
  const word = fc.oneof(
    fc.string({ minLength: 1, maxLength: 8 }),
    fc.constantFrom('Ada', '@Ada', 'Bob:', ':', 'Eve', 'today', 'high', 'by', 'friday', '🦊', 'שלום', '__proto__'),
  )
  const check = fc.property(fc.array(word, { minLength: 1, maxLength: 9 }), (typed) => {
    const line = typed.join(' ').split(/\s+/).filter(Boolean).join(' ')
    const { title, owner, person_id } = parseActionItem(line, today, people)
    const words = line.split(' ').flatMap((one) => [one, one.slice(1)])
    for (const one of title.split(' ').filter(Boolean)) expect(line.includes(one) || words.includes(one)).toBe(true)
    if (owner === 'person') expect(person_id).not.toBeNull()
  })
  fc.assert(check, { numRuns: runs(300) })
})
