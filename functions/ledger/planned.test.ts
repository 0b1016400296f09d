import { expect, test } from 'vitest'
import { countsPlanned } from './planned'
import { knownFilter } from './resolve-subject'

const friday = '2026-03-06'
const refunds = { filed: ['project:p', 'task:t', 'tag:#deep'], title: 'Payment refunds', date: friday }

test.each([
  ['project:p', true],
  ['project:q', false],
  ['project:none', false],
  ['goal:none', true],
  ['plan:any', false],
  ['["project:q","tag:#deep"]', true],
  ['text:=refund pay', true],
  ['text:=ref fund', false],
  ['weekday:5', true],
  ['weekday:4', false],
  ['{"all":[["project:p"]],"none":["tag:#deep"]}', false],
  ['{"all":[["project:p"],["text:=refunds"]],"none":["project:q","goal:g"]}', true],
  ['type:timer', false],
])('%s counts a planned session of a project and a tag: %s', (subject, counts) => {
  const filter = knownFilter(subject)
  expect(filter && countsPlanned(filter, refunds)).toBe(counts)
})

test('a context limits what is planned, too', () => {
  const within = (subject: string) => ({ subjects: ['tag:#deep'], weekday: null, within: [subject] })
  expect([countsPlanned(within('project:p'), refunds), countsPlanned(within('project:q'), refunds)]).toEqual([
    true,
    false,
  ])
})
