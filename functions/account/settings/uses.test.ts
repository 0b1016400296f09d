import { describe, expect, it } from 'vitest'
import { origin, request, rows, signedIn } from '../../../test/support/client'
import { factsOf } from '../../lib/feature'
import { readPreferences } from '../../lib/preferences'
import { isUsed, type UsedPart, uses } from '../../lib/uses'
import { askFor, cookieOf, newEmail, post, postJson } from '../auth/magic-link/testing'

const preferencesOf = async (where: 'id' | 'email', value: string) => {
  const [user] = await rows<{ preferences: string }>(`SELECT preferences FROM users WHERE ${where} = ?`, value)
  return readPreferences(user?.preferences ?? '')
}

const signUp = async (next?: string) => {
  const email = newEmail()
  const answer = await post('/auth/verify', { token: (await askFor(email, next ? { next } : {})).token })
  return { email, answer, headers: { Origin: origin, Cookie: `session=${cookieOf(answer)}` } }
}

describe('the first sign-in', () => {
  it('asks a new account what it uses, and no other sign-in does', async () => {
    const { email, answer, headers } = await signUp('/goals')
    expect(answer.headers.get('Location')).toBe('/welcome?next=%2Fgoals')
    const html = await (await request('/welcome?next=%2Fgoals', { headers })).text()
    expect(html).toContain('name="next" value="/goals"')
    for (const use of uses) {
      expect(new RegExp(`id="uses-${use}"[^>]*checked`).test(html)).toBe(['time', 'tasks'].includes(use))
    }
    const again = await post('/auth/verify', { token: (await askFor(email, { next: '/goals' })).token })
    expect(again.headers.get('Location')).toBe('/goals')
  })

  it('goes on to the page that was wanted, with what was chosen', async () => {
    const { email, headers } = await signUp()
    const body = new URLSearchParams([...['', 'learning', 'apps'].map((use) => ['uses', use]), ['next', '/plans']])
    const answer = await request('/welcome', { method: 'POST', headers, body })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/plans'])
    expect(await preferencesOf('email', email)).toMatchObject({ uses: ['learning', 'apps'], first_hour: true })
  })

  it.each([
    ['timer', '/#entry', []],
    ['goals', '/goals/new', []],
    ['toggl', '/sessions/import?from=Toggl+Track', ['time']],
    ['clockify', '/sessions/import?from=Clockify', ['time']],
    ['calendar', '/meetings/import', ['journal']],
  ])('begins with %s where one asks for it, with the part that it needs', async (begin, path, added) => {
    const client = await signedIn()
    expect(await (await client.get('/welcome')).text()).toContain(`id="begin-${begin}"`)
    const answer = await client.post('/welcome', { uses: ['', 'tasks'], begin })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, path])
    expect((await preferencesOf('id', client.userId)).uses.toSorted()).toEqual(['tasks', ...added].toSorted())
    expect((await client.get(path.replace('#entry', ''))).status).toBe(200)
  })

  it('asks nobody how to begin who came for a page', async () => {
    const html = await (await (await signedIn()).get('/welcome?next=%2Fgoals')).text()
    expect(html).not.toContain('name="begin"')
  })

  it('says on the page of an import how to get the file of the tool', async () => {
    const client = await signedIn()
    const html = async (from: string) => (await client.get(`/sessions/import?from=${from}`)).text()
    expect(await html('Clockify')).toContain('To get it from Clockify: Reports → Detailed → Export → Save as CSV')
    expect(await html('Elsewhere')).not.toContain('To get it from')
  })

  it('has a new account that skips it track time and plan tasks', async () => {
    const { email } = await signUp()
    expect(await preferencesOf('email', email)).toMatchObject({ uses: ['time', 'tasks'] })
  })

  it('takes nothing from an account of a program, whose person is not asked', async () => {
    const email = newEmail()
    await postJson('/auth/magic-link', { email, client: 'cli' })
    const [mail] = await rows<{ text: string }>('SELECT text FROM outbox WHERE recipient = ?', email)
    const token = /token=(\S+)/.exec(mail?.text ?? '')?.[1] ?? ''
    expect((await postJson('/auth/verify', { token })).status).toBe(200)
    expect(await preferencesOf('email', email)).toMatchObject({ uses: [...uses] })
  })

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example'])('leads to no other site: %s', async (next) => {
    const client = await signedIn()
    const html = await (await client.get(`/welcome?${new URLSearchParams({ next })}`)).text()
    expect(html).toContain('name="next" value="/"')
    expect((await client.post('/welcome', { uses: '', next })).headers.get('Location')).toBe('/')
  })

  it('shows the question again, with what was typed, where the answer is none', async () => {
    const client = await signedIn()
    const answer = await client.post('/welcome', { uses: ['', 'tasks', 'games'], next: '/goals' })
    expect(answer.status).toBe(422)
    const noWay = await client.post('/welcome', { uses: '', begin: 'games', next: '/' })
    expect([noWay.status, await noWay.text()]).toEqual([422, expect.stringContaining('Choose one of the options')])
    const html = await answer.text()
    expect(html).toContain('Choose from time, tasks, learning, apps, journal, pulls')
    expect(html).toMatch(/id="uses-tasks"[^>]*checked/)
    expect(html).not.toMatch(/id="uses-time"[^>]*checked/)
    expect(html).toContain('name="next" value="/goals"')
  })
})

describe('an account without a choice', () => {
  it('uses everything: it is older than the question', () => {
    expect(readPreferences('{}').uses).toEqual([...uses])
    expect(readPreferences('{"uses":["games"]}').uses).toEqual([...uses])
    expect(readPreferences('{"uses":[]}').uses).toEqual([])
  })
})

describe('the API', () => {
  it('reads and writes the choice', async () => {
    const client = await signedIn()
    const me = async () => (await client.json('GET', '/api/v1/me')).json<{ preferences: object }>()
    expect((await me()).preferences).toMatchObject({ uses: [...uses], first_hour: false })
    const preferences = { uses: ['journal', 'time', 'time'], first_hour: true }
    expect((await client.json('PATCH', '/api/v1/me', { preferences })).status).toBe(200)
    expect((await me()).preferences).toMatchObject({ uses: ['time', 'journal'], first_hour: true })
    const refused = await client.json('PATCH', '/api/v1/me', { preferences: { uses: ['games'] } })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('preferences.uses')
  })
})

describe('a page of a part that is off', () => {
  const pages: [path: string, use: UsedPart][] = [
    ['/sessions', 'time'],
    ['/stats', 'time'],
    ['/tasks/all', 'tasks'],
    ['/cards', 'learning'],
    ['/review', 'learning'],
    ['/stats/cards', 'learning'],
    ['/whitelists', 'apps'],
    ['/meetings', 'journal'],
    ['/review/week', 'journal'],
    ['/energy', 'journal'],
  ]

  it.each(pages)('%s works, and says how to turn it on', async (path, use) => {
    const facts = factsOf('GET', path)
    expect(facts.use).toBe(use)
    const client = await signedIn({ uses: uses.filter((one) => one !== use) })
    const answer = await client.get(path)
    expect(answer.status).toBeLessThan(400)
    if (answer.status === 200) expect(await answer.text()).toContain(`name="use" value="${use}"`)
    const on = await client.post('/settings/uses', { use }, { page: path })
    expect([on.status, on.headers.get('Location')]).toEqual([303, path])
    expect(await (await client.get(path)).text()).not.toContain('action="/settings/uses"')
    expect((await preferencesOf('id', client.userId)).uses).toEqual([...uses])
  })

  it.each(['/', '/goals', '/projects', '/tags', '/settings', '/search', '/deleted'])('is not %s', async (path) => {
    const client = await signedIn({ uses: [] })
    expect(await (await client.get(path)).text()).not.toContain('action="/settings/uses"')
  })

  it('leaves no button that starts the timer on other pages, nor in their fragments', async () => {
    const client = await signedIn({ uses: uses.filter((one) => one !== 'time') })
    const { add } = client
    const project_id = await add('/projects', { name: 'Site' })
    const goal = await add('/goals', { title: 'Finish' })
    const task = await add('/tasks', { title: 'Call' })
    const meeting = await add('/meetings', { title: 'Review', date: '2026-03-08' })
    await add('/sessions', { title: 'Call', started_at: '2026-03-08T09:00:00Z', duration_seconds: 1500, project_id })
    const pages = [
      '/',
      '/tasks/all',
      `/tasks/${task}`,
      '/goals',
      `/goals/${goal}`,
      '/projects',
      `/projects/${project_id}`,
    ]
    const fragment = { part: true, page: '/tasks/all' }
    const answers = [
      ...[...pages, `/meetings/${meeting}`, '/search?q=call'].map((path) => client.get(path)),
      client.get(`/tasks/${task}/timer`, fragment),
      client.get(`/meetings/${meeting}/session`, fragment),
      client.post(`/tasks/${task}/schedule`, { to: 'tomorrow' }, fragment),
    ]
    for (const answer of await Promise.all(answers)) {
      const html = (await answer.text())
        .replace('<form id="play"', '')
        .replace(/action="\/timer\/start"[^>]*><\/form>/, '')
      expect([answer.url, /\/timer\/start|Start again|\/start"|timer-switch/.exec(html)?.[0]]).toEqual([
        answer.url,
        undefined,
      ])
    }
    const keys = await (await client.get('/settings/keyboard')).text()
    expect(keys).not.toMatch(/start the timer|logs the last/)
    expect(keys).toContain('sets the task’s estimate')
  })

  it('refuses a part that is none', async () => {
    const client = await signedIn({ uses: [] })
    const answer = await client.post('/settings/uses', { use: 'games' })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('Choose one of the options')
    expect(isUsed({ preferences: await preferencesOf('id', client.userId) }, 'time')).toBe(false)
  })
})

it('the first question offers to sign out', async () => {
  const html = await (await (await signedIn()).get('/welcome')).text()
  expect(html).toMatch(/<form method="post" action="\/auth\/sign-out">/)
})
