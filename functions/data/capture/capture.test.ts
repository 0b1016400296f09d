import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { utcToday } from '../../../test/support/times'
import { addDays } from '../../lib/time/days'
import { putGoal, putProject } from '../../time/sessions/testing'

let client: Client
beforeEach(async () => {
  client = await signedIn({ time_zone: 'Etc/UTC' })
})

const unescaped = (html: string) =>
  html.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

/** The chips and the button of a preview. */
const preview = async (entry: string, kind = '') => {
  const answer = await client.get(`/capture?${new URLSearchParams({ entry, kind })}`, { part: true, page: '/' })
  const html = await answer.text()
  const chips = [...html.matchAll(/<span class="chip( open)?( wrong)?"><b>(.*?)<\/b>(.*?)<\/span>/g)]
  const [, button = ''] = /<button class="button primary"[^>]*>([\s\S]*?)<\/button>/.exec(html) ?? []
  return {
    answer,
    html,
    chips: chips.map(([, , wrong, label, text = '']) => {
      const words = unescaped(text.replace(/<[^>]*>/g, '')).trim()
      return `${label}: ${words}${wrong ? ' (wrong)' : ''}`
    }),
    button: unescaped(button.replace(/<[^>]*>/g, '')).trim(),
  }
}

const send = (fields: Record<string, string>, page = '/') => client.post('/capture', fields, { part: true, page })

const undoOf = (html: string) => /action="([^"]*\/delete)" hx-post/.exec(html)?.[1] ?? ''

describe('while it is typed', () => {
  test('a line says its parts, and the button what it will do', async () => {
    await putProject(client, 'Thesis')
    const read = async (entry: string, kind?: string) => {
      const { chips, button } = await preview(entry, kind)
      return [button, ...chips]
    }
    expect(await read('todo <b>call</b> tomorrow 15m high @thes')).toEqual([
      'Add task for tomorrow',
      ...['task: <b>call</b>', 'for: tomorrow', 'time: 15m', 'priority: high', 'project: Thesis'],
    ])
    expect(await read('learned CTEs #sql')).toEqual([
      'Add learning',
      ...['learning: CTEs', 'type: insight', 'on: today', 'tag: #sql'],
    ])
    expect(await read('energy 4 3 after lunch')).toEqual([
      'Check in: energy 4, engagement 3',
      ...['energy: 4 of 5', 'engagement: 3 of 5', 'notes: after lunch'],
    ])
    expect(await read('goal Read 5h a week')).toEqual([
      'Add goal',
      'goal: Read',
      'target: 5h a week',
      '+ date: e.g. by 15 Jan',
    ])
    const { html } = await preview('Meditate every day')
    expect(html).toContain('href="/goals/new?entry=Meditate+every+day"')
    expect((await preview('Call the bank tomorrow')).html).not.toContain('/goals/new')
    expect((await read('25m reading'))[0]).toMatch(/^Log 25m, /)
    await client.json('POST', '/api/v1/people', { name: 'Ada Byron' })
    expect(await read('meet Ada, Tom tomorrow 14:00 45m <i>the plan</i> @thes')).toEqual([
      'Add meeting for tomorrow',
      ...['meeting: <i>the plan</i>', 'with: Ada Byron', 'new person: Tom', 'on: tomorrow', 'at: 14:00', 'for: 45m'],
      'project: Thesis',
    ])
    expect((await read('meeting plan 25:00')).at(-1)).toMatch(/^time: “25:00”.*\(wrong\)$/)
    expect(await read('fix it @nobody')).toContain('new project: nobody')
    expect(await read('meet Ada @nobody')).toContain('project: There is no project “\u2068nobody\u2069”. (wrong)')
    expect(await read('')).toEqual(['Add'])
    expect(await read('25m reading', 'task')).toEqual([
      'Add task for today',
      'task: reading',
      'for: today',
      'time: 25m',
    ])
  })
})

test('the help says how a line of its kind is written', async () => {
  const help = async (entry: string) => {
    const { html } = await preview(entry)
    return unescaped((/id="capture-hint">([\s\S]*?)<\/p>/.exec(html)?.[1] ?? '').replace(/<[^>]*>/g, ''))
  }
  expect(await help('')).toContain('Start with a word to choose the kind: task call')
  expect(await help('todo x')).toContain('@ project, # tag, ! goal, % plan')
  expect(await help('feedback Ada: + clear')).toContain('+ positive, - constructive, # tag')
  expect(await help('25m x')).toContain('# tag')
})

describe('once it is sent', () => {
  test.each([
    ['action Send the figures', '/tasks/with-people'],
    ['todo Send the figures', '/tasks'],
    ['learned CTEs', '/learnings'],
  ])('a browser without script goes on to the list that has it: %s', async (entry, list) => {
    const answer = await client.post('/capture', { entry, kind: '', does: '' }, { page: '/capture' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, list])
  })

  test('a task is there with its project and goal, and a toast takes it back', async () => {
    const project_id = await putProject(client, 'Thesis')
    const goal_id = await putGoal(client, 'Write')
    const answer = await send({ entry: 'todo Draft tomorrow 1h @Thesis !Write', kind: '', does: 'task' })
    expect(answer.status).toBe(200)
    const stored = () =>
      rows(
        'SELECT title, date, estimated_minutes, project_id, goal_id FROM tasks WHERE user_id = ? AND deleted_at IS NULL',
        client.userId,
      )
    expect(await stored()).toEqual([
      { title: 'Draft', date: addDays(utcToday(), 1), estimated_minutes: 60, project_id, goal_id },
    ])
    const html = await answer.text()
    expect(html).toContain('<bdi>Draft</bdi></a>')
    expect(html).toContain('id="capture-line"')
    expect(html).not.toContain('value="todo Draft')
    await client.post(undoOf(html), {}, { part: true, page: '/' })
    expect(await stored()).toEqual([])
  })

  test.each([
    ['word '.repeat(60).trim(), `${'word '.repeat(39).trim()}…`],
    [`${'x'.repeat(150)} ${'y'.repeat(100)}`, `${'x'.repeat(150)} ${'y'.repeat(48)}…`],
    ['x'.repeat(201), `${'x'.repeat(199)}…`],
    ['x'.repeat(200), 'x'.repeat(200)],
  ])('a task of a long text has it as its description, and its beginning as the title: %s', async (text, title) => {
    const { button, chips } = await preview(`"${text}" tomorrow`, 'task')
    expect([button, chips[0]]).toEqual(['Add task for tomorrow', `task: ${title}`])
    expect(chips.includes('description: the whole text')).toBe(title !== text)
    expect((await send({ entry: `"${text}" tomorrow`, kind: 'task', does: 'task' })).status).toBe(200)
    const stored = await rows('SELECT title, description, date FROM tasks WHERE user_id = ?', client.userId)
    expect(stored).toEqual([{ title, description: title === text ? '' : text, date: addDays(utcToday(), 1) }])
  })

  test('a meeting is there with its people, the new ones too, and a toast takes it back', async () => {
    const project_id = await putProject(client, 'Thesis')
    const id = await client.add('/people', { name: 'Ada Byron' })
    const answer = await send(
      { entry: 'meet Ada, Tom tomorrow 14:00 45m the plan @thesis', does: 'meeting' },
      '/meetings',
    )
    expect(answer.status).toBe(200)
    const html = await answer.text()
    expect(html).toContain('id="meeting-list"')
    const [tom] = await rows<{ id: string }>("SELECT id FROM people WHERE user_id = ? AND name = 'Tom'", client.userId)
    const stored = () =>
      rows(
        `SELECT title, date, time, time_zone, duration_minutes, attendees, project_id FROM meetings
         WHERE user_id = ? AND deleted_at IS NULL`,
        client.userId,
      )
    expect(await stored()).toEqual([
      {
        ...{
          title: 'the plan',
          date: addDays(utcToday(), 1),
          time: '14:00',
          time_zone: 'Etc/UTC',
          duration_minutes: 45,
        },
        ...{ attendees: JSON.stringify([id, tom?.id]), project_id },
      },
    ])
    await client.post(undoOf(html), {}, { part: true, page: '/meetings' })
    expect(await stored()).toEqual([])
  })

  test('a page without its list is told to look itself', async () => {
    const told = async (page: string) =>
      (await send({ entry: 'meet Ada today at 14:00', does: 'meeting' }, page)).headers.get('HX-Trigger')
    expect([await told('/'), await told('/meetings')]).toEqual(['rows-changed', null])
    const undo = undoOf(await (await send({ entry: 'meet Ada today at 14:00', does: 'meeting' }, '/capture')).text())
    const undone = await client.post(undo, {}, { part: true, page: '/capture' })
    expect(undone.headers.get('HX-Trigger')).toBe('rows-changed')
    const live = /hx-get="(\/stats\/live[^"]*)"/.exec(await (await client.get('/')).text())?.[1] ?? ''
    await send({ entry: 'meet Tom today at 15:00', does: 'meeting' })
    expect(await (await client.get(unescaped(live), { part: true, page: '/' })).text()).toContain('15:00')
  })

  test('a learning, a check-in, a goal and a session are there', async () => {
    await send({ entry: 'learned aha: CTEs #sql #SQL', does: 'learning' })
    const project_id = await putProject(client, 'Thesis')
    await send({ entry: 'learned knots yesterday @thes', does: 'learning' })
    await send({ entry: 'energy 4 3 after lunch', does: 'energy' })
    await send({ entry: 'goal Read 5h a week', does: 'goal' })
    const logged = await send({ entry: '25m reading', does: 'session' })
    expect(await logged.text()).toContain('Logged 25m today:')
    const stored = (columns: string, table: string) =>
      rows(`SELECT ${columns} FROM ${table} WHERE user_id = ? ORDER BY id`, client.userId)
    expect(await stored('title, type, tags, date, source, project_id', 'learnings')).toEqual([
      { title: 'CTEs', type: 'aha_moment', tags: '["SQL"]', date: utcToday(), source: 'self_study', project_id: null },
      { title: 'knots', type: 'insight', tags: '[]', date: addDays(utcToday(), -1), source: 'project', project_id },
    ])
    const checkIn = { energy_level: 4, engagement_level: 3, notes: 'after lunch' }
    expect(await stored('energy_level, engagement_level, notes', 'energy_checkins')).toEqual([checkIn])
    const goal = { title: 'Read', kind: 'weekly', target_minutes: 300 }
    expect(await stored('title, kind, target_minutes', 'goals')).toEqual([goal])
    expect(await stored('title, duration_seconds', 'sessions')).toEqual([{ title: 'reading', duration_seconds: 1500 }])
  })

  test('a tag of two words is read without quotes in each kind that has tags', async () => {
    await client.json('POST', '/api/v1/learnings', { title: 'CTEs', tags: ['query plans'] })
    await send({ entry: 'learned joins #query plans' })
    await send({ entry: 'feedback clear slides #query plans' })
    const tags = (table: string) =>
      rows(`SELECT tags FROM ${table} WHERE user_id = ? ORDER BY id DESC LIMIT 1`, client.userId)
    expect([await tags('learnings'), await tags('feedback')]).toEqual([
      [{ tags: '["query plans"]' }],
      [{ tags: '["query plans"]' }],
    ])
  })

  test.each([
    ['/tasks', 'todo Draft', 'id="tasks"|hx-target="#tasks"'],
    ['/meetings', 'meeting the plan', 'id="meeting-list"'],
    ['/learnings', 'learned knots', 'id="learning-list"'],
    ['/energy', 'energy 4 3', 'id="check-in-'],
    ['/goals', 'goal Read', 'goals-not_started'],
  ])('%s shows what was added to it', async (page, entry, region) => {
    expect(await (await send({ entry }, page)).text()).toMatch(new RegExp(region))
  })

  test('without script, its page previews it and leads to where it is', async () => {
    const page = await (await client.get('/capture?entry=todo+%22call%22')).text()
    expect(page.match(/<h1/g)).toHaveLength(1)
    expect(page.replace(/<[^>]*>/g, '')).toContain('Add task for today')
    const answer = await client.post('/capture', { entry: 'todo "call"', does: 'task' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/tasks'])
  })

  test('its page lists what was added last, whatever its kind', async () => {
    await send({ entry: 'todo call', does: 'task' })
    await send({ entry: 'learned knots', does: 'learning' })
    const lately = async () => {
      const [, list = ''] = /id="lately"(.*?)<\/ol>/s.exec(await (await client.get('/capture')).text()) ?? []
      const row = /class="row-title" href="(\/\w+)\/[^"]+"><bdi>([^<]*).*?((?:for )?today)/gs
      return [...list.matchAll(row)].map(([, ...row]) => row)
    }
    expect((await lately()).slice(0, 2)).toEqual([
      ['/learnings', 'knots', 'today'],
      ['/tasks', 'call', 'for today'],
    ])
  })

  test('the next line has the kind that was chosen for the last one', async () => {
    const answer = await client.post('/capture', { entry: 'joins', kind: 'learning' }, { part: true, page: '/capture' })
    expect(await answer.text()).toContain('name="kind" value="learning" checked')
  })

  test('a line that means something else than its button said does nothing', async () => {
    const answer = await send({ entry: 'learned knots', does: 'task' })
    expect(await answer.text()).toContain('The line means something else by now.')
    expect(answer.status).toBe(422)
    expect(await rows('SELECT id FROM learnings WHERE user_id = ?', client.userId)).toEqual([])
    expect(await rows('SELECT id FROM tasks WHERE user_id = ?', client.userId)).toEqual([])
  })

  test.each([
    [{ entry: '' }, 'Enter a line'],
    [{ entry: 'x'.repeat(501) }, 'A line has at most 500 characters'],
    [{ entry: 'meeting' }, 'Enter a title'],
    [{ entry: 'session' }, 'Enter a title, or a time'],
    [{ entry: 'todo !nothing' }, 'Enter a title'],
    [{ entry: 'todo tomorrow 15m high' }, 'Enter a title'],
    [{ entry: 'feedback Zed: + clear slides' }, 'No person is called'],
    [{ entry: 'meeting plan 25:00' }, '“25:00”'],
    [{ entry: 'meeting plan 30h' }, '“30h”: a meeting takes from 1 to 1500 minutes'],
    [{ entry: 'meeting call @Secret' }, 'There is no project'],
    [{ entry: 'todo call !nothing' }, 'No open goal is called'],
    [{ entry: 'learned x %nothing' }, 'No plan is called'],
    [{ entry: 'energy 9 9' }, 'Enter your energy and your engagement from 1 to 5'],
    [{ entry: `learned x ${Array.from({ length: 21 }, (_, n) => `#t${n}`).join(' ')}` }, 'At most 20 tags'],
  ])('%j is refused with a message, and nothing is added', async (fields, message) => {
    await putProject(await signedIn(), 'Secret')
    const answer = await send(fields)
    expect([answer.status, (await answer.text()).includes(message)]).toEqual([422, true])
    for (const table of ['tasks', 'meetings', 'learnings', 'energy_checkins', 'goals']) {
      expect(await rows(`SELECT id FROM ${table} WHERE user_id = ?`, client.userId)).toEqual([])
    }
  })
})

describe('the kinds of parts that are off', () => {
  const offered = async (client: Client, query = '') => {
    const html = await (await client.get(`/capture${query}`)).text()
    return [...html.matchAll(/name="kind" value="(\w+)"/g)].map(([, kind]) => kind)
  }

  test('are not offered, nor named in the hint', async () => {
    const client = await signedIn({ uses: ['tasks'] })
    expect(await offered(client)).toEqual(['task', 'goal'])
    const html = await (await client.get('/capture')).text()
    expect(html.replace(/<[^>]*>/g, '')).toContain('task call the bank tomorrow at 9:30 or goal Read 5h')
    expect(await offered(await signedIn({ uses: ['learning'] }))).toEqual(['learning', 'goal'])
    expect(await offered(await signedIn())).toHaveLength(7)
  })

  test('are understood and kept where somebody says them', async () => {
    const client = await signedIn({ uses: ['tasks'] })
    expect(await offered(client, '?entry=x&kind=meeting')).toEqual(['task', 'meeting', 'goal'])
    expect((await client.post('/capture', { entry: 'learned concept: joins' })).status).toBe(303)
    expect(await rows('SELECT title FROM learnings WHERE user_id = ?', client.userId)).toEqual([{ title: 'joins' }])
  })
})
