import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { meetingsOfPerson, putMeeting, readMeeting } from '../../people/meetings/testing'
import { state } from '../changes/testing'

const lastChange = async ({ userId }: Client) =>
  (await rows<{ id: string }>('SELECT id FROM changes WHERE user_id = ? ORDER BY id DESC', userId))[0]?.id ?? ''

const two = async (client: Client) => {
  const from = await client.add('/people', { name: 'Ada B', email: 'ada@example.com', notes: 'Tuesdays' })
  const into = await client.add('/people', { name: 'Ada Byron', role: 'coach', notes: 'Mondays' })
  return { from, into }
}

test('a preview says what moves, and writes nothing', async () => {
  const client = await signedIn()
  const { from, into } = await two(client)
  await putMeeting(client, { title: 'A', attendees: [from] })
  await client.add('/feedback', { content: 'Clear', from_person_id: from })
  const before = await state(client)
  const html = await (await client.get(`/people/${from}/merge?name=byron`)).text()
  expect(html).toContain('1 meeting and 1 piece of feedback will move to <bdi>Ada Byron</bdi>')
  expect(html).toContain('takes over the email and notes.')
  expect(html).toContain(`name="into" value="${into}"`)
  expect((await client.get(`/people/${from}/merge?name=nobody`)).status).toBe(422)
  expect(await state(client)).toBe(before)
})

test('meetings, feedback and action items go to the other person, once each, and Undo brings them back', async () => {
  const client = await signedIn()
  const { from, into } = await two(client)
  const both = await putMeeting(client, { title: 'Both', attendees: [from, into] })
  const one = await putMeeting(client, { title: 'One', attendees: [from] })
  const deleted = await putMeeting(client, { title: 'Deleted', attendees: [from] })
  await client.post(`/meetings/${deleted.id}/delete`)
  const feedback = await client.add('/feedback', { content: 'Clear', from_person_id: from })
  const open = { description: 'Send it', owner: 'person', person_id: from }
  const items = [
    await client.add('/action-items', open),
    await client.add('/action-items', { ...open, status: 'done' }),
  ]
  const before = await state(client)
  const answer = await client.post(`/people/${from}/merge`, { into })
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/people/${into}`])
  expect(decodeURIComponent(answer.headers.get('Set-Cookie') ?? '')).toContain(
    'Merged “Ada B” into “Ada Byron”, 3 meetings, 2 action items and 1 piece of feedback',
  )
  for (const { id } of [both, one]) expect((await readMeeting(client, id)).attendees).toEqual([into])
  expect(await meetingsOfPerson(client, into)).toHaveLength(2)
  expect(await rows('SELECT attendees FROM meetings WHERE id = ?', deleted.id)).toEqual([{ attendees: `["${into}"]` }])
  const read = async (path: string) => (await client.json('GET', `/api/v1${path}`)).json<Record<string, unknown>>()
  expect(await read(`/feedback/${feedback}`)).toMatchObject({ from_person_id: into })
  for (const item of items) expect(await read(`/action-items/${item}`)).toMatchObject({ person_id: into })
  expect(await read(`/people/${into}`)).toMatchObject({
    role: 'coach',
    email: 'ada@example.com',
    notes: 'Mondays\n\nTuesdays',
  })
  expect((await client.get(`/people/${from}`)).status).toBe(404)
  expect((await client.post(`/changes/${await lastChange(client)}/undo`)).status).toBe(303)
  expect(await state(client)).toBe(before)
})

test('a merge and its Undo leave every list as it was', async () => {
  const client = await signedIn()
  const meetings = fc.array(fc.record({ people: fc.subarray([0, 1, 2]), gone: fc.boolean() }), { maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(meetings, async (all) => {
      const people = [
        await client.add('/people', { name: 'A' }),
        await client.add('/people', { name: 'B' }),
        await client.add('/people', { name: 'C' }),
      ]
      for (const { people: who, gone } of all) {
        const { id } = await putMeeting(client, { title: 'M', attendees: who.map((n) => people[n]) })
        if (gone) await client.post(`/meetings/${id}/delete`)
      }
      const before = await state(client)
      await client.post(`/people/${people[0]}/merge`, { into: people[1] ?? '' })
      expect(await meetingsOfPerson(client, people[0] ?? '')).toEqual([])
      await client.post(`/changes/${await lastChange(client)}/undo`)
      expect(await state(client)).toBe(before)
    }),
    { numRuns: runs(20) },
  )
})

test('people of others, one and the same, and none are refused', async () => {
  const client = await signedIn()
  const other = await two(await signedIn())
  const { from, into } = await two(client)
  for (const wrong of [other.into, from, '', 'x']) {
    const answer = await client.post(`/people/${from}/merge`, { into: wrong })
    expect([answer.status, (await answer.text()).includes('Choose a person from the list')]).toEqual([422, true])
  }
  expect((await client.post(`/people/${other.from}/merge`, { into })).status).toBe(404)
})
