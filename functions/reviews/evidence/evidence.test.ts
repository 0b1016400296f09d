import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { words } from '../../time/sessions/testing'
import { evidenceMarkdown } from './routes'

const dates = { from_date: '2026-01-01', to_date: '2026-12-31' }

const setting = async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const made: string[] = []
  for (const title of ['Kept', 'Left out']) {
    const answer = await client.json('POST', '/api/v1/learnings', { title, date: '2026-03-02' })
    made.push((await answer.json<{ id: string }>()).id)
  }
  const [kept = '', left = ''] = made
  return { client, kept, left }
}

const shown = (...ids: string[]) => ['part:learnings', ...ids.map((id) => `learning:${id}`)].join(' ')

test('a draft keeps the lines that were not ticked, and those that its form did not show', async () => {
  const { client, kept, left } = await setting()
  const boxes = { 'in-part:learnings': 'on', [`in-learning:${kept}`]: 'on' }
  await client.post('/evidence', { title: 'A', ...dates, shown: shown(kept, left), ...boxes })
  const stored = () =>
    rows<{ id: string; seq: number; left_out: string }>(
      'SELECT id, seq, left_out FROM evidence_drafts WHERE user_id = ?',
      client.userId,
    )
  const [draft] = await stored()
  expect(JSON.parse(draft?.left_out ?? '')).toEqual([`learning:${left}`])
  const page = await (await client.get(`/evidence/${draft?.id}`)).text()
  expect(page).toMatch(new RegExp(`name="in-learning:${kept}"[^>]*checked`))
  expect(page).not.toMatch(new RegExp(`name="in-learning:${left}"[^>]*checked`))
  expect(page).toContain('>2 March 2026<')
  const renamed = { title: 'B', ...dates, seq: String(draft?.seq) }
  expect((await client.post(`/evidence/${draft?.id}`, renamed)).status).toBe(303)
  expect(JSON.parse((await stored())[0]?.left_out ?? '')).toEqual([`learning:${left}`])
  const narrowed = { ...renamed, seq: String((await stored())[0]?.seq), shown: shown(kept) }
  expect((await client.post(`/evidence/${draft?.id}`, narrowed)).status).toBe(303)
  expect(JSON.parse((await stored())[0]?.left_out ?? '').sort()).toEqual(
    ['part:learnings', `learning:${kept}`, `learning:${left}`].sort(),
  )
})

test('what a form sends without showing it is refused with a message', async () => {
  const { client } = await setting()
  await client.post('/evidence', { title: 'A', ...dates })
  const [draft] = await rows<{ id: string; seq: number }>(
    'SELECT id, seq FROM evidence_drafts WHERE user_id = ?',
    client.userId,
  )
  const file = new File(['x'], 'x.txt')
  const kept = { title: 'A', ...dates, seq: String(draft?.seq) }
  for (const [path, fields, part, message] of [
    ['/evidence', { ...kept, shown: file }, false, 'Reload the page and choose the lines again'],
    ['/evidence/markdown', { ...kept, unticks: file }, false, 'Reload the page and choose the lines again'],
    [`/evidence/${draft?.id}`, { ...kept, introduction: file }, true, 'Enter the introduction as text'],
  ] as const) {
    const answer = await client.post(path, fields, { part })
    expect([path, answer.status]).toEqual([path, 422])
    expect(await answer.text(), path).toContain(message)
  }
})

test('a new document begins with what was reached, large projects, grown skills and praise', async () => {
  const { client, kept } = await setting()
  const made = (path: string, values: object) => client.add(`/${path}`, values)
  const praise = await made('feedback', { content: 'Well done', date: '2026-03-02', sentiment: 'positive' })
  const advice = await made('feedback', { content: 'Shorter', date: '2026-03-02', sentiment: 'constructive' })
  const [large, small] = [await made('projects', { name: 'Large' }), await made('projects', { name: 'Small' })]
  await made('sessions', { project_id: large, started_at: '2026-03-02T08:00:00Z', ended_at: '2026-03-02T12:00:00Z' })
  await made('sessions', { project_id: small, started_at: '2026-03-02T12:00:00Z', ended_at: '2026-03-02T12:10:00Z' })
  await made('sessions', { started_at: '2026-03-03T08:00:00Z', ended_at: '2026-03-03T09:00:00Z' })
  const goal = await made('goals', { title: 'Half done' })
  const milestone = await made(`goals/${goal}/milestones`, { description: 'Half' })
  await env.DB.prepare("UPDATE goal_milestones SET completed_on = '2026-03-02' WHERE id = ?").bind(milestone).run()
  const html = await (await client.get('/evidence?from=2026-03-01&to=2026-03-31')).text()
  const boxes = [...html.matchAll(/name="in-([^"]+)"( checked)?/g)]
  const ticked = boxes.filter(([, , checked]) => checked).map(([, id]) => id)
  const lines = [`goal:${goal}`, `milestone:${milestone}`, `project:${large}`, `feedback:${praise}`]
  expect(ticked.filter((id) => !id?.startsWith('part:'))).toEqual(lines)
  expect(ticked.filter((id) => id?.startsWith('part:'))).toHaveLength(4)
  expect(html).toMatch(/id="evidence-count">4 lines</)
  const left = [`project:${small}`, 'project:none', `feedback:${advice}`, `learning:${kept}`]
  for (const id of left)
    expect(
      boxes.some(([, name, checked]) => name === id && !checked),
      id,
    ).toBe(true)
})

test('a goal counted by ticks lists those of the dates, which go in when they are chosen', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  const made = async (values: object) => {
    const answer = await client.json('POST', '/api/v1/goals', {
      period: 'week',
      measure: 'times',
      target: 3,
      ...values,
    })
    return (await answer.json<{ id: string }>()).id
  }
  const [run, read] = [await made({ title: 'Run' }), await made({ title: 'Read', unit: 'pages' })]
  const tick = (goal: string, date: string, more: object) =>
    client.json('POST', `/api/v1/goals/${goal}/ticks`, { date, ...more })
  await tick(run, '2026-03-03', { note: 'In the *rain*' })
  await tick(run, '2026-02-28', { note: 'Before' })
  await tick(read, '2026-03-04', { amount: 20 })
  await tick(read, '2026-03-05', { amount: 12.5, note: 'On the train' })
  const html = await (await client.get('/evidence?from=2026-03-01&to=2026-03-31')).text()
  const goals = words(html.replaceAll('</bdi>', ''))
  expect(goals).toContain('Read 2 ticks 20 pages, 4 March 2026 12.5 pages, On the train, 5 March 2026')
  expect(goals).toContain('Run 1 tick 1 time, In the *rain*, 3 March 2026')
  expect(goals).not.toContain('Before')
  const boxes = [...html.matchAll(/name="in-((?:goal|ticks):[^"]+)"( checked)?/g)].map(([, id, checked]) => [
    id,
    checked,
  ])
  expect(boxes).toEqual([read, run].flatMap((id) => [`goal:${id}`, `ticks:${id}`].map((box) => [box, undefined])))
  const shownLines = [run, read].flatMap((id) => [`goal:${id}`, `ticks:${id}`])
  const march = { title: 'A', from_date: '2026-03-01', to_date: '2026-03-31' }
  const ticked = Object.fromEntries(
    ['part:goals', `goal:${run}`, `ticks:${run}`, `goal:${read}`].map((id) => [`in-${id}`, 'on']),
  )
  const sent = { ...march, shown: ['part:goals', ...shownLines].join(' '), ...ticked }
  const text = await (await client.post('/evidence/markdown', sent)).text()
  expect(text.slice(text.indexOf('- '))).toBe(
    `- [Read](http://localhost/goals/${read})\n- [Run](http://localhost/goals/${run})\n  - 1 time, In the \\*rain\\* (2026-03-03)\n`,
  )
  const other = await signedIn({ time_zone: 'UTC' })
  expect(await (await other.get('/evidence?from=2026-03-01&to=2026-03-31')).text()).not.toContain(run)
})

test('a press ticks all, none or the suggested lines, whatever the boxes say', async () => {
  const { client, kept, left } = await setting()
  const send = async (unticks: string) => {
    const boxes = { 'in-part:learnings': 'on', [`in-learning:${kept}`]: 'on' }
    await client.post('/evidence', { title: 'A', ...dates, shown: shown(kept, left), ...boxes, unticks })
    const [draft] = await rows<{ left_out: string }>(
      'SELECT left_out FROM evidence_drafts WHERE user_id = ? ORDER BY seq DESC',
      client.userId,
    )
    return JSON.parse(draft?.left_out ?? '')
  }
  const html = await (await client.get('/evidence?from=2026-03-01&to=2026-03-31')).text()
  const [suggested, all, none] = [...html.matchAll(/name="unticks" value="([^"]*)"/g)].map(([, value]) => value)
  const learnings = [`learning:${kept}`, `learning:${left}`].sort()
  expect(await send(all ?? 'absent')).toEqual([])
  expect((await send(none ?? '')).sort()).toEqual([...learnings, 'part:learnings'])
  expect((await send(suggested ?? '')).sort()).toEqual(learnings)
})

test('the head of the page and of the markdown says whose evidence it is, and of which dates', async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  await env.DB.prepare("UPDATE users SET username = 'Ada *B*' WHERE id = ?").bind(client.userId).run()
  const html = await (await client.get('/evidence?from=2026-03-01&to=2026-03-31')).text()
  expect(html).toContain('<bdi>Ada *B*</bdi>, 1–31 March 2026')
  const text = await (await client.post('/evidence/markdown', { title: 'A', ...dates })).text()
  expect(text).toBe('# A\n\nAda \\*B\\*, 1 January – 31 December 2026\n')
})

test('dates that make no range stay in their fields, with a message', async () => {
  const client = await signedIn()
  const html = await (await client.get('/evidence?from=2026-03-09&to=2026-03-01')).text()
  expect(html).toContain('The range ends before it starts')
  for (const date of ['9 Mar 2026', '1 Mar 2026']) expect(html).toMatch(new RegExp(`data-date="[^>]*value="${date}"`))
})

test('a part without lines is not left out of the draft', async () => {
  const { client } = await setting()
  const html = await (await client.get('/evidence?from=2026-03-01&to=2026-03-31')).text()
  expect(/name="shown" value="([^"]*)"/.exec(html)?.[1]?.match(/part:\w+/g)).toEqual(['part:learnings'])
})

test('the download leaves the form free to be sent again', async () => {
  const { client } = await setting()
  const html = await (await client.get('/evidence')).text()
  expect(html).toMatch(/<button[^>]*formaction="\/evidence\/markdown" formmethod="post"/)
})

test('the download has what is ticked, as it was typed, and writes nothing', async () => {
  const { client, kept, left } = await setting()
  const boxes = { 'in-part:learnings': 'on', [`in-learning:${kept}`]: 'on' }
  const words = { title: 'My *year*', introduction: 'Line one\n\n- point' }
  const before = await client.heads()
  const answer = await client.post('/evidence/markdown', { ...words, ...dates, shown: shown(kept, left), ...boxes })
  expect(answer.headers.get('Content-Type')).toBe('text/markdown; charset=utf-8')
  expect(answer.headers.get('Content-Disposition')).toBe('attachment; filename="evidence-2026-01-01-2026-12-31.md"')
  expect(await answer.text()).toBe(
    `# My \\*year\\*\n\nRobin, 1 January – 31 December 2026\n\nLine one\n\n- point\n\n## Learnings\n\n- [Kept](http://localhost/learnings/${kept}) (2026-03-02)\n`,
  )
  expect(await client.heads()).toEqual(before)
})

test.each([
  ['from after to', '/evidence?from=2026-05-01&to=2026-01-01'],
  ['a date that does not exist', '/evidence?from=2026-02-30&to=2026-03-01'],
  ['a range of two hundred years', '/evidence?from=1970-01-01&to=2199-12-31'],
  ['another text', '/evidence?from=<b>&to=%00&category=<script>'],
  ['no week', '/review/week?date=2026-02-30'],
  ['the first week', '/review/week?date=1970-01-01'],
  ['the last month', '/review/month?date=2199-12-31'],
])('%s is answered with a page', async (_, path) => {
  const client = await signedIn({ time_zone: 'UTC' })
  const answer = await client.get(path)
  expect(answer.status).toBe(200)
  expect(await answer.text()).not.toContain('<script>&')
})

test('a title of any characters stays one line, with no markup of its own', async () => {
  const { markdown } = await import('../../lib/text/markdown')
  const said = { author: 'A', origin: 'http://localhost' }
  const goal = { id: 'goal', title: 'Goal', date: null, seconds: 0 }
  const reached = { id: 'step', date: '2026-03-02', goal_id: 'goal', goal_title: 'Goal' }
  const titles = fc.string({ unit: fc.constantFrom(...'ab[]()<>*_`#&!|~\\-+.: \n'), minLength: 1, maxLength: 24 })
  fc.assert(
    fc.property(titles, (title) => {
      const none = { lines: [], hasMore: false }
      const packet = {
        ...{ range: { from: '2026-01-01', to: '2026-12-31' }, category: '', without: [] },
        ...{ projects: none, skills: none, feedback: none },
        goals: { lines: [{ ...goal, milestones: [{ ...reached, title: `x${title}x` }], ticks: [] }], hasMore: false },
        learnings: { lines: [{ id: 'id', title: `x${title}x`, date: '2026-03-02' }], hasMore: false },
      }
      const text = evidenceMarkdown({ title: 'T', introduction: '', packet, leftOut: [], ...said })
      const html = String(markdown(text))
      expect(html.match(/<a /g)).toHaveLength(2)
      expect(html.match(/<li>/g)).toHaveLength(3)
      expect(html).not.toMatch(/<(em|strong|code|img|s|table)\b/)
    }),
    { numRuns: runs(500) },
  )
})

test('goals have the heading of hours only where one of them shows hours, in every organization', async () => {
  const { client } = await setting()
  const made = (path: string, values: object) => client.add(`/${path}`, values)
  const organization_id = await made('organizations', { name: 'Acme', type: 'client' })
  const goals: string[] = []
  for (const title of ['Worked on', 'Only reached']) {
    const goal = await made('goals', { title, organization_id })
    await made(`goals/${goal}/milestones`, { description: 'Half' })
    goals.push(goal)
  }
  await rows("UPDATE goal_milestones SET completed_on = '2026-03-02' WHERE user_id = ?", client.userId)
  const project_id = await made('projects', { name: 'Site', organization_id })
  const [goal_id] = goals
  const part = async (name: string, org: string) => {
    const html = await (await client.get(`/evidence?from=2026-03-01&to=2026-03-31&org=${org}`)).text()
    const [section = ''] = new RegExp(`<section[^>]*id="evidence-${name}".*?</section>`, 's').exec(html) ?? []
    const figures = [...section.matchAll(/data-figure="(\d+)"/g)].map(([, seconds]) => Number(seconds))
    return { heads: section.includes('hours in these dates'), figures, listed: section.includes('<li') }
  }
  const without = { heads: false, figures: [], listed: true }
  expect(await part('goals', 'all')).toEqual(without)
  await made('sessions', { project_id, goal_id, started_at: '2026-03-02T08:00:00Z', ended_at: '2026-03-02T12:00:00Z' })
  const hours = { heads: true, figures: [4 * 3600], listed: true }
  expect([await part('goals', 'all'), await part('projects', 'all')]).toEqual([hours, hours])
  expect([await part('goals', organization_id), await part('projects', organization_id)]).toEqual([hours, hours])
})
