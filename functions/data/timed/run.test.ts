import { env } from 'cloudflare:workers'
import { beforeEach, expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { developmentSecret } from '../../lib/http/security'
import { stubServer } from '../../people/meetings/calendars/testing'
import { calendarOf, eventLines } from '../../people/meetings/import/testing'
import { runTimed } from './run'

const bindings = { ...env, JWT_SECRET: developmentSecret }
const dayMs = 86_400_000
const server = stubServer()

let client: Client
beforeEach(async () => {
  await env.DB.prepare('UPDATE users SET last_active_at = 0').run()
  client = await signedIn({ time_zone: 'UTC', day_start_minute: 0 })
})

const daily = async () =>
  (
    await rows<{ id: string }>("SELECT id FROM backups WHERE user_id = ? AND kind = 'daily' ORDER BY id", client.userId)
  ).map(({ id }) => id)

const setUser = (fields: Record<string, string | number | null>) => {
  const names = Object.keys(fields)
  return env.DB.prepare(`UPDATE users SET ${names.map((name) => `${name} = ?`)} WHERE id = ?`)
    .bind(...Object.values(fields), client.userId)
    .run()
}

test('a person who does not come has the backup of what they did last, once', async () => {
  await client.post('/tasks', { title: 'Water the plants' })
  const yesterday = new Date(Date.now() - dayMs).toISOString().slice(0, 10)
  await setUser({ backup_day: yesterday, last_active_at: Date.now() - dayMs })
  expect(await runTimed(bindings)).toMatchObject({ backups: 1, failed: 0 })
  const today = `daily/${new Date().toISOString().slice(0, 10)}`
  expect(await daily()).toEqual([today])
  expect(await runTimed(bindings)).toMatchObject({ backups: 0, failed: 0 })
  expect(await daily()).toEqual([today])
})

test('nobody is backed up again for nothing, and nobody who is suspended or long gone', async () => {
  await client.post('/tasks', { title: 'Water the plants' })
  const before = new Date(Date.now() - dayMs).toISOString().slice(0, 10)
  await setUser({ backup_day: before, last_active_at: Date.now() - 3 * dayMs })
  expect(await runTimed(bindings)).toMatchObject({ backups: 0 })
  await setUser({ last_active_at: Date.now(), suspended_at: Date.now() })
  expect(await runTimed(bindings)).toMatchObject({ backups: 0 })
  await setUser({ last_active_at: Date.now() - 40 * dayMs, suspended_at: null, backup_day: null })
  expect(await runTimed(bindings)).toMatchObject({ backups: 0 })
  expect(await daily()).toEqual([])
})

test('a backup that fails is tried again after its time, and keeps nobody else waiting', async () => {
  // An hour later is the same day.
  vi.useFakeTimers({ toFake: ['Date'], now: Math.ceil(Date.now() / dayMs) * dayMs + dayMs / 2 })
  const other = await signedIn({ time_zone: 'UTC', day_start_minute: 0 })
  for (const one of [client, other]) await one.post('/tasks', { title: 'Water the plants' })
  await env.DB.prepare('UPDATE users SET backup_day = NULL WHERE id IN (?, ?)').bind(client.userId, other.userId).run()
  const BACKUPS = new Proxy(env.BACKUPS, {
    get: (bucket, name) =>
      name === 'put'
        ? (key: string, ...rest: [never]) =>
            key.startsWith(client.userId) ? Promise.reject(new Error('The bucket is away')) : bucket.put(key, ...rest)
        : Reflect.get(bucket, name).bind(bucket),
  })
  expect(await runTimed({ ...bindings, BACKUPS })).toMatchObject({ backups: 1, failed: 1 })
  expect(await runTimed(bindings)).toMatchObject({ backups: 0, failed: 0 })
  expect(await runTimed(bindings, Date.now() + 3_700_000)).toMatchObject({ backups: 1, failed: 0 })
  expect(await daily()).toHaveLength(1)
})

test('calendars that nobody asked for an hour are read, with nobody there', async () => {
  const address = 'https://calendar.example.com/basic.ics'
  const stamp = (days: number) =>
    `${new Date(Date.now() + days * dayMs).toISOString().slice(0, 10).replaceAll('-', '')}T100000Z`
  server.answers.set(address, () => new Response(calendarOf(eventLines('Planning', stamp(2)))))
  await client.post('/meetings/calendars', { address })
  server.answers.set(
    address,
    () => new Response(calendarOf(eventLines('Planning', stamp(2)), eventLines('Retro', stamp(3)))),
  )
  expect(await runTimed(bindings)).toMatchObject({ calendars: 0 })
  expect(await runTimed(bindings, Date.now() + 3_700_000)).toMatchObject({ calendars: 1, failed: 0 })
  const titles = await rows<{ title: string }>(
    'SELECT title FROM meetings WHERE user_id = ? ORDER BY title',
    client.userId,
  )
  expect(titles.map(({ title }) => title)).toEqual(['Planning', 'Retro'])
})

test('a run backs up twenty people and leaves the others to the next, and a slow bucket stops no calendars', async () => {
  const yesterday = new Date(Date.now() - dayMs).toISOString().slice(0, 10)
  const people = [client, ...(await Promise.all(Array.from({ length: 24 }, () => signedIn({ time_zone: 'UTC' }))))]
  await Promise.all(people.map((one) => one.post('/tasks', { title: 'Water the plants' })))
  const due = (date: string | null) =>
    env.DB.prepare('UPDATE users SET backup_day = ?, last_active_at = ? WHERE last_active_at > 0').bind(
      date,
      Date.now(),
    )
  await due(yesterday).run()
  await setUser({ backup_day: null })
  expect(await runTimed(bindings)).toMatchObject({ backups: 20, failed: 0 })
  expect(await daily()).toHaveLength(1)
  expect(await runTimed(bindings)).toMatchObject({ backups: 5, failed: 0 })

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + dayMs })
  const address = 'https://calendar.example.com/basic.ics'
  server.answers.set(address, () => new Response(calendarOf(eventLines('Planning', '20261201T100000Z'))))
  await client.post('/meetings/calendars', { address })
  await rows('UPDATE calendars SET asked_at = 0')
  await due(yesterday).run()
  const BACKUPS = new Proxy(env.BACKUPS, {
    get: (bucket, name) => {
      if (name === 'put') vi.setSystemTime(Date.now() + 10_000)
      return Reflect.get(bucket, name).bind(bucket)
    },
  })
  expect(await runTimed({ ...bindings, BACKUPS })).toMatchObject({ backups: 1, calendars: 1, failed: 0 })
})

test('without its secret it does nothing', async () => {
  await expect(runTimed({ ...bindings, ENVIRONMENT: 'production', JWT_SECRET: '' })).rejects.toThrow('JWT_SECRET')
})
