import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/client'
import { doBatch } from '../../sessions/bulk/testing'
import { newSession, putAll, putProject } from '../../sessions/testing'
import { putUnfinished } from '../../timer/unfinished/testing'
import { putEarned, told } from '../testing'

const today = '2027-05-04'
const utc = { time_zone: 'UTC', day_start_minute: 0 }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${today}T12:00:00Z`) })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Time tracked today under a subject, as earned apps see it and as the ledger has it. */
const bothOf = async ({ json, userId }: Client, packageName: string, subject: string) => {
  const answer = await json('GET', `/api/v1/whitelist/check?package_name=${packageName}`)
  const { unlock } = await answer.json<{ unlock: { tracked_seconds: number } }>()
  const [ledger] = await rows<{ seconds: number }>(
    'SELECT CAST(total(seconds) AS INTEGER) AS seconds FROM session_days WHERE user_id = ? AND subject = ? AND date = ?',
    userId,
    subject,
    today,
  )
  return [unlock.tracked_seconds, ledger?.seconds]
}

const done = async (answer: Response | Promise<Response>, status = 303) => {
  const given = await answer
  expect([given.url, given.status]).toEqual([given.url, status])
  return given
}

test('whatever writes sessions, earned apps see what the ledger has', async () => {
  const client = await signedIn(utc)
  const { post, json } = client
  const [thesis, other] = [await putProject(client, 'Thesis'), await putProject(client, 'Other')]
  const apps = new Map<string, string>()
  for (const subject of ['all', `project:${thesis}`, 'tag:#deep']) {
    apps.set(subject, await putEarned(client.userId, { subject, seconds: 3600 }))
  }
  /** Minutes of all time, of the project and of the tag, in both. */
  const see = async (all: number, project: number, tag: number) => {
    const wanted = [all, project, tag].map((minutes) => [minutes * 60, minutes * 60])
    expect(await Promise.all(Array.from(apps, ([subject, name]) => bothOf(client, name, subject)))).toEqual(wanted)
  }
  await see(0, 0, 0)

  await done(post('/sessions/entry', { entry: '20m read @Thesis #deep', create: 'Thesis' }))
  await see(20, 20, 20)

  await putUnfinished(client, `${today}T11:00:00Z`, utc)
  const stopped = await done(post('/timer/stop'))
  await see(80, 20, 20)
  await done(post(told(stopped).undo ?? ''))
  await see(20, 20, 20)
  await done(post('/timer/discard'))

  const one = newSession(`${today}T06:00:00Z`, 40, { ...utc, project_id: other, tags: ['deep'] })
  await putAll(client, [one])
  await see(60, 20, 60)
  const undo = await doBatch(client, '/sessions/bulk', { ids: one.id, project_id: thesis })
  await see(60, 60, 60)
  await done(post(undo ?? ''))
  await see(60, 20, 60)
  await done(json('PATCH', `/api/v1/sessions/${one.id}`, { tags: ['shallow'] }), 200)
  await see(60, 20, 20)
  await done(post('/tags/rename', { tag: 'shallow', name: 'deep' }))
  await see(60, 20, 60)
  await done(post(`/projects/${other}/merge`, { into: thesis }))
  await see(60, 60, 60)
})

test('the day and the week follow the preferences at once, and so does the version', async () => {
  const client = await signedIn(utc)
  const day = await putEarned(client.userId, { seconds: 3600 })
  const week = await putEarned(client.userId, { seconds: 3600, period: 'week' })
  await putAll(client, [newSession('2027-05-03T09:00:00Z', 60, utc)])
  const states = async () => {
    const answer = await client.json('GET', '/api/v1/whitelist')
    const { apps } = await answer.json<{ apps: { package_name: string; is_whitelisted: boolean }[] }>()
    const of = (name: string) => apps.find(({ package_name }) => package_name === name)?.is_whitelisted
    return { day: of(day), week: of(week), etag: answer.headers.get('ETag') }
  }
  const first = await states()
  expect(first).toMatchObject({ day: false, week: true })
  const seen = [first.etag]
  for (const [preferences, now] of [
    [{ week_start: 2 }, { day: false, week: false }],
    [{ day_start_minute: 780 }, { day: true, week: true }],
    [
      { day_start_minute: 0, time_zone: 'Pacific/Pago_Pago' },
      { day: false, week: false },
    ],
    [{ week_start: 1 }, { day: false, week: true }],
  ] as const) {
    await done(client.json('PATCH', '/api/v1/me', { preferences }), 200)
    const { etag, ...is } = await states()
    expect([preferences, is]).toEqual([preferences, now])
    expect(etag).not.toBe(seen.at(-1))
    seen.push(etag)
  }
})
