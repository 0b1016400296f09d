import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { runs } from '../../../test/support/runs'
import { utc } from '../../../test/support/times'
import { relativeRange } from '../../ledger/range'
import { addDays } from '../../lib/time/days'
import { newSession, putAll, putGoal, putProject, words } from '../../time/sessions/testing'

const today = '2026-03-11'
stopClock(`${today}T15:00:00Z`)
const range = { from: addDays(today, -20), to: today }

const statsOf = async (client: Client, subject: string) => {
  const answer = await client.json('GET', `/api/v1/stats?${new URLSearchParams({ ...range, subject })}`)
  expect([subject, answer.status]).toEqual([subject, 200])
  return answer.json<{ total_seconds: number; session_count: number; subject: string }>()
}

const pageOf = async (client: Client, path: string, query: Record<string, string>) => {
  const answer = await client.get(`${path}?${new URLSearchParams(query)}`)
  expect([path, answer.status, cost(answer).statements <= 20]).toEqual([path, 200, true])
  return answer.text()
}

const history = fc.array(
  fc.record({
    ago: fc.nat(25),
    // Some reach into the next day.
    hour: fc.constantFrom(8, 23),
    minutes: fc.integer({ min: 0, max: 200 }),
    project: fc.constantFrom(null, 0, 1, 2),
    goal: fc.boolean(),
    plan: fc.boolean(),
    tags: fc.subarray(['deep', 'a|b']),
  }),
  { minLength: 1, maxLength: 10 },
)

test('time under any of several subjects is a naive sum of sessions, each once, and its address lists exactly these', async () => {
  const property = fc.asyncProperty(
    history,
    fc.uniqueArray(fc.nat(7), { minLength: 2, maxLength: 4 }),
    async (sessions, chosen) => {
      const client = await signedIn(utc)
      const projects = [
        await putProject(client, 'One'),
        await putProject(client, 'Two'),
        await putProject(client, 'Three'),
      ]
      const goal = await putGoal(client, 'Read')
      const acme = await client.add('/organizations', { name: 'Acme', type: 'client' })
      await rows('UPDATE projects SET organization_id = ? WHERE id = ?', acme, projects[2])
      await client.add('/plans', { id: 'l1', title: 'Plan' })
      const stored = sessions.map(({ ago, hour, minutes, project, goal: isOfGoal, plan, tags }) =>
        newSession(`${addDays(today, -ago - 2)}T${String(hour).padStart(2, '0')}:00:00Z`, minutes, {
          ...{ ...utc, tags, project_id: project === null ? null : (projects[project] ?? null) },
          ...{ goal_id: isOfGoal ? goal : null, plan_id: plan ? 'l1' : null },
        }),
      )
      await putAll(client, stored)
      type Session = (typeof stored)[number]
      const subjects: [subject: string, fits: (session: Session) => boolean][] = [
        ...projects.map((id): [string, (session: Session) => boolean] => [
          `project:${id}`,
          ({ project_id }) => project_id === id,
        ]),
        [`organization:${acme}`, ({ project_id }) => project_id === projects[2]],
        [`goal:${goal}`, ({ goal_id }) => goal_id === goal],
        ['plan:l1', ({ plan_id }) => plan_id === 'l1'],
        ['tag:#deep', ({ tags }) => tags.includes('deep')],
        ['tag:#a|b', ({ tags }) => tags.includes('a|b')],
      ]
      const list = subjects.filter((_, index) => chosen.includes(index))
      const names = list.map(([subject]) => subject)
      const subject = names.some((name) => name.includes('|')) ? JSON.stringify(names) : names.join('|')
      const counted = stored.filter((session) => list.some(([, fits]) => fits(session)))
      const seconds = ({ id }: Session) => rows<{ days: string }>('SELECT days FROM sessions WHERE id = ?', id)
      let total = 0
      let count = 0
      const shown: string[] = []
      for (const session of counted) {
        const days: [string, number][] = JSON.parse((await seconds(session))[0]?.days ?? '[]')
        const within = days.filter(([date]) => date >= range.from && date <= range.to)
        total += within.reduce((sum, [, each]) => sum + each, 0)
        if (within.length > 0) shown.push(session.id)
        if (days[0] && days[0][0] >= range.from) count += 1
      }
      expect(await statsOf(client, subject)).toMatchObject({ total_seconds: total, session_count: count, subject })
      const page = await pageOf(client, '/sessions', { ...range, subject })
      expect(/id="sessions-total"[^>]*data-total="(\d+)"/.exec(page)?.[1]).toBe(String(total))
      for (const { id } of stored) expect([id, page.includes(`/sessions/${id}"`)]).toEqual([id, shown.includes(id)])
      const answer = await client.json('GET', `/api/v1/sessions?${new URLSearchParams({ ...range, subject })}`)
      expect((await answer.json<{ items: { id: string }[] }>()).items.map(({ id }) => id).toSorted()).toEqual(
        shown.toSorted(),
      )
    },
  )
  await fc.assert(property, { numRuns: runs(100) })
})

test('pages of statistics say any of several in words, keep it in their links, and take it off again', async () => {
  const client = await signedIn(utc)
  const project = await putProject(client, 'Thesis')
  const start = `${addDays(today, -1)}T09:00:00Z`
  await putAll(client, [newSession(start, 60, { ...utc, project_id: project, tags: ['deep'] })])
  const query = { ...range, subject: `project:${project}|tag:#deep` }
  const address = `subject=project:${project}%7Ctag:%23deep`
  const stats = await pageOf(client, '/stats', query)
  expect(words(stats)).toContain('Thesis or #deep')
  expect(stats).toContain(`href="/sessions?from=${range.from}&amp;to=${range.to}&amp;${address}"`)
  for (const path of ['/stats/explain', '/stats/compare', '/stats/changes', '/sessions'])
    expect([path, words(await pageOf(client, path, query)).includes('Thesis or #deep')]).toEqual([path, true])
  const csv = await client.get(`/stats.csv?${new URLSearchParams({ ...query, part: 'breakdown' })}`)
  expect(await csv.text()).toContain('Thesis')
  const [, explained] = /id="sessions-total".*?href="([^"]+)"/s.exec(await pageOf(client, '/sessions', query)) ?? []
  expect(explained).toContain(address)
  // A form sends each apart; several subjects of one address are all of them.
  const sent = await client.get(`/stats?any=project:${project}&any=tag:%23deep`)
  expect(words(await sent.text())).toContain('Thesis or #deep')
  const both = await client.get(`/stats?subject=project:${project}&subject=tag:%23deep`)
  const chips = (await both.text()).match(/aria-label="Remove filter: [^"]*"/g)
  expect(chips).toEqual(['aria-label="Remove filter: Thesis"', 'aria-label="Remove filter: #deep"'])
  const out = await client.get(`/stats?not_project=${project}&q=plan`)
  expect(words(await out.text())).toContain('not Thesis')
  for (const subject of [
    'project:a|weekday:1',
    'tag:several|tag:#deep',
    '["project:a"',
    '["project:a",7]',
    'app:x|tag:#y',
  ]) {
    const answer = await client.json('GET', `/api/v1/stats?${new URLSearchParams({ subject })}`)
    expect([subject, answer.status]).toEqual([subject, 422])
  }
  expect((await client.get(`/stats?subject=project:${project}|project:none-such`)).status).toBe(404)
  expect((await statsOf(client, 'tag:#x|y')).subject).toBe('tag:#x|y')
})

/** Names of the chosen options of the lists of a filter, and the other parameters that it sends. */
const filterOf = (html: string) => {
  const form = /<form class="sieve\b.*?<\/form>/s.exec(html)?.[0] ?? ''
  return {
    chosen: [...form.matchAll(/<option value="[^"]+" selected[^>]*>([^<]*)/g)].map(([, label]) => label),
    kept: [...form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name, value]) => `${name}=${value}`,
    ),
  }
}

const chipsOf = (html: string) =>
  [...html.matchAll(/href="([^"]*)" aria-label="Remove filter: ([^"]*)"/g)].map(([, href, label]) => [label, href])

test('the filter of statistics chooses several subjects by name and keeps the rest of the address', async () => {
  const client = await signedIn(utc)
  const project = await putProject(client, 'Thesis')
  const start = `${addDays(today, -1)}T09:00:00Z`
  await putAll(client, [
    newSession(start, 60, { ...utc, project_id: project }),
    newSession(`${addDays(today, -1)}T11:00:00Z`, 30, { ...utc, tags: ['deep'] }),
    newSession(`${addDays(today, -1)}T13:00:00Z`, 15, utc),
  ])
  const closed = await pageOf(client, '/stats', { range: '7', by: 'tag' })
  expect(closed).not.toContain('<select')
  expect(closed).toContain('href="/stats?range=7&amp;by=tag&amp;open=filter"')
  const open = await pageOf(client, '/stats', { range: '7', by: 'tag', compare: '1', open: 'days.filter' })
  expect(filterOf(open)).toEqual({
    chosen: ['All tracked time'],
    kept: ['range=7', 'by=tag', 'compare=1', 'open=days'],
  })

  // As the form sends it: a list without a choice is empty.
  const sent = `/stats?range=7&any=project:${project}&any=tag:%23deep&any=&any=&not=type:timer&q=`
  const tidy = `/stats?${new URLSearchParams([['range', '7'], ...[`project:${project}`, 'tag:#deep'].map((one) => ['any', one]), ['not', 'type:timer']])}`
  const moved = await client.get(sent)
  expect([moved.status, moved.headers.get('location')]).toEqual([303, tidy])
  const swapped = await client.get(sent, { headers: { 'HX-Request': 'true' } })
  expect([swapped.status, swapped.headers.get('hx-replace-url')]).toEqual([200, tidy])
  expect((await client.get('/sessions?any=&q=')).headers.get('location')).toBe('/sessions?subject=all')
  const html = await (await client.get(tidy)).text()
  expect(chipsOf(html)).toEqual([
    ['Thesis or #deep', '/stats?range=7&amp;not_type=timer'],
    ['not Timer', `/stats?range=7&amp;subject=project:${project}%7Ctag:%23deep`],
  ])
  expect(filterOf(await (await client.get(`${tidy}&open=filter`)).text()).chosen).toEqual(['Thesis', '#deep', 'Timer'])
  expect(words(html)).toContain('1 h 30 m')
  const one = await pageOf(client, '/stats', { range: '7', subject: `project:${project}` })
  expect(chipsOf(one)).toEqual([['Thesis', '/stats?range=7']])

  for (const empty of ['subject=', 'subject=&subject=', 'any=all&any=tag:%23deep']) {
    const answer = await client.get(`/stats?range=7&${empty}`)
    expect([empty, answer.status, (await answer.text()).includes('Remove filter')]).toEqual([empty, 200, false])
  }
})

test('statistics, sessions and their CSVs take a period by its name, which stands in the address', async () => {
  const client = await signedIn({ ...utc, week_start: 1 })
  const { from, to } = relativeRange('last-week', today, 1)
  await putAll(client, [
    newSession(`${from}T09:00:00Z`, 60, utc),
    newSession(`${to}T09:00:00Z`, 30, utc),
    newSession(`${addDays(from, -1)}T09:00:00Z`, 15, utc),
  ])
  // A name takes precedence over the dates that a form sends beside it.
  for (const query of ['range=last-week', 'range=last-week&from=2020-01-01&to=2020-01-02']) {
    const stats = await (await client.get(`/stats?${query}`)).text()
    expect([query, stats.includes('data-figure="5400"')]).toEqual([query, true])
    const list = await (await client.get(`/sessions?${query}`)).text()
    expect([query, /id="sessions-total"[^>]*data-total="(\d+)"/.exec(list)?.[1]]).toEqual([query, '5400'])
    expect(list).toContain('href="/sessions.csv?range=last-week"')
    expect(list).toContain('Last week')
    const lines = (await (await client.get(`/sessions.csv?${query}`)).text()).trim().split('\r\n')
    expect([query, lines.length]).toEqual([query, 3])
    const csv = await (await client.get(`/stats.csv?${query}`)).text()
    expect(csv.trim().split('\r\n')).toHaveLength(8)
  }
})

test('a filter by a subject that is no longer offered shows its name, and others’ and unknown ones are refused', async () => {
  const client = await signedIn(utc)
  const project = await putProject(client, 'Thesis')
  await rows("UPDATE projects SET status = 'inactive' WHERE id = ?", project)
  const page = await pageOf(client, '/stats', { open: 'filter', subject: `project:${project}|tag:#gone` })
  expect(filterOf(page).chosen).toEqual(['Thesis', '#gone'])
  const other = await signedIn(utc)
  const answer = await other.get(`/stats?open=filter&subject=project:${project}`)
  expect([answer.status, (await answer.text()).includes('Thesis')]).toEqual([404, false])
  for (const [subject, message] of [
    ['nothing:here', 'Unknown subject'],
    ['weekday:1|tag:%23deep', 'Choose at most 20 projects, organizations, tags, plans, repositories or goals'],
  ]) {
    const refused = await client.get(`/stats?open=filter&subject=${subject}`)
    expect([refused.status, words(await refused.text()).includes(message ?? '')]).toEqual([422, true])
  }
})

test('a period by its name is its dates, in the API and on the pages of a figure, which have the sheet', async () => {
  const client = await signedIn({ ...utc, week_start: 7 })
  const project = await putProject(client, 'One')
  const noon = Date.parse(`${today}T00:00:00Z`) - 12 * 3_600_000
  await putAll(
    client,
    Array.from({ length: 14 }, (_, ago) =>
      newSession(noon - ago * 86_400_000, ago + 1, { ...utc, project_id: ago % 2 ? project : null }),
    ),
  )
  const dates = relativeRange('last-week', today, 7)
  const filter = { not_project: project }
  for (const path of ['/stats', '/stats/breakdown', '/stats/explain', '/stats/changes', '/sessions', '/report']) {
    const read = async (query: Record<string, string>) => {
      const answer = await client.json('GET', `/api/v1${path}?${new URLSearchParams({ ...query, ...filter })}`)
      const { as_of, since, ...members } = await answer.json<Record<string, unknown>>()
      return { status: answer.status, members }
    }
    const byDates = await read(dates)
    expect([path, byDates.status]).toEqual([path, 200])
    expect([path, await read({ range: 'last-week' })]).toEqual([path, byDates])
    expect([path, await read({ range: 'last-week', from: today, to: today })]).toEqual([path, byDates])
    expect([path, (await read({ range: 'never' })).status]).toEqual([path, 422])
  }
  for (const path of ['/stats/explain', '/stats/compare', '/stats/changes']) {
    const page = await pageOf(client, path, { range: 'last-week', ...filter, open: 'filter' })
    expect([path, page.includes(`name="from" value="${dates.from}"`)]).toEqual([path, true])
    expect([path, page.includes('name="not"'), words(page).includes('not One')]).toEqual([path, true, true])
    expect([path, page.includes('name="billable"')]).toEqual([path, path !== '/stats/changes'])
  }
})
