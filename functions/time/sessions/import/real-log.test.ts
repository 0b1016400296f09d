import { describe, expect, test } from 'vitest'
import realLog from '../../../../test/data/toggl-2017-08.csv?raw'
import { rows, signedIn } from '../../../../test/support/client'
import { subjectDays } from '../../../../test/support/models/sums'
import { counted, dump, importText, upload } from './testing'

const places = [
  { time_zone: 'America/New_York', day_start_minute: 0 },
  { time_zone: 'Asia/Kolkata', day_start_minute: 240 },
]

describe.each(places)('a real month, read in $time_zone with days from minute $day_start_minute', (place) => {
  test('comes in whole, in the ledger and in every sum; again adds nothing; undone leaves nothing', async () => {
    const client = await signedIn(place)
    const before = await dump(client.userId)

    const { id, status, response } = await importText(client, realLog, place)
    expect(status).toBe(303)
    expect(decodeURIComponent(response.headers.get('Set-Cookie') ?? '')).toContain('Imported 217 sessions, 186h 56m')
    expect(await counted(client.userId)).toEqual({ session_count: 217, total_seconds: 672_994 })
    expect((await dump(client.userId)).projects).toHaveLength(8)

    const imported = await dump(client.userId)
    const again = await importText(client, realLog, place)
    expect(again.status).toBe(303)
    expect(decodeURIComponent(again.response.headers.get('Set-Cookie') ?? '')).toContain('Nothing new: 217 sessions')
    expect(await dump(client.userId)).toEqual(imported)

    expect((await client.post(`/changes/session.import~${id}/undo`)).status).toBe(303)
    expect(await dump(client.userId)).toEqual(before)
  })
})

test('the preview shows what would come and writes no session and no project', async () => {
  const client = await signedIn({ time_zone: 'America/New_York' })
  const before = await dump(client.userId)
  const { status, page, id } = await upload(client, realLog, { time_zone: 'America/New_York' })
  expect(status).toBe(200)
  for (const shown of ['Import 217 sessions', '1–31 August 2017', 'Project A', 'Client 2', 'older layout']) {
    expect(page).toContain(shown)
  }
  expect(page).toContain('datetime="PT186H56M34S"')
  expect((await client.get(`/sessions/import/${id}?time_zone=Asia/Kolkata`)).status).toBe(200)
  expect(await dump(client.userId)).toEqual(before)
})

test('the list shows an import with its days, its zone and its way back; it is known in another zone', async () => {
  const client = await signedIn({ time_zone: 'America/New_York' })
  const { id } = await importText(client, realLog, { time_zone: 'America/New_York' })
  const other = await upload(client, realLog, { time_zone: 'Asia/Kolkata' })
  expect(other.page).toContain('Every row is already imported')
  const page = await (await client.get('/sessions/import')).text()
  const undo = `/sessions/import/${id}/remove`
  for (const shown of ['log.csv', 'data-label="Sessions">217<', '186h 56m', 'America/New York', undo]) {
    expect(page).toContain(shown)
  }
  const [days] = await rows<{ first: string; last: string }>(
    `SELECT min(date) AS first, max(date) AS last FROM ${subjectDays} WHERE user_id = ? AND subject = 'all'`,
    client.userId,
  )
  expect(page).toContain(`/sessions?from=${days?.first}&amp;to=${days?.last}`)
})
