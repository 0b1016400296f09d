import fc from 'fast-check'
import { calendarOf, eventLines } from '../../../functions/people/meetings/import/testing'
import { spoilt, valuesOf } from './arbitrary'
import type { Description, Parameter, Placed } from './description'

/** The owner of the row in a path; mostly oneself. */
type Whose = 'own' | 'other' | 'missing' | 'odd'

export type Body = { type: string | null; text?: string; json?: unknown }

/** A generated request. `number` chooses among rows that are known only when it is sent. */
export type Generated = {
  placed: Placed
  /** The index of the person; null for signed out. */
  person: 0 | 1 | null
  by: 'cookie' | 'program' | 'token'
  fromElsewhere: boolean
  whose: Whose
  number: number
  path: Record<string, unknown>
  query: Record<string, unknown>
  headers: Record<string, unknown>
  body: Body | null
  /** Sends the ETag or the cursor of the last response, if there is one. */
  follows: boolean
}

const csv = [
  'User,Email,Client,Project,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\nA,a@example.com,,Thesis,Writing,No,2026-03-02,09:00:00,2026-03-02,10:00:00,01:00:00,deep',
  'User,Email,Client,Project,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\nA,a@example.com,,,,No,2026-03-32,09:00:00,2026-03-02,10:00:00,01:00:00,',
  'package_name,label,is_whitelisted\norg.example.imported,Imported,true',
  'no,log\n1,2',
  '',
  '\uFEFF"unfinished',
]

/** Documents of the plans that people have, and some that are refused. */
const markdown = [
  ...['one', 'two', 'three'].map((id) => `---\nid: ${id}\ntitle: The plan ${id}\n---\n`),
  '---\nid: other\ntitle: Other\n---\n',
  '# No front matter',
  '',
]

/** Valid and invalid calendars. */
const calendars = [
  calendarOf(eventLines('One', '20260714T090000Z'), eventLines('Two', '20260715T090000Z', 'RRULE:FREQ=WEEKLY')),
  calendarOf(['SUMMARY:No start'], eventLines('Three', '20260714T090000Z', 'ATTENDEE;CN=Ada:mailto:ada@example.com')),
  'BEGIN:VCALENDAR\nBEGIN:VEVENT',
  'no,calendar',
  '',
]

const textsOf = (type: string) => (type === 'text/markdown' ? markdown : type === 'text/calendar' ? calendars : csv)

const bodies = (description: Description, { operation }: Placed): fc.Arbitrary<Body | null> => {
  const content = operation.requestBody?.content
  if (!content) return fc.constant(null)
  const [[type = '', media] = []] = Object.entries(content)
  if (type !== 'application/json') {
    return fc.oneof(
      {
        weight: 8,
        arbitrary: fc.constantFrom(...textsOf(type)).map((text) => ({ type, text })),
      },
      fc.constantFrom('application/json', 'text/html', null).map((other) => ({ type: other, text: csv[0] })),
    )
  }
  const values = valuesOf(description)(media?.schema ?? {})
  const json = (value: unknown) => ({ type, json: value })
  return fc.oneof(
    { weight: 12, arbitrary: values.map(json) },
    { weight: 5, arbitrary: spoilt(values).map(json) },
    fc.constantFrom('', '{', '{"a":1,}', 'null', '[]', '"x"', '\u0000').map((text) => ({ type, text })),
    fc
      .constantFrom('application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x', null)
      .map((other) => ({ type: other, text: 'title=x' })),
  )
}

/** Values of parameters, mostly as described; optional ones may be missing. */
const some = (description: Description, parameters: Parameter[], odd: fc.Arbitrary<string>) =>
  fc.record(
    Object.fromEntries(
      parameters.map(({ name, schema }) => [
        name,
        fc.oneof({ weight: 9, arbitrary: valuesOf(description)(schema, name) }, odd),
      ]),
    ),
    { requiredKeys: parameters.filter(({ required }) => required).map(({ name }) => name) },
  )

const oddText = fc.oneof(
  fc.string({ maxLength: 12, unit: 'grapheme' }),
  fc.constantFrom('', '0', '-1', '1e9', 'null', '%'),
)
const oddHeader = fc.constantFrom('', ' ', 'a b', 'x'.repeat(300), '*', 'W/"1"', '"')

/** Requests of one operation: valid, at the limits, and wrong. */
const requestsOf = (description: Description, placed: Placed): fc.Arbitrary<Generated> => {
  const { method, operation } = placed
  const inPlace = (place: Parameter['in']) => (operation.parameters ?? []).filter((one) => one.in === place)
  return fc.record({
    placed: fc.constant(placed),
    person: fc.oneof({ weight: 30, arbitrary: fc.constantFrom(0 as const, 1 as const) }, fc.constant(null)),
    by: fc.oneof(
      { weight: 5, arbitrary: fc.constant('cookie' as const) },
      fc.constantFrom('program' as const, 'token' as const),
    ),
    fromElsewhere: method === 'GET' ? fc.constant(false) : fc.nat({ max: 30 }).map((chance) => chance === 0),
    whose: fc.oneof(
      { weight: 8, arbitrary: fc.constant<Whose>('own') },
      fc.constantFrom<Whose>('other', 'missing', 'odd'),
    ),
    number: fc.nat(),
    path: some(description, inPlace('path'), fc.constantFrom('x', '2026-02-30', '😀', '%00', 'a b')),
    query: some(description, inPlace('query'), oddText),
    headers: some(description, inPlace('header'), oddHeader),
    body: bodies(description, placed),
    follows: fc.boolean(),
  })
}

/** `count` requests, of all operations in turn. */
export const sampled = (description: Description, operations: Placed[], count: number) => {
  const rounds = Math.ceil(count / operations.length)
  const byOperation = operations.map((placed) => fc.sample(requestsOf(description, placed), rounds))
  return Array.from({ length: rounds }, (_, round) => byOperation.flatMap((requests) => requests[round] ?? []))
    .flat()
    .slice(0, count)
}
