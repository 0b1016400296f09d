import { expect, test } from 'vitest'
import { type Client, signedIn, toastOf } from '../../../test/support/client'
import { lisbon } from '../../../test/support/times'
import { addDays, dayOf } from '../../lib/time/days'
import { putMeeting, readMeeting } from './testing'

const today = () => dayOf(Date.now(), lisbon)

type Stored = { id: string; date: string; repeat: string; repeats: string | null; preparation_notes: string }

const all = async ({ json }: Client) =>
  (await (await json('GET', '/api/v1/meetings')).json<{ items: Stored[] }>()).items.toReversed()

const briefly = (meetings: Stored[]) => meetings.map(({ date, repeat }) => `${date} ${repeat}`)

test('a repeating meeting makes its next one once, when its day is over and somebody looks', async () => {
  const client = await signedIn(lisbon)
  const ada = await client.add('/people', { name: 'Ada' })
  const date = addDays(today(), -16)
  const shared = { title: 'Weekly', time: '10:00', time_zone: 'Asia/Tokyo', duration_minutes: 30, attendees: [ada] }
  const notes = { preparation_notes: 'Agenda', questions_asked: 'Why?', outcome_notes: 'Agreed' }
  const { id } = await putMeeting(client, { ...shared, ...notes, date, repeat: 'weekly' })
  await putMeeting(client, { title: 'Today', date: today(), repeat: 'daily' })
  await putMeeting(client, { title: 'Once', date })
  await Promise.all([client.get('/'), client.get('/meetings'), client.get('/')])
  const page = await (await client.get('/meetings')).text()
  expect(page).toContain(
    `every ${['Mon', 'Tues', 'Wednes', 'Thurs', 'Fri', 'Satur', 'Sun'][(new Date(date).getUTCDay() + 6) % 7]}day`,
  )
  const meetings = await all(client)
  expect(briefly(meetings)).toEqual([`${date} none`, `${today()} daily`, `${date} none`, `${addDays(date, 21)} weekly`])
  expect(meetings[3]).toMatchObject({ ...shared, preparation_notes: 'Agenda', questions_asked: '', outcome_notes: '' })
  expect(meetings[3]?.repeats).toBe(id)
  const ended = await (await client.get(`/meetings/${id}`)).text()
  expect(ended).toContain(`href="/meetings/${meetings[3]?.id}"`)
})

test('days ahead show the meetings of a series that have no row yet, and days behind none', async () => {
  const client = await signedIn(lisbon)
  const [one, next, far] = [addDays(today(), 1), addDays(today(), 7), addDays(today(), 400)]
  const shared = { time: '10:00', time_zone: lisbon.time_zone, duration_minutes: 30 }
  const { id } = await putMeeting(client, { ...shared, title: 'Daily', date: today(), repeat: 'daily' })
  await putMeeting(client, { ...shared, title: 'Weekly', date: addDays(today(), -7), repeat: 'weekly' })
  await putMeeting(client, { title: 'Untimed', date: addDays(today(), -1), repeat: 'daily' })
  const shown = async (path: string) => {
    const html = await (await client.get(path)).text()
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect([path, ids.filter((id, index) => ids.indexOf(id) !== index)]).toEqual([path, []])
    return ['Daily', 'Weekly', 'Untimed'].filter((title) => html.includes(`>${title}<`))
  }
  expect(await shown(`/day/${one}`)).toEqual(['Daily', 'Untimed'])
  expect(await shown(`/day/${next}`)).toEqual(['Daily', 'Weekly', 'Untimed'])
  expect(await shown(`/day/${far}`)).toEqual(['Daily', 'Untimed'])
  expect(await shown(`/week?date=${next}`)).toEqual(['Daily', 'Weekly', 'Untimed'])
  expect(await shown(`/week?date=${far}`)).toEqual(['Daily', 'Weekly', 'Untimed'])
  expect(await shown(`/day/${addDays(today(), -2)}`)).toEqual([])
  const html = await (await client.get('/')).text()
  expect(html.match(/>Daily</g)?.length).toBeGreaterThan(1)
  expect(await shown('/')).toEqual(['Daily', 'Weekly', 'Untimed'])
  await client.post(`/meetings/${id}/delete`)
  expect(await shown(`/day/${next}`)).toEqual(['Weekly', 'Untimed'])
  expect(await all(client)).toHaveLength(4)
})

test('the end of a repeating meeting makes its next one, and Undo takes it back', async () => {
  const client = await signedIn(lisbon)
  const { id } = await putMeeting(client, { title: 'Two weeks', date: today(), repeat: 'fortnightly' })
  const end = async () => {
    await client.post(`/meetings/${id}/start`)
    const answer = await client.post(`/meetings/${id}/end`)
    expect(answer.headers.get('Location')).toBe(`/meetings/${id}`)
    return toastOf(answer)
  }
  const { message, undo = '' } = await end()
  expect(message).toMatch(/^Stopped “Two weeks”.*\. Next on \d+ \w+/)
  expect(briefly(await all(client))).toEqual([`${today()} none`, `${addDays(today(), 14)} fortnightly`])
  const other = await signedIn(lisbon)
  expect((await other.post(undo)).status).toBe(404)
  await client.post(undo)
  expect(briefly(await all(client))).toEqual([`${today()} fortnightly`])
  expect((await client.post(undo)).status).toBe(409)
  expect(await (await client.get('/timer')).text()).toContain('Two weeks')

  const again = await client.post(`/meetings/${id}/end`)
  const [, next] = await all(client)
  await client.json('PATCH', `/api/v1/meetings/${next?.id}`, { title: 'Two weeks, elsewhere' })
  await client.post(toastOf(again).undo)
  expect(briefly(await all(client))).toEqual([`${today()} none`, `${addDays(today(), 14)} fortnightly`])
})

test('a repeating meeting is skipped, moved with those behind it, or deleted with its repetition', async () => {
  const client = await signedIn(lisbon)
  const date = addDays(today(), 3)
  const { id } = await putMeeting(client, { title: 'Weekly', date, repeat: 'weekly' })
  const skipped = toastOf(await client.post(`/meetings/${id}/skip`))
  expect(skipped.message).toMatch(/^Meeting skipped\. Next on/)
  expect(briefly(await all(client))).toEqual([`${addDays(date, 7)} weekly`])
  await client.post(skipped.undo ?? '')
  expect(briefly(await all(client))).toEqual([`${date} weekly`])

  const moved = addDays(date, 1)
  await client.json('PATCH', `/api/v1/meetings/${id}`, { date: moved })
  await client.post(`/meetings/${id}/skip`)
  const [next] = await all(client)
  expect(next?.date).toBe(addDays(moved, 7))
  const deleted = toastOf(await client.post(`/meetings/${next?.id}/delete`))
  expect(deleted.message).toBe('Meeting deleted. It no longer repeats')
  await client.get('/meetings')
  expect(await all(client)).toEqual([])
  await client.post(deleted.undo ?? '')
  expect(briefly(await all(client))).toEqual([`${addDays(moved, 7)} weekly`])

  const once = await putMeeting(client, { title: 'Once', date })
  expect((await client.post(`/meetings/${once.id}/skip`)).status).toBe(409)
  expect(toastOf(await client.post(`/meetings/${once.id}/delete`)).message).toBe('Meeting deleted')
})

test('the form and the line say how often a meeting repeats', async () => {
  const client = await signedIn(lisbon)
  const refused = await client.post('/meetings', { title: 'A', date: today(), repeat: 'yearly' })
  expect([refused.status, (await refused.text()).includes('Choose how often it repeats')]).toEqual([422, true])
  await client.post('/meetings', { title: 'A', date: today(), repeat: 'monthly' })
  const [added] = await all(client)
  expect(await (await client.get(`/meetings/${added?.id}/edit`)).text()).toMatch(/value="monthly" selected/)
  await client.post('/capture', { entry: 'meet the plan every other Monday 14:00', kind: '', does: '' })
  const [, line] = await all(client)
  expect(await readMeeting(client, line?.id ?? '')).toMatchObject({
    title: 'the plan',
    repeat: 'fortnightly',
    time: '14:00',
  })
})
