import fc from 'fast-check'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../../test/support/client'
import { markupTexts } from '../../../test/support/hostile/markup-texts'
import { runs, share } from '../../../test/support/runs'
import { taskStatus } from '../../tasks/tasks/schema'
import { closestOptions, type PaletteOption } from './options'

let client: Client
beforeEach(async () => {
  client = await signedIn({ time_zone: 'Etc/UTC' })
})

const add = (path: string, body: object, as = client) => as.add(path, body)

const ask = async (query: Record<string, string>, as = client) => {
  const answer = await as.get(`/palette?${new URLSearchParams(query)}`, { part: true, page: '/stats' })
  expect([query, answer.status]).toEqual([query, 200])
  return answer
}

/** Each option by its words, behind the heading of its group: `Do: Log 25m as “report”`. The selected one has `>`. */
const options = async (query: Record<string, string> | string, as = client) => {
  const html = await (await ask(typeof query === 'string' ? { line: query } : query, as)).text()
  return html
    .split('<h3')
    .slice(1)
    .flatMap((group) => {
      const name = />([^<]*)<\/h3>/.exec(group)?.[1]
      return [
        ...group.matchAll(/role="option"[^>]*?aria-selected="(true|false)"[^>]*>(.*?)<\/(?:a|button|div)>/gs),
      ].map(([, selected, content = '']) => {
        const [title = ''] = /<bdi>(.*?)<\/bdi>/s.exec(content) ?? []
        return `${selected === 'true' ? '>' : ''}${name}: ${title.replaceAll(/<[^>]*>|[\u2068\u2069]/g, '')}`
      })
    })
}

describe('what is found', () => {
  test('is the import of time first for “import”, and where an assistant connects', async () => {
    expect((await options('import')).filter((one) => /Import/.test(one))[0]).toMatch(/Import time$/)
    const onMeetings = (await options({ line: 'import', actions: 'Import a calendar' })).filter((one) =>
      /Import/.test(one),
    )
    expect(onMeetings[0]).toMatch(/Import time$/)
    expect(onMeetings.filter((one) => /Import a calendar/.test(one))).toHaveLength(1)
    const connecting = ['Connect an assistant', 'Connect a device', 'Connect the browser extension']
    for (const [typed, names] of [
      ['assistant', connecting.slice(0, 1)],
      ['connect', connecting],
      ['extension', connecting.slice(2)],
      ['12 hour', ['Appearance']],
      ['12-hour clock', ['Appearance']],
    ] as const)
      expect([typed, (await options(typed)).join()]).toEqual([typed, expect.stringMatching(names.join('.*'))])
    expect((await options({ line: 'print', actions: 'Edit\nPrint' })).join()).toContain('Print')
  })

  test('are things by the beginnings of their words, open ones of each kind, and places', async () => {
    await add('/tasks', { title: 'Call Portugal' })
    const done = await add('/tasks', { title: 'Port is done' })
    await client.json('PATCH', `/api/v1/tasks/${done}`, { status: 'done' })
    await add('/goals', { title: 'Learn Portuguese' })
    await add('/projects', { name: 'Portuguese' })
    await add('/people', { name: 'Rui Portela' })
    const found = await options('port')
    for (const one of [
      'Tasks: Call Portugal',
      'Goals and plans: Learn Portuguese',
      'Go to: Portuguese',
      'Go to: Rui Portela',
      'Go to: Export',
    ])
      expect(found.map((text) => text.replace('>', ''))).toContain(one)
    expect(found.join()).not.toContain('Port is done')
    expect((await options('zzz')).join()).not.toContain('Portela')
  })

  test('the letters that match are marked, without case and accents', async () => {
    await add('/projects', { name: 'Über <b>uns' })
    const html = await (await ask({ line: 'ube' })).text()
    expect(html).toContain('<mark>Übe</mark>r &lt;b&gt;uns')
  })

  test('the place of that name is selected, whatever else has it in its words', async () => {
    await add('/goals', { title: 'Goals of the year' })
    expect((await options('goals'))[0]).toBe('>Go to: Goals')
    expect((await options('settings'))[0]).toBe('>Go to: Settings')
  })

  test('the selected one stands first', async () => {
    await add('/goals', { title: 'Kites', status: 'completed' })
    await add('/projects', { name: 'Kite' })
    expect((await options('kit'))[0]).toBe('>Go to: Kite')
  })

  test('a line that reads as a habit may be one, and its first word alone says how one is written', async () => {
    const habit = expect.stringMatching(/^Capture: Add habit “Meditate”/)
    expect(await options('+ Meditate every day')).toEqual(expect.arrayContaining([habit]))
    expect((await options('+ Call the bank tomorrow')).join()).not.toContain('habit')
    expect(await options('+ habit')).toEqual(['>Capture: Add habit'])
    expect(await options('+ todo ')).toEqual(['>Capture: Add task'])
  })

  test('pages of admins are theirs alone', async () => {
    expect((await options('audit')).join()).not.toContain('Audit')
  })

  test('nothing of another person is, by name or by address', async () => {
    const other = await signedIn()
    const titles = {
      goals: 'title',
      tasks: 'title',
      projects: 'name',
      people: 'name',
      organizations: 'name',
      skills: 'name',
    }
    const paths: string[] = []
    for (const [kind, name] of Object.entries(titles))
      paths.push(`/${kind}/${await add(`/${kind}`, { [name]: 'Secret' }, other)}`)
    expect((await options('secret', other)).length).toBeGreaterThan(6)
    expect(
      (await options({ line: '', recent: paths.join(' ') }, other)).filter((text) => text.includes('Recent: Secret')),
    ).toHaveLength(6)
    const all = [
      await options('secret'),
      await options('/secret'),
      await options('@secret'),
      await options({ line: '', recent: paths.join(' ') }),
    ]
    expect(all.flat().filter((text) => /: Secret/.test(text))).toEqual([])
  })

  test('the chosen organization shows its own', async () => {
    const org = await add('/organizations', { name: 'Acme' })
    await add('/goals', { title: 'Ours', organization_id: org })
    await add('/goals', { title: 'Ours not' })
    const html = await (await client.get(`/palette?line=ours&org=${org}`, { part: true })).text()
    expect(html.match(/<mark>Ours<\/mark>/g)).toHaveLength(1)
  })
})

describe('before anything is typed', () => {
  test('come pages that were opened last, as they are called now, and those that are gone do not', async () => {
    const goal = await add('/goals', { title: 'Read' })
    const gone = await add('/goals', { title: 'Gone' })
    await client.json('PATCH', `/api/v1/goals/${goal}`, { title: 'Read more' })
    await client.json('DELETE', `/api/v1/goals/${gone}`)
    const recent = `/goals/${goal} /tasks /goals/${gone} /goals/none /nowhere //evil.example /goals/${goal}/edit`
    const found = await options({ line: '', recent })
    expect(found.slice(0, 2)).toEqual(['>Recent: Read more', 'Recent: Tasks'])
    expect(found.filter((text) => /^>?Recent:/.test(text))).toHaveLength(2)
  })

  test('come the actions of the page, which its words find', async () => {
    const actions = 'Edit\nNew <b>goal\n'
    expect(await options({ line: '', actions })).toEqual(expect.arrayContaining(['On this page: New &lt;b&gt;goal']))
    expect((await options({ line: 'edit', actions }))[0]).toBe('>Do: Edit')
  })
})

test('before anything is typed come pages and choices that were taken often, also when others were taken since', async () => {
  const goal = await add('/goals', { title: 'Read' })
  const others = ['/tasks', '/tasks', '/tasks', '/stats', '/cards', '/plans', '/day', '/tags', '/people']
  const often = [`/goals/${goal}`, '/skills', '/timer/switch', encodeURIComponent('+ todo ')]
  const counts = [3, 5, 4, 6]
  const recent = [...others, ...often.flatMap((key, n) => Array.from({ length: counts[n] ?? 0 }, () => key))].join(' ')
  const found = await options({ line: '', recent })
  expect(found.filter((text) => /^>?Recent/.test(text))).toHaveLength(6)
  expect(found.filter((text) => text.startsWith('Often'))).toEqual(
    ['New task', 'Skills', 'Start the timer', 'Read'].map((name) => `Often: ${name}`),
  )
  const few = await signedIn({ uses: ['tasks'] })
  const offered = (await options({ line: '', recent }, few)).join()
  expect([offered.includes('Recent: New task'), /Skills|timer/.test(offered)]).toEqual([true, false])
})

describe('lines', () => {
  const lineOf = (html: string, words: string) => {
    const form = html.split('<form').find((one) => one.replaceAll(/[\u2068\u2069]/g, '').includes(words)) ?? ''
    return Object.fromEntries(
      [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    )
  }

  test('a line that begins with a time is logged, or started without it', async () => {
    await add('/projects', { name: 'Thesis' })
    expect(await options('25m report @Thesis')).toEqual(
      expect.arrayContaining(['>Do: Log 25m as “report”', 'Do: Start “report”']),
    )
    const html = await (await ask({ line: '25m report @Thesis' })).text()
    const fields = lineOf(html, 'Log 25m as “report”')
    expect(fields).toEqual({ kind: 'session', entry: '25m report @Thesis' })
    const answer = await client.post('/capture', fields, {
      part: true,
      page: '/stats',
      headers: { 'HX-Target': 'p#palette-note' },
    })
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toContain('id="capture-line"')
    expect(await rows('SELECT title, duration_seconds FROM sessions WHERE user_id = ?', client.userId)).toEqual([
      { title: 'report', duration_seconds: 1500 },
    ])
  })

  test('words that name nothing can be a task, a timer or a length of time', async () => {
    expect(await options('call the bank')).toEqual(
      expect.arrayContaining(['Do: Add task “call the bank”', 'Do: Log time as “call the bank”']),
    )
  })

  test('a planned end is said as one, not as a title', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-20T12:00:30Z') })
    const starts = async (line: string) =>
      (await options(line)).filter((one) => /Start/.test(one)).map((one) => one.replace(/^.*?: /, ''))
    for (const before of ['', '+ ']) {
      expect(await starts(`${before}focus until 13:30`)).toEqual(['Start focus for 1h 29m'])
      expect(await starts(`${before}report focus until 13:30`)).toEqual(['Start “report” for 1h 29m'])
      expect(await starts(`${before}25m focus`)).toEqual(['Start focus for 25m'])
      expect(await starts(`${before}deep focus`)).toEqual(['Start “deep” for 25m'])
      expect(await starts(`${before}out of focus`)).toEqual(['Start “out of focus”'])
    }
  })

  test('a project alone is what the timer starts in, and names no task', async () => {
    await add('/projects', { name: 'Thesis' })
    const found = await options('@thesis')
    expect(found.filter((text) => /Start|Add task/.test(text))).toEqual([
      expect.stringContaining('Do: Start in Thesis'),
    ])
  })

  test('an unknown project is created only where that is chosen', async () => {
    const found = await options('+ 25m report @Nova')
    expect(found[0]).toBe('>Capture: Log 25m as “report” in new project “Nova”')
    const fields = lineOf(await (await ask({ line: '+ 25m report @Nova' })).text(), 'new project')
    await client.post('/capture', fields, { part: true, page: '/stats' })
    expect(await rows('SELECT name FROM projects WHERE user_id = ?', client.userId)).toEqual([{ name: 'Nova' }])
  })

  test('a name behind a mark is completed by the selected option', async () => {
    await add('/projects', { name: 'Thesis' })
    expect((await options('+ todo call @th'))[0]).toBe('>Capture: Thesis')
    expect(await (await ask({ line: '+ todo call @th' })).text()).toContain(
      'data-line="+ todo call @Thesis " data-caret="20"',
    )
  })

  test('a capture is refused with its reason, in the palette', async () => {
    expect((await (await ask({ line: '+ todo call !Nothing' })).text()).replaceAll(/[\u2068\u2069]/g, '')).toContain(
      'No open goal is called “Nothing”',
    )
    const headers = { 'HX-Target': 'p#palette-note' }
    const answer = await client.post(
      '/capture',
      { kind: 'task', entry: 'x !Nothing' },
      { part: true, page: '/', headers },
    )
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('No open goal is called')])
  })

  test('before a line is typed each kind says how its line begins', async () => {
    expect((await options('+ ')).slice(0, 2)).toEqual(['>Capture: Add task', 'Capture: Log time'])
  })
})

test('what a person does not use is not offered, but a line still adds it', async () => {
  const few = await signedIn({ uses: ['time'] })
  await add('/people', { name: 'Rui Portela' }, few)
  const found = [
    await options('', few),
    await options('port', few),
    await options('meet', few),
    await options('+ ', few),
  ]
  expect(found.flat().filter((text) => /Portela|[Mm]eeting|Cards|Learn|Apps|[Tt]ask/.test(text))).toEqual([])
  expect((await options('+ meet Ada tomorrow', few)).join()).toContain('Add meeting')
})

test('with time off nothing logs: lines that begin with a time are tasks, and nothing starts the timer', async () => {
  const few = await signedIn({ time_zone: 'Etc/UTC', uses: ['tasks'] })
  await add('/tasks', { title: 'Write', date: new Date().toISOString().slice(0, 10) }, few)
  const lines = [
    '25m report',
    '+ 25m report',
    '+ 9-10 standup',
    '+ log: report 25m',
    '+ session: x',
    'write',
    'report',
    '?',
    '+ ',
  ]
  for (const line of lines) {
    const logs = (await options(line, few)).filter((text) => /: (Log|Start)/.test(text))
    expect([line, logs]).toEqual([line, []])
  }
  expect((await options('25m report', few))[0]).toBe('>Do: Add task “report”')
  for (const entry of ['25m report', '1h writing', '9-10 standup', 'log: 25m report', 'session: read'])
    for (const kind of ['', 'session']) {
      const answer = await few.post('/capture', { entry, kind }, { part: true, page: '/goals' })
      expect([entry, kind, answer.status]).toEqual([entry, kind, 200])
    }
  expect(await rows('SELECT id FROM sessions WHERE user_id = ?', few.userId)).toEqual([])
  const tasks = await rows<{ title: string; estimated_minutes: number | null }>(
    'SELECT title, estimated_minutes FROM tasks WHERE user_id = ? ORDER BY id LIMIT 2 OFFSET 1',
    few.userId,
  )
  expect(tasks).toEqual([
    { title: 'report', estimated_minutes: 25 },
    { title: 'report', estimated_minutes: 25 },
  ])
})

test('a slash searches all text', async () => {
  await add('/goals', { title: 'Read', description: 'about lighthouses' })
  expect(await options('/lighth')).toEqual(['>Goals: Read', 'Search: All results for “lighth”'])
  expect(await options('/')).toEqual(['>Search: Open search'])
})

test('a question mark lists the keys, and those of places lead there', async () => {
  expect(await options('?')).toEqual(expect.arrayContaining(['In a list: next row', 'Go to: Statistics']))
  const onWeek = await (await client.get('/palette?line=%3F', { part: true, page: '/week?date=2026-03-02' })).text()
  expect(onWeek.match(/<h3[^>]*>([^<]*)/)?.[1]).toBe('On the clock of a day or a week')
  expect(await (await ask({ line: '?statis' })).text()).toMatch(/href="\/stats"/)
})

test('nothing that is typed is an error or markup', async () => {
  const texts = [
    ...markupTexts,
    '"',
    '-',
    '🦔'.repeat(400),
    '@',
    '@"',
    '%a/b',
    '\u202eabc',
    '+',
    '+ +',
    '//',
    '??',
    '25m',
    '9-8',
    "' OR 1=1 --",
    '\ud800',
  ]
  for (const q of share(texts, 12)) {
    for (const before of ['', '+ ', '/', '?']) {
      const html = await (await ask({ line: before + q, actions: q, recent: q, caret: '9999' })).text()
      expect(html).not.toMatch(/<script|<img|href="javascript:/i)
    }
  }
})

test('waits for few round trips', async () => {
  await add('/goals', { title: 'Read' })
  const recent = '/goals/x /tasks'
  for (const q of ['', 'read', '/read', '+ todo read'])
    expect([q, cost(await ask({ line: q, recent })).trips <= 2]).toEqual([q, true])
})

test('without script it is the page of the search', async () => {
  const answer = await client.get('/palette?line=a%26b')
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/search?q=a%26b'])
})

describe('the law of what is found', () => {
  test('tasks that are open are found in whatever status, and those that are over are not', async () => {
    const open = ['todo', 'in_progress']
    for (const status of taskStatus.options) {
      const person = await signedIn()
      const id = await add('/tasks', { title: `Harbour ${status}` }, person)
      await person.json('PATCH', `/api/v1/tasks/${id}`, { status })
      const found = (await options('harbour', person)).map((text) => text.replace('>', ''))
      expect([status, found.includes(`Tasks: Harbour ${status}`)]).toEqual([status, open.includes(status)])
    }
  })

  test('the closest come first, of those as close the one that was opened last, then as they were found', () => {
    const hrefs = ['/a', '/b', '/c', '/d']
    const option = fc.record({ rank: fc.nat(3), href: fc.constantFrom(...hrefs), isLine: fc.boolean() })
    const someOptions = fc.array(option, { maxLength: 9 })
    fc.assert(
      fc.property(someOptions, fc.shuffledSubarray(hrefs), fc.nat(9), (all, recent, most) => {
        const given = all.map(({ rank, href, isLine }, n): PaletteOption => {
          const does = isLine ? { fills: href } : { href }
          return { icon: 'right', title: [{ text: String(n), marked: false }], does, rank }
        })
        const shown = closestOptions(given, recent, most)
        expect(shown).toHaveLength(Math.min(most, given.length))
        const ageOf = ({ does }: PaletteOption) =>
          does && 'href' in does && recent.includes(does.href) ? recent.indexOf(does.href) : 99
        const isBefore = (a: PaletteOption, b: PaletteOption) =>
          a.rank < b.rank ||
          (a.rank === b.rank && (ageOf(a) < ageOf(b) || (ageOf(a) === ageOf(b) && given.indexOf(a) < given.indexOf(b))))
        for (const one of shown) {
          // As many are better as stand before it.
          expect(given.filter((other) => isBefore(other, one))).toHaveLength(shown.indexOf(one))
        }
      }),
      { numRuns: runs(400) },
    )
  })

  test('a name that begins with the words stands before one that has them inside, and one opened lately before its like', async () => {
    const inside = await add('/goals', { title: 'The quince harvest' })
    const whole = await add('/goals', { title: 'Quince' })
    const first = await add('/goals', { title: 'Quince jelly' })
    const second = await add('/goals', { title: 'Quince trees' })
    const goalsIn = async (recent: string) =>
      (await (await ask({ line: 'quince', recent })).text()).match(/(?<=href="\/goals\/)[\w-]+(?=")/g)
    expect(await goalsIn(`/goals/${inside} /goals/${first}`)).toEqual([whole, first, second, inside])
    expect(await goalsIn(`/goals/${second} /goals/${first}`)).toEqual([whole, second, first, inside])
  })
})
