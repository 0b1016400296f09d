import { expect, test } from 'vitest'
import { day, hour, minute } from '../../../test/support/times'
import { validateEvents } from './schema'
import { event } from './testing'

const now = Date.parse('2026-03-10T12:00:00Z')

const at = '2026-03-08T09:30:00Z'
const instants = { started_at: at, ended_at: at }
const instantMessage = 'Enter an instant in ISO 8601 with its offset, such as 2026-03-08T09:30:00.000Z'
const idMessage = 'An id has 1 to 100 letters, digits and . _ : -'
const noId = 'Enter the id as text'
const nameMessage = 'Enter the package name: 1 to 255 characters, without spaces'
type Wrong = [given: unknown, id: string | null, errors: [path: string, message: string][]]
const wrong: Wrong[] = [
  [null, null, [['', 'Enter an event']]],
  [
    {},
    null,
    [
      ['.id', noId],
      ['.package_name', nameMessage],
      ['.started_at', instantMessage],
      ['.ended_at', instantMessage],
    ],
  ],
  [{ id: 7, package_name: 'x', ...instants }, null, [['.id', noId]]],
  [{ id: '', package_name: 'x', ...instants }, '', [['.id', idMessage]]],
  [{ id: 'a'.repeat(101), package_name: 'x', ...instants }, 'a'.repeat(101), [['.id', idMessage]]],
  ...['a\u0000b', '..', 'run 1', '😀', "'; DROP TABLE apps; --"].map(
    (id): Wrong => [{ id, package_name: 'x', ...instants }, id, [['.id', idMessage]]],
  ),
  [{ id: 'a', package_name: '', ...instants }, 'a', [['.package_name', nameMessage]]],
  [{ id: 'a', package_name: '😀'.repeat(256), ...instants }, 'a', [['.package_name', nameMessage]]],
  [
    { id: 'a', package_name: 'x', started_at: '2026-02-30T00:00:00Z', ended_at: at },
    'a',
    [['.started_at', 'Enter an instant from 1970 to 2199']],
  ],
  [
    { id: 'a', package_name: 'x', ...instants, user_id: 'me', app: 1 },
    'a',
    [
      ['.user_id', 'Unknown field'],
      ['.app', 'Unknown field'],
    ],
  ],
  [
    event('a', 'x', now - 30 * hour, now + hour),
    'a',
    [
      ['.ended_at', 'An event lasts at most 24 hours'],
      ['.ended_at', 'That is in the future'],
    ],
  ],
]

test.each(wrong)('%j is rejected by itself', (given, id, errors) => {
  const good = event('good', 'x', now - hour, now)
  const said = errors.map(([path, message]) => ({ path: `events.1${path}`, message }))
  const { uses, rejected } = validateEvents([good, given], now)
  expect([uses.map((use) => use.id), rejected]).toEqual([['good'], [{ id, errors: said }]])
})

test.each([
  ['the longest id and name, the name of any script', event('a.b:c_-1'.padEnd(100, 'x'), '😀'.repeat(255), now, now)],
  ['a name that looks like something else', event('x', '<b>"&\u202e', now, now)],
  ['24 hours', event('x', 'x', now - day, now)],
  ['five minutes ahead', event('x', 'x', now, now + 5 * minute)],
  ['400 days ago', event('x', 'x', now - 400 * day, now - 400 * day)],
])('%s is taken', (_, given) => {
  const { uses, rejected } = validateEvents([given], now)
  const { id, package_name, started_at, ended_at } = given
  const use = { id, package_name, started_at: Date.parse(started_at), ended_at: Date.parse(ended_at) }
  expect([uses, rejected]).toEqual([[use], []])
})

test('instants are taken with any offset, to the millisecond', () => {
  const given = { ...event('x', 'x', now, now), started_at: '2026-03-10T17:29:59.999+05:30' }
  expect(validateEvents([given], now).uses).toMatchObject([{ started_at: now - 1, ended_at: now }])
})

test('of one id the first that can be counts, the others are no uses and not rejected', () => {
  const at = (name: string) => event('one', name, now, now)
  const { uses, rejected } = validateEvents([at('not one'), at('first'), at('second')], now)
  expect(uses.map(({ package_name }) => package_name)).toEqual(['first'])
  expect(rejected).toMatchObject([{ id: 'one' }])
})
