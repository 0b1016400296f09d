import { expect, test } from 'vitest'
import { signedIn } from '../../test/client'
import { berlin, put, putProject, stored } from './testing'

test.each([
  ['title', 'Another title', false],
  ['notes', 'A note', false],
  ['tags', 'deep', false],
  ['duration', '45m', true],
  ['started_at', '8:30', true],
  ['date', '2026-03-08', true],
  ['time_zone', 'Asia/Tokyo', true],
])('an edit of the %s outdates the figures only where they count it: %s', async (field, value, outdates) => {
  const client = await signedIn(berlin)
  const { id } = await put(client, '2026-03-09T08:00:00Z', 60)
  const before = await stored(client, id)
  expect((await client.post(`/sessions/${id}`, { seq: Number(before?.seq), [field]: value })).status).toBe(303)
  expect(await stored(client, id)).not.toMatchObject({ updated_at: before?.updated_at })
  expect(await client.heads()).toMatchObject({ seq: 1, stats_seq: outdates ? 1 : 0 })
})

test('an edit of the project outdates the figures', async () => {
  const client = await signedIn(berlin)
  const { id } = await put(client, '2026-03-09T08:00:00Z', 60)
  const project_id = await putProject(client, 'Thesis')
  expect((await client.post(`/sessions/${id}`, { seq: 0, project_id })).status).toBe(303)
  expect(await client.heads()).toMatchObject({ seq: 1, stats_seq: 1 })
})
