import { expect, test } from 'vitest'
import { signedIn } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { utc } from '../../../test/support/times'
import { newSession, putAll } from '../../time/sessions/testing'
import { putEarned } from './testing'

const today = '2027-05-04'

stopClock(`${today}T12:00:00Z`)

const done = async (answer: Response | Promise<Response>, status = 303) => {
  const given = await answer
  expect([given.url, given.status]).toEqual([given.url, status])
  return given
}

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
