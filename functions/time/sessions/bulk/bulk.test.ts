import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/client'
import { dump } from '../../../../test/dump'
import { runs } from '../../../../test/runs'
import { wrongSums } from '../../../../test/sums'
import { state } from '../../../data/changes/testing'
import { togglHeader as header, importText } from '../import/testing'
import { ledger, newSession, put, putAll, putGoal, putProject, rowIds, stored, words } from '../testing'
import { doBatch, preview } from './testing'

const edit = '/sessions/bulk'
const refile = '/sessions/bulk/refile'

const undo = async (client: Client, path: string | null) => {
  if (path) expect((await client.post(path)).status).toBe(303)
}

const setting = async () => {
  const client = await signedIn({ time_zone: 'Europe/Berlin' })
  const [acme, goal] = [await putProject(client, 'Acme'), await putGoal(client, 'Write')]
  const one = await put(client, '2015-03-03T09:00Z', 60, { title: 'One', tags: ['deep'] })
  const two = await put(client, '2015-03-03T22:30Z', 60, { title: 'Two', project_id: acme })
  const three = await put(client, '2015-03-04T09:00Z', 30, { title: 'Three', goal_id: goal })
  return { client, acme, goal, one, two, three }
}

describe('choosing', () => {
  test('the list has a box for each row and each day, and a bar that knows its view', async () => {
    const { client, one } = await setting()
    expect(await (await client.get('/sessions')).text()).toContain('href="/sessions?select=1"')
    const html = await (await client.get('/sessions?from=2015-03-03&to=2015-03-03&select=1')).text()
    expect(html).toContain(`form="picks" name="ids" value="${one.id}"`)
    expect(html).toContain('data-picks="#day-2015-03-03-rows"')
    expect(html).toMatch(/<input type="hidden" name="from" value="2015-03-03"/)
    expect(words(html)).toContain('All 2 in this view')
    expect(html).not.toContain(`/sessions/${one.id}/edit`)
  })

  test('what comes later has boxes too', async () => {
    const { client } = await setting()
    await putAll(
      client,
      Array.from({ length: 60 }, (_, n) => newSession(Date.UTC(2015, 1, 1, n * 3), 30)),
    )
    const html = await (await client.get('/sessions?select=1')).text()
    const next = /href="([^"]+cursor=[^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(next).toContain('select=1')
    const more = await (await client.get(next, { part: true, page: '/sessions?select=1' })).text()
    expect(more.match(/name="ids"/g)).toHaveLength(rowIds(more).length)
  })

  test('the form says what was chosen and writes nothing', async () => {
    const { client, one, two } = await setting()
    const before = await dump(client.userId)
    for (const [path, title] of [
      [edit, 'Edit sessions'],
      [refile, 'Change time zone'],
    ] as const) {
      const ticked = await (await client.post(path, { ids: [one.id, two.id, one.id], subject: 'all' })).text()
      expect(words(ticked)).toContain(`${title} 2 sessions`)
      expect(ticked).toContain(`name="ids" value="${one.id},${two.id}"`)
      const view = await (await client.post(path, { all: 'yes', from: '2015-03-04', subject: 'all' })).text()
      expect(words(view)).toContain('all 2 sessions, since Wednesday, 4 March')
      const part = await (await client.post(path, { ids: one.id }, { part: true })).text()
      expect(part).toMatch(/^<div id="bulk">/)
    }
    expect(await dump(client.userId)).toBe(before)
  })
})

describe('editing many', () => {
  test('previews, writes all of it at once, and undoes it', async () => {
    const { client, acme, one, two, three } = await setting()
    const before = await state(client)
    const ids = [one.id, two.id, three.id]
    const changes = { project_id: acme, goal_id: 'none', add_tags: 'deep, late', remove_tags: '', shift: '+1h' }
    const shown = await preview(client, edit, { ids, ...changes })
    const text = words(shown.html)
    for (const said of [
      'To change 3 sessions',
      'Move to another day 1 30m of their time',
      '2 sessions get a new project; 1 session gets a new goal; 3 sessions get new tags; 3 sessions get new times',
      'Tuesday, 3 March 2015 1h 30m 1h',
      'Wednesday, 4 March 2015 1h 1h 30m',
      'Change 3 sessions',
    ]) {
      expect(text).toContain(said)
    }
    expect(await state(client)).toBe(before)
    const answer = await client.post(`${edit}/confirm`, shown.confirm)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/sessions'])
    expect(await stored(client, two.id)).toMatchObject({
      project_id: acme,
      tags: '["deep","late"]',
      started_at: two.started_at + 3_600_000,
      days: '[["2015-03-04",3600]]',
    })
    expect(await stored(client, one.id)).toMatchObject({ tags: '["deep","late"]', goal_id: null })
    expect(await wrongSums(client.userId)).toEqual([])
    expect((await client.heads())?.seq).toBe(1)
    const page = await (await client.get('/changes')).text()
    expect(words(page)).toContain('Edited 3 sessions')
    await undo(client, /action="(\/changes\/[^"]+\/undo)"/.exec(page)?.[1] ?? null)
    expect(await state(client)).toBe(before)
  })

  test('deletes what was chosen, and undo brings it back with its time', async () => {
    const { client, one } = await setting()
    const before = await state(client)
    // The other fields do not matter then, valid or not.
    const path = await doBatch(client, edit, { all: 'yes', subject: 'all', remove: 'yes', shift: 'nonsense' })
    expect(await ledger(client)).toEqual([])
    expect(await wrongSums(client.userId)).toEqual([])
    expect(await (await client.get('/deleted')).text()).toContain(`/sessions/${one.id}/restore`)
    await undo(client, path)
    expect(await state(client)).toBe(before)
  })

  test('of all of a view it changes those alone, the one that was carried in too', async () => {
    const { client, one, two, three } = await setting()
    await doBatch(client, edit, { all: 'yes', from: '2015-03-04', to: '2015-03-04', subject: 'all', add_tags: 'x' })
    const tags = await Promise.all([one, two, three].map(({ id }) => stored(client, id)))
    expect(tags.map((row) => row?.tags)).toEqual(['["deep"]', '["x"]', '["x"]'])
  })

  test('what cannot be blocks the rest until it is left out on request', async () => {
    const { client, one, two } = await setting()
    const late = await put(client, '2099-12-31T22:00Z', 10, { title: 'Late' })
    const sent = { ids: [one.id, two.id, late.id], shift: '+2d' }
    const { html, confirm } = await preview(client, edit, sent)
    expect(words(html)).toContain('Use a year from 1970 to 2099.')
    expect(words(html)).toContain('Change 2 sessions, skip 1')
    expect(confirm.on_error).toBe('skip')
    const before = await dump(client.userId)
    const refused = await client.post(`${edit}/confirm`, { ...confirm, on_error: 'stop' })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('Nothing was changed: some sessions can’t be changed.')
    expect(await dump(client.userId)).toBe(before)
    expect((await client.post(`${edit}/confirm`, confirm)).status).toBe(303)
    expect((await stored(client, late.id))?.started_at).toBe(late.started_at)
    expect((await stored(client, one.id))?.started_at).toBe(one.started_at + 2 * 86_400_000)
  })

  test('a session that was edited since its preview brings the preview again, and nothing half', async () => {
    const { client, one, two } = await setting()
    const { confirm } = await preview(client, edit, { ids: [one.id, two.id], shift: '+1h' })
    await client.post(`/sessions/${one.id}`, { title: 'Else', tags: 'other', seq: 0 })
    const before = await dump(client.userId)
    const answer = await client.post(`${edit}/confirm`, confirm)
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('some of these sessions have changed since')
    expect(await dump(client.userId)).toBe(before)
    await client.post(`/sessions/${two.id}/delete`)
    const again = await client.post(`${edit}/confirm`, confirm)
    expect(again.status).toBe(409)
    expect(words(await again.text())).toContain('Change 1 session')
  })

  test('two different batches at once: both are done, or one is told of the other; never half of one', async () => {
    const { client, one, two } = await setting()
    const ids = [one.id, two.id]
    const shift = await preview(client, edit, { ids, shift: '+1h' })
    const tag = await preview(client, edit, { ids, add_tags: 'new' })
    const answers = await Promise.all([
      client.post(`${edit}/confirm`, shift.confirm),
      client.post(`${edit}/confirm`, tag.confirm),
      client.post(`/sessions/${one.id}/delete`),
    ])
    for (const { status } of answers) expect([303, 404, 409]).toContain(status)
    const [a, b] = [await stored(client, one.id), await stored(client, two.id)]
    expect(a?.started_at === one.started_at).toBe(b?.started_at === two.started_at)
    expect(String(a?.tags).includes('new')).toBe(String(b?.tags).includes('new'))
    expect(await wrongSums(client.userId)).toEqual([])
  })
})

describe('refiling', () => {
  test('moves the days and keeps the moments', async () => {
    const { client, two } = await setting()
    const where = { time_zone: 'America/New_York', day_start: '04:00', keep: 'moments' }
    const { html, confirm } = await preview(client, refile, { ids: two.id, ...where })
    expect(words(html)).toContain('Move to another day 1 30m of their time')
    expect(words(html)).toContain('New York time')
    await client.post(`${refile}/confirm`, confirm)
    expect(await stored(client, two.id)).toMatchObject({
      started_at: two.started_at,
      time_zone: 'America/New_York',
      day_start_minute: 240,
      days: '[["2015-03-03",3600]]',
    })
  })

  test('one import; the same file brings nothing again, before and after its undo', async () => {
    const client = await signedIn({ time_zone: 'Europe/Berlin' })
    const other = await put(client, '2015-03-03T09:00Z', 60)
    const log = `${header}
,,,Thesis,Work,2015-03-02,23:30:00,2015-03-03,00:30:00,01:00:00,
,,,Thesis,Work,2015-03-29,02:30:00,2015-03-29,03:30:00,01:00:00,`
    const { id } = await importText(client, log, { time_zone: 'UTC' })
    expect(await (await client.get('/sessions/import')).text()).toContain(`href="${refile}?import_id=${id}"`)
    expect(words(await (await client.get(`${refile}?import_id=${id}`)).text())).toContain('those of log.csv')
    const before = await state(client)
    const path = await doBatch(client, refile, { import_id: id, time_zone: 'Europe/Berlin', keep: 'clock' })
    const found = await rows(
      'SELECT started_at, time_zone FROM sessions WHERE user_id = ? AND import_id = ? ORDER BY number',
      ...[client.userId, id],
    )
    // On 29 March clocks in Berlin went from 02:00 to 03:00.
    expect(found).toEqual([
      { started_at: Date.parse('2015-03-02T23:30:00+01:00'), time_zone: 'Europe/Berlin' },
      { started_at: Date.parse('2015-03-29T03:30:00+02:00'), time_zone: 'Europe/Berlin' },
    ])
    expect((await stored(client, other.id))?.seq).toBe(0)
    const sessions = () => rows('SELECT id FROM sessions WHERE user_id = ?', client.userId)
    await importText(client, log, { time_zone: 'UTC' })
    expect(await sessions()).toHaveLength(3)
    await undo(client, path)
    expect(await state(client)).toBe(before)
    await importText(client, log, { time_zone: 'UTC' })
    expect(await sessions()).toHaveLength(3)
  })
})

describe('what is sent by others than the forms', () => {
  const steps = [edit, `${edit}/preview`, `${edit}/confirm`, refile, `${refile}/preview`, `${refile}/confirm`]
  const asked = { shift: '+1h', time_zone: 'Asia/Tokyo', seen: 'x' }
  const tooMany = (id: (n: number) => string) => Array.from({ length: 10_001 }, (_, n) => id(n)).join(',')

  test('somebody else’s sessions and imports are not there, alone or among one’s own', async () => {
    const { client: owner, one, two } = await setting()
    const client = await signedIn()
    const mine = await put(client, '2015-03-03T09:00Z', 60, { title: 'Mine' })
    const { id } = await importText(owner, 'started_at,ended_at\n2015-03-03T09:00Z,2015-03-03T10:00Z')
    const before = [await dump(owner.userId), await dump(client.userId)]
    for (const step of steps) {
      expect((await client.post(step, { ...asked, ids: [one.id, two.id] })).status).toBe(404)
      expect((await client.post(step, { ...asked, import_id: id })).status).toBe(404)
      const mixed = await client.post(step, { ...asked, ids: [one.id, mine.id, 'no-such'] })
      expect([409, 422]).toContain(mixed.status)
      const html = await mixed.text()
      expect(html).not.toContain(one.id)
      expect(html).toContain(mine.id)
    }
    expect([await dump(owner.userId), await dump(client.userId)]).toEqual(before)
  })

  test.each([
    ['nothing', {}, 'Select the sessions to change'],
    ['empty ids', { ids: ['', ','] }, 'Select the sessions to change'],
    ['a day that is none', { all: 'yes', from: '2015-02-30' }, 'Enter a date that exists'],
    ['no subject', { all: 'yes', subject: 'x' }, 'Choose'],
    ['10,001 ids of full length', { ids: tooMany((n) => `${n}`.padStart(36, '0')) }, 'At most 10,000'],
    ['10,001 ids', { ids: tooMany((n) => n.toString(36)) }, 'At most 10,000'],
  ])('%s is refused with words', async (_, sent, message) => {
    const { client } = await setting()
    const before = await dump(client.userId)
    for (const step of steps) {
      for (const part of [false, true]) {
        const answer = await client.post(step, { ...asked, ...sent }, { part })
        expect(answer.status).toBe(422)
        const html = await answer.text()
        expect(html).toContain(message)
        expect(html.match(/<h1/g)).toHaveLength(1)
      }
    }
    expect(await dump(client.userId)).toBe(before)
  })

  test.each([
    [edit, {}, 'Enter at least one change'],
    [edit, { shift: '1h' }, 'Use a sign'],
    [edit, { shift: '+0m' }, 'Enter a time other than zero.'],
    [edit, { project_id: 'no-such' }, 'Choose a project from the list'],
    [edit, { goal_id: 'no-such' }, 'Choose a goal from the list'],
    [edit, { add_tags: 'x'.repeat(51) }, 'A tag has at most 50 characters'],
    [edit, { add_tags: 'a', remove_tags: 'A' }, '#a is also added'],
    [refile, {}, 'Choose a time zone, a day start, or both'],
    [refile, { time_zone: 'Mars/Olympus' }, 'Choose a time zone from the list'],
    [refile, { day_start: '25:00' }, 'Enter a time of day'],
    [refile, { time_zone: 'UTC', keep: 'both' }, 'Choose one of the options'],
  ])('%s %j comes back with its message and what was typed', async (path, sent, message) => {
    const { client, one } = await setting()
    for (const step of ['preview', 'confirm']) {
      const answer = await client.post(`${path}/${step}`, { ids: one.id, ...sent, seen: 'x' }, { part: true })
      expect(answer.status).toBe(422)
      const html = await answer.text()
      expect(html).toContain(message)
      for (const value of Object.values(sent)) {
        if (!/no-such|Mars|both/.test(value)) expect(html).toContain(`value="${value}"`)
      }
    }
  })

  test('text is text in every step', async () => {
    const client = await signedIn()
    const hostile = '<b>"مرحبا"</b> ‮🗂️'
    const session = await put(client, '2015-03-03T09:00Z', 60, { title: hostile, tags: [hostile] })
    const { html } = await preview(client, edit, { ids: session.id, add_tags: '<i>tag</i>', shift: '+1d' })
    expect(html).not.toMatch(/<b>"|<i>tag/)
    expect(html).toContain('&lt;b&gt;')
    expect(html).toContain('<bdi>\u2068#&lt;b&gt;')
    expect(html).toContain('\u2069 \u2068#&lt;i&gt;tag&lt;/i&gt;\u2069')
  })

  test('a view without sessions has nothing to change', async () => {
    const client = await signedIn()
    for (const path of [edit, refile]) {
      const answer = await client.get(path)
      expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('No sessions here')])
    }
  })
})

test('any batches and imports, undone from the last to the first, leave the database as it was', async () => {
  const starts = ['03-28T22:30Z', '03-29T00:30Z', '03-29T21:00Z', '10-25T00:15Z', '03-08T06:30Z'].map(
    (start) => `2015-${start}`,
  )
  type Pick = { ticked: number[]; view: Record<string, string> }
  const views: Record<string, string>[] = [
    { all: 'yes' },
    { all: 'yes', from: '2015-03-29' },
    { all: 'yes', subject: 'project:none' },
  ]
  const anyPick = fc.oneof(
    fc.uniqueArray(fc.nat({ max: 4 }), { minLength: 1, maxLength: 5 }).map((ticked): Pick => ({ ticked, view: {} })),
    fc.constantFrom(...views).map((view): Pick => ({ ticked: [], view: { subject: 'all', ...view } })),
  )
  const anyStep = fc.oneof(
    fc.record({
      path: fc.constant(edit),
      pick: anyPick,
      fields: fc.record({
        project: fc.constantFrom('', 'none', 'a', 'b'),
        goal: fc.constantFrom('', 'none', 'g'),
        add_tags: fc.constantFrom('', 'x', 'x, deep'),
        remove_tags: fc.constantFrom('', 'late'),
        shift: fc.constantFrom('+1h', '-90', '+1d', '-3d 2h'),
        remove: fc.constantFrom('', '', '', 'yes'),
      }),
    }),
    fc.record({
      path: fc.constant(refile),
      pick: anyPick,
      fields: fc.record({
        time_zone: fc.constantFrom('Asia/Kolkata', 'America/New_York', 'Pacific/Apia', 'Europe/Berlin'),
        day_start: fc.constantFrom('', '04:00', '23:30'),
        keep: fc.constantFrom('moments', 'clock'),
      }),
    }),
    fc.record({ path: fc.constant('import'), hour: fc.integer({ min: 0, max: 22 }) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 3 }), async (steps) => {
      const client = await signedIn()
      const known: Record<string, string> = {
        a: await putProject(client, 'A'),
        b: await putProject(client, 'B'),
        g: await putGoal(client, 'G'),
      }
      const ids = starts.map((start, n) => newSession(start, 25 * n + 50, { tags: n % 2 ? ['Deep', 'late'] : [] }))
      await putAll(client, ids)
      const states: string[] = []
      const undos: (string | null)[] = []
      for (const step of steps) {
        states.push(await state(client))
        if ('hour' in step) {
          const log = `${header}\n,,,A,Work,2015-03-29,${step.hour}:10:00,2015-03-29,${step.hour + 1}:10:00,00:50:00,late`
          const { id } = await importText(client, log, { time_zone: 'Europe/Berlin' })
          const made = await rows('SELECT id FROM imports WHERE user_id = ? AND id = ?', client.userId, id)
          undos.push(made.length > 0 ? `/sessions/import/${id}/undo` : null)
        } else {
          const picked = { ...step.pick.view, ids: step.pick.ticked.map((n) => ids[n]?.id ?? '') }
          const { project = '', goal = '', ...fields }: Record<string, string> = step.fields
          const links = { project_id: known[project] ?? project, goal_id: known[goal] ?? goal }
          const answer = await preview(client, step.path, { ...picked, ...links, ...fields })
          if (answer.confirm.seen === undefined) undos.push(null)
          else undos.push(await doBatch(client, step.path, { ...picked, ...links, ...fields }))
        }
        expect(await wrongSums(client.userId)).toEqual([])
      }
      for (const path of undos.reverse()) {
        await undo(client, path)
        expect(await state(client)).toBe(states.pop())
        expect(await wrongSums(client.userId)).toEqual([])
      }
    }),
    { numRuns: runs(15) },
  )
})
