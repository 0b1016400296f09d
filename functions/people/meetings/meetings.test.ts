import { describe, expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { lisbon } from '../../../test/support/times'
import { addDays, dayOf, wallTime } from '../../lib/time/days'
import { formatDateField } from '../../lib/time/typed-date'
import { meetingsOfPerson, putMeeting, readMeeting } from './testing'

const today = () => dayOf(Date.now(), lisbon)

/** Sets the clock to a time of today. */
const setTime = (time: string) => vi.useFakeTimers({ toFake: ['Date'], now: wallTime(today(), time, lisbon) })

const mainOf = async (client: Client, path: string) => (await (await client.get(path)).text()).split('<main')[1] ?? ''

const titlesIn = (html: string) =>
  [...html.matchAll(/href="\/meetings\/[\w-]{36}"[^>]*><bdi>(.*?)<\/bdi>/g)].map(([, title]) => title)

const sessionsOf = ({ userId }: Client) =>
  rows<{ id: string; title: string; duration_seconds: number; started_at: number; project_id: string | null }>(
    'SELECT id, title, duration_seconds, started_at, project_id FROM sessions WHERE user_id = ? AND deleted_at IS NULL',
    userId,
  )

describe('the list', () => {
  test('has what is ahead, the next first, and then what is over, the last first', async () => {
    setTime('08:45')
    const client = await signedIn(lisbon)
    for (const [days, time] of [
      [3, null],
      [0, '09:00'],
      [-1, '10:00'],
      [0, '08:00'],
      [-1, '11:00'],
      [-40, null],
    ] as const)
      await putMeeting(client, { title: `${days} ${time}`, date: addDays(today(), days), time })
    const expected = ['0 09:00', '3 null', '0 08:00', '-1 11:00', '-1 10:00', '-40 null']
    expect(titlesIn(await mainOf(client, '/meetings'))).toEqual(expected)
    expect(titlesIn(await mainOf(client, '/meetings?when=past'))).toEqual(expected.slice(2))
    expect(titlesIn(await mainOf(client, '/meetings?when=ahead'))).toEqual(expected.slice(0, 2))
  })

  test.each([
    ['09:10', 'meeting today', 'ahead'],
    ['09:20', 'last met today', 'past'],
  ])('at %s a daily meeting of 09:00 shows as “%s” at its person, and is %s', async (time, met, side) => {
    setTime(time)
    const client = await signedIn(lisbon)
    const ada = await client.add('/people', { name: 'Ada' })
    const daily = { time: '09:00', duration_minutes: 15, repeat: 'daily', attendees: [ada] }
    await putMeeting(client, { title: 'Stand-up', date: today(), ...daily })
    expect(await mainOf(client, '/people')).toContain(met)
    for (const when of ['ahead', 'past'])
      expect(titlesIn(await mainOf(client, `/meetings?when=${when}`))).toHaveLength(when === side ? 1 : 0)
  })

  test('is filtered by person, organization, project and words, page by page', async () => {
    const client = await signedIn(lisbon)
    const acme = await client.add('/organizations', { name: 'Acme' })
    const project = await client.add('/projects', { name: 'Clinic' })
    const ada = await client.add('/people', { name: 'Ada' })
    for (let n = 1; n <= 23; n += 1)
      await putMeeting(client, { title: `M${n}`, date: addDays(today(), -n), attendees: n % 2 ? [ada] : [] })
    await putMeeting(client, { title: 'Review', organization_id: acme, outcome_notes: 'quokka' })
    await putMeeting(client, { title: 'Planning', project_id: project })
    expect(titlesIn(await mainOf(client, `/meetings?organization=${acme}`))).toEqual(['Review'])
    expect(titlesIn(await mainOf(client, `/meetings?project=${project}`))).toEqual(['Planning'])
    expect(titlesIn(await mainOf(client, '/meetings?q=quok'))).toEqual(['Review'])
    expect(await mainOf(client, '/meetings')).toContain(`value="${ada}"`)
    expect(await mainOf(client, '/meetings?q=quok')).not.toContain(`value="${ada}"`)
    expect(titlesIn(await mainOf(client, `/meetings?person=${ada}&when=past`))).toEqual(
      Array.from({ length: 12 }, (_, n) => `M${2 * n + 1}`),
    )
    const walked = async (path: string) => {
      const seen: (string | undefined)[] = []
      let next: string | undefined = path
      while (next) {
        const html: string = await mainOf(client, next)
        seen.push(...titlesIn(html))
        next = /href="([^"]*after=[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
      }
      return seen
    }
    const all = Array.from({ length: 23 }, (_, n) => `M${n + 1}`)
    expect(await walked('/meetings?when=past')).toEqual(all)
    await rows("UPDATE meetings SET outcome_notes = 'wombat' WHERE user_id = ? AND date < ?", client.userId, today())
    expect((await walked('/meetings?q=wombat')).toSorted()).toEqual(all.toSorted())
    expect(titlesIn(await mainOf(client, `/meetings?q=wombat&person=${ada}&when=past`))).toHaveLength(12)
    for (const filter of [`person=${ada}&project=${project}`, 'when=ahead', 'organization=x'])
      expect([filter, await walked(`/meetings?q=wombat&${filter}`)]).toEqual([filter, []])
    expect(await walked('/meetings?q=-')).toEqual([])
  })
})

describe('people', () => {
  test('are typed as names: known ones are found, new ones are added, and quotes keep a comma', async () => {
    const client = await signedIn(lisbon)
    const ada = await client.add('/people', { name: 'Ada Byron' })
    await client.post('/meetings', { title: 'A', date: today(), people: 'ada byron, "Smith, John", Grace, grace' })
    const [meeting] = await rows<{ id: string; attendees: string; seq: number }>(
      'SELECT id, attendees, seq FROM meetings WHERE user_id = ?',
      client.userId,
    )
    const names = await rows<{ id: string; name: string }>(
      'SELECT id, name FROM people WHERE user_id = ?',
      client.userId,
    )
    expect(names.map(({ name }) => name).sort()).toEqual(['Ada Byron', 'Grace', 'Smith, John'])
    const ids = JSON.parse(meeting?.attendees ?? '[]')
    expect(ids[0]).toBe(ada)
    expect(ids.map((id: string) => names.find((one) => one.id === id)?.name)).toEqual([
      'Ada Byron',
      'Smith, John',
      'Grace',
    ])
    const form = await mainOf(client, `/meetings/${meeting?.id}/edit`)
    expect(form).toContain('value="Ada Byron, &quot;Smith, John&quot;, Grace"')
    const people = 'Ada Byron, "Smith, John"'
    await client.post(`/meetings/${meeting?.id}`, { title: 'A', date: today(), people, seq: String(meeting?.seq) })
    expect((await readMeeting(client, meeting?.id ?? '')).attendees).toEqual(ids.slice(0, 2))
  })

  test('are found by a first name that one of them alone has', async () => {
    const client = await signedIn(lisbon)
    for (const name of ['Ada Byron', 'Grace Hopper', 'Grace Kelly']) await client.add('/people', { name })
    await client.post('/meetings', { title: 'B', date: today(), people: 'ada, Grace, Byron' })
    const names = await rows<{ name: string }>('SELECT name FROM people WHERE user_id = ?', client.userId)
    expect(names.map(({ name }) => name).sort()).toEqual(['Ada Byron', 'Byron', 'Grace', 'Grace Hopper', 'Grace Kelly'])
  })

  test('are named no longer once they are deleted, and stay with the meeting', async () => {
    const client = await signedIn(lisbon)
    const [ada, grace] = [await client.add('/people', { name: 'Ada' }), await client.add('/people', { name: 'Grace' })]
    const { id } = await putMeeting(client, { title: 'Review', date: today(), attendees: [ada, grace] })
    await client.post(`/people/${ada}/delete`)
    for (const path of ['/meetings', `/meetings/${id}/edit`]) {
      const html = await mainOf(client, path)
      expect([path, html.includes('Grace'), html.includes('Ada')]).toEqual([path, true, false])
    }
    expect((await readMeeting(client, id)).attendees).toEqual([ada, grace])
  })

  test('of a meeting are listed by date as the triggers keep them', async () => {
    const client = await signedIn(lisbon)
    const ada = await client.add('/people', { name: 'Ada' })
    const [first, second] = [
      await putMeeting(client, { title: 'A', date: '2026-03-02', attendees: [ada] }),
      await putMeeting(client, { title: 'B', date: '2026-03-01', attendees: [ada] }),
    ]
    expect(await meetingsOfPerson(client, ada)).toEqual([second.id, first.id])
    await client.json('PATCH', `/api/v1/meetings/${second.id}`, { date: '2026-03-03' })
    expect(await meetingsOfPerson(client, ada)).toEqual([first.id, second.id])
    await client.post(`/meetings/${first.id}/delete`)
    expect(await meetingsOfPerson(client, ada)).toEqual([second.id])
    await client.post(`/meetings/${first.id}/restore`)
    await client.json('PATCH', `/api/v1/meetings/${second.id}`, { attendees: [] })
    expect(await meetingsOfPerson(client, ada)).toEqual([first.id])
  })

  test('see when they were met last and how often', async () => {
    const client = await signedIn(lisbon)
    const ada = await client.add('/people', { name: 'Ada' })
    for (const days of [-3, -10, -17, -24, 4])
      await putMeeting(client, { title: `On ${days}`, date: addDays(today(), days), attendees: [ada] })
    const page = await mainOf(client, `/people/${ada}`)
    expect(page).toMatch(/last met 3 days ago<[^>]*>, about every 7 days/)
    expect(titlesIn(page)).toEqual(['On 4', 'On -3', 'On -10', 'On -17', 'On -24'])
  })
})

describe('the time of a meeting', () => {
  const past = { title: 'Weekly', date: '2026-03-03', time: '09:30', duration_minutes: 45 }

  test('is logged once, in its own zone and project, and can be undone and logged again', async () => {
    const client = await signedIn(lisbon)
    const project_id = await client.add('/projects', { name: 'Clinic' })
    const { id } = await putMeeting(client, { ...past, project_id, time_zone: 'Asia/Tokyo' })
    const logged = await client.post(`/meetings/${id}/log`, {}, { part: true, page: `/meetings/${id}` })
    expect([logged.status, (await logged.text()).includes('45m logged')]).toEqual([200, true])
    const [session] = await sessionsOf(client)
    expect(session).toMatchObject({
      title: 'Weekly',
      duration_seconds: 2700,
      started_at: Date.parse('2026-03-03T00:30:00Z'),
      project_id,
    })
    expect((await client.post(`/meetings/${id}/log`)).status).toBe(409)
    await client.post(`/sessions/${session?.id}/delete`)
    expect((await client.post(`/meetings/${id}/log`)).status).toBe(303)
    expect(await sessionsOf(client)).toHaveLength(1)
  })

  test('is logged once by two requests at the same time', async () => {
    const client = await signedIn(lisbon)
    const { id } = await putMeeting(client, past)
    const answers = await Promise.all([client.post(`/meetings/${id}/log`), client.post(`/meetings/${id}/log`)])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409])
    expect(await sessionsOf(client)).toHaveLength(1)
  })

  test('goes to the general project of its organization', async () => {
    const client = await signedIn(lisbon)
    const organization_id = await client.add('/organizations', { name: 'Acme' })
    const { id } = await putMeeting(client, { ...past, organization_id })
    await client.post(`/meetings/${id}/log`)
    const [project] = await rows<{ id: string; name: string; organization_id: string }>(
      'SELECT id, name, organization_id FROM projects WHERE user_id = ?',
      client.userId,
    )
    expect(project).toMatchObject({ name: 'General', organization_id })
    expect((await sessionsOf(client))[0]?.project_id).toBe(project?.id)
  })

  test('is not logged before it began, and not without a time and a length', async () => {
    const client = await signedIn(lisbon)
    for (const body of [
      { ...past, date: addDays(today(), 2) },
      { ...past, time: null },
      { ...past, duration_minutes: null },
    ]) {
      const { id } = await putMeeting(client, body)
      expect((await client.post(`/meetings/${id}/log`)).status).toBe(409)
      expect(await mainOf(client, `/meetings/${id}`)).not.toContain('as a session')
    }
    expect(await sessionsOf(client)).toEqual([])
  })

  test('is tracked by a timer that the page shows, with the caret in its notes', async () => {
    const client = await signedIn(lisbon)
    const { id } = await putMeeting(client, past)
    const answer = await client.post(`/meetings/${id}/start`)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/meetings/${id}?at=notes`])
    const focused = /<textarea[^>]*name="outcome_notes"[^>]*autofocus/
    expect(await mainOf(client, `/meetings/${id}?at=notes`)).toMatch(focused)
    expect(await mainOf(client, `/meetings/${id}`)).not.toMatch(focused)
    const [session] = await sessionsOf(client)
    expect(session?.title).toBe('Weekly')
    expect((await readMeeting(client, id)).session_id).toBe(session?.id)
    expect(await mainOf(client, `/meetings/${id}`)).toContain('Running since')
    expect((await client.post(`/meetings/${id}/start`)).status).toBe(409)
    await client.post('/timer/stop')
    expect(await mainOf(client, `/meetings/${id}`)).toContain('logged from')
  })
})

test('one that was started by mistake before its day can be started again', async () => {
  const client = await signedIn(lisbon)
  const { id } = await putMeeting(client, { title: 'Weekly', date: addDays(today(), 2), time: '10:00' })
  await client.post(`/meetings/${id}/start`)
  await client.post('/timer/stop')
  const page = await mainOf(client, `/meetings/${id}`)
  expect([page.includes('logged from'), page.includes(`action="/meetings/${id}/start"`)]).toEqual([true, true])
  expect((await client.post(`/meetings/${id}/start`)).status).toBe(303)
})

test('the end of a meeting saves its notes, stops its timer and asks for the next one', async () => {
  const client = await signedIn(lisbon)
  const ada = await client.add('/people', { name: 'Ada' })
  const date = today()
  const given = { title: 'Weekly', date, time: '10:00', duration_minutes: 30, attendees: [ada] }
  const { id } = await putMeeting(client, given)
  await client.post(`/meetings/${id}/start`)
  const ended = await client.post(`/meetings/${id}/end`, { outcome_notes: 'Agreed', outcome_version: '0' })
  expect([ended.status, ended.headers.get('Location')]).toEqual([303, `/meetings/${id}/next`])
  expect((await readMeeting(client, id)).outcome_notes).toBe('Agreed')
  expect(await mainOf(client, `/meetings/${id}`)).toContain('logged from')

  const other = await client.post(`/meetings/${id}/end`, { outcome_notes: 'Else', outcome_version: '0' })
  expect(other.status).toBe(409)
  const form = await mainOf(client, `/meetings/${id}/next`)
  const inAWeek = addDays(date, 7)
  expect([form.includes(`value="${formatDateField(inAWeek, 'dmy')}"`), form.includes('value="10:00"')]).toEqual([
    true,
    true,
  ])
  const refused = await client.post(`/meetings/${id}/next`, { date: 'x', time: '10:15' })
  expect(refused.status).toBe(422)
  expect(await refused.text()).toContain('value="10:15"')
  await client.post(`/meetings/${id}/next`, { date: inAWeek, time: '11:00' })
  const { items } = await (await client.json('GET', `/api/v1/meetings?from=${inAWeek}`)).json<{ items: object[] }>()
  expect(items).toMatchObject([{ ...given, date: inAWeek, time: '11:00', outcome_notes: '', session_id: null }])
})

test('a meeting shows the last one with its people, open tasks both ways and their feedback', async () => {
  const client = await signedIn(lisbon)
  const [ada, bob] = [await client.add('/people', { name: 'Ada' }), await client.add('/people', { name: 'Bob' })]
  const add = (title: string, days: number, attendees: string[], outcome_notes = '') =>
    putMeeting(client, { title, date: addDays(today(), days), attendees, outcome_notes })
  const { id } = await add('Now', 0, [ada, bob])
  await add('Long ago', -9, [ada, bob], 'Old words')
  await add('With both', -7, [ada, bob], '**Agreed** on the estuary')
  await add('With Bob', -1, [bob])
  await add('Ahead', 7, [ada, bob])
  await add('Of nobody', -1, [])
  const task = (description: string, more: object) => client.add('/action-items', { description, ...more })
  await task('Send the figures', { owner: 'me', person_id: ada })
  const room = await task('Book the room', { owner: 'person', person_id: bob })
  await task('From here', { owner: 'me', person_id: ada, source: { type: 'meeting', id } })
  await task('Of somebody else', { owner: 'me' })
  const praise = await client.add('/feedback', { content: 'Well *explained*', from_person_id: ada })
  const beside = async () => (await mainOf(client, `/meetings/${id}/beside`)).split('</main>')[0] ?? ''
  const shown = await beside()
  expect(titlesIn(shown)).toEqual(['With both'])
  expect(shown).toContain('Agreed on the estuary')
  expect(shown).toMatch(/You owe them.*Send the figures.*They owe you.*Book the room.*Well explained/s)
  for (const absent of ['From here', 'Of somebody else', '*']) expect(shown).not.toContain(absent)
  await client.post(`/tasks/${room}/complete`)
  await client.post(`/feedback/${praise}/delete`)
  expect(await beside()).not.toMatch(/Book the room|Well explained/)
  const nobody = await add('Alone', 0, [])
  expect(await mainOf(client, `/meetings/${nobody.id}`)).toContain('Add the people')
})

test('a learning of a meeting is added in place, filed as the meeting is, and links back', async () => {
  const client = await signedIn(lisbon)
  const organization_id = await client.add('/organizations', { name: 'Acme' })
  const { id } = await putMeeting(client, { title: 'Weekly', date: '2026-03-03', organization_id })
  const path = `/meetings/${id}/learnings`
  const refused = await client.post(path, { title: ' ' }, { part: true, page: `/meetings/${id}` })
  expect([refused.status, (await refused.text()).includes('Enter a title')]).toEqual([422, true])
  const added = await client.post(path, { title: 'Ask first' }, { part: true, page: `/meetings/${id}` })
  expect(await added.text()).toContain('Ask first')
  const { items } = await (await client.json('GET', `/api/v1/learnings?meeting_id=${id}`)).json<{
    items: { id: string }[]
  }>()
  expect(items).toMatchObject([
    { title: 'Ask first', meeting_id: id, source: 'meeting', date: '2026-03-03', organization_id },
  ])
  expect(await mainOf(client, `/learnings/${items[0]?.id}`)).toContain(`href="/meetings/${id}"`)
})

test('meetings of a day are on its page and on today', async () => {
  const client = await signedIn(lisbon)
  await putMeeting(client, { title: 'Standup', date: today(), time: '09:00' })
  await putMeeting(client, { title: 'Later', date: addDays(today(), 1) })
  const day = await mainOf(client, `/day/${today()}`)
  expect([...day.matchAll(/class="block meet[^>]*>.*?<b>(\w+)<\/b>/gs)].map(([, title]) => title)).toEqual(['Standup'])
  const [ofToday = '', ofTomorrow = ''] = (await mainOf(client, '/')).split('id="tomorrow"')
  expect([titlesIn(ofToday), titlesIn(ofTomorrow)]).toEqual([['Standup'], ['Later']])
  expect(ofTomorrow).not.toContain('Start meeting')
})
