import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { day, hour, minute } from '../../../test/support/times'
import { personal } from '../../account/auth/programs/testing'
import type { User } from '../../lib/env'
import { tidyAll } from '../../lib/hooks'
import { clientHealth } from './client-health'
import { lastReports } from './queries'
import type { UsageClient } from './schema'
import { device, hourOf } from './testing'

const now = Date.parse('2026-03-10T12:00:00Z')

const reader = { preferences: { time_zone: 'UTC', clock: 24 } } as User

/** Client that reported for a month, the last time `ago` milliseconds ago. */
const client = (ago: number, given: Partial<UsageClient> = {}): UsageClient => ({
  id: 'phone',
  name: 'Phone',
  first_report_at: now - ago - 30 * day,
  last_report_at: now - ago,
  is_let_in: 1,
  ...given,
})

test.each([
  [-5, 'today, 12:00'],
  [12 * hour, 'today, 00:00'],
  [12 * hour + 1, '9 March, 23:59'],
])('a report %i ms ago was at %s', (ago, said) => {
  expect(clientHealth([client(ago)], reader, now).latest?.moment).toBe(said)
})

test.each([
  [day, 'yesterday'],
  [2 * day, '2 days ago'],
  [30 * day, '4 weeks ago'],
])('a report %i ms ago was %s', (ago, said) => {
  expect(clientHealth([client(ago)], reader, now).latest?.ago).toBe(said)
})

test.each([
  ['within 24 hours', client(day), 'reporting'],
  ['a moment longer', client(day + 1), 'quiet'],
  ['for 30 days', client(30 * day), 'quiet'],
  ['for longer', client(30 * day + 1), 'stopped'],
  ['after it was tried on a single day', client(3 * day, { first_report_at: now - 4 * day + 1 }), 'stopped'],
  ['after a day of reports', client(3 * day, { first_report_at: now - 4 * day }), 'quiet'],
  ['since its token was revoked', client(3 * day, { is_let_in: 0 }), 'stopped'],
])('a client that reported nothing %s', (_, given, state) => {
  const { latest, quiet } = clientHealth([given], reader, now)
  expect([latest?.state, quiet.length]).toEqual([state, Number(state === 'quiet')])
})

test('one that signed in anew is not missed under its old sign-in, and is as old as that', () => {
  const renewed = client(hour, { id: 'new', first_report_at: now - 2 * hour })
  const view = clientHealth(
    [renewed, client(3 * day), client(2 * day, { id: 'desktop', name: 'Desktop' })],
    reader,
    now,
  )
  expect(view.clients.map(({ id }) => id)).toEqual(['new', 'desktop'])
  expect(view.quiet.map(({ id }) => id)).toEqual(['desktop'])
  const gone = clientHealth(
    [client(2 * day, { id: 'new', first_report_at: now - 2 * day }), client(3 * day)],
    reader,
    now,
  )
  expect(gone.quiet.map(({ id }) => id)).toEqual(['new'])
})

test('where nothing ever reported there is nothing to tell', () => {
  expect(clientHealth([], reader, now)).toEqual({ latest: null, quiet: [], clients: [] })
})

test('clients are read the last first, with whether they may still report, and go when they are long silent', async () => {
  const { userId } = await signedIn()
  await (await device(userId, 'Phone')).report([hourOf('one', minute)])
  const revoked = await device(userId, 'Desktop')
  await revoked.report([hourOf('two', minute)])
  await personal(userId, ['usage'])
  await rows("DELETE FROM api_tokens WHERE user_id = ? AND name = 'Desktop'", userId)
  const silentFor = (days: number) =>
    rows(
      "UPDATE usage_clients SET last_report_at = last_report_at - ? * 86400000 WHERE user_id = ? AND name = 'Desktop'",
      ...[days, userId],
    )
  await silentFor(89)
  const found = async () => (await lastReports(env.DB, userId)).map(({ name, is_let_in }) => [name, is_let_in])
  await tidyAll(env, userId, Date.now())
  expect(await found()).toEqual([
    ['Phone', 1],
    ['Desktop', 0],
  ])
  await silentFor(2)
  await tidyAll(env, userId, Date.now())
  expect(await found()).toEqual([['Phone', 1]])
})
