import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, origin, request, rows, signedIn } from '../../../test/support/client'
import type { GoalRow } from './schema'
import { shown, text } from './testing'

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

const stored = (client: Client) => rows<GoalRow>('SELECT * FROM goals WHERE user_id = ?', client.userId)

const onPage = (page: string) => ({ part: true, page })

/** The name and text of each chip, without markup. */
const chips = (html: string) =>
  [...html.matchAll(/<span class="chip( open)?"><b>(.*?)<\/b>(.*?)<\/span>/g)].map(
    ([, open, label, content = '']) => `${label}: ${content.replaceAll(/<[^>]*>/g, '').trim()}${open ? ' ?' : ''}`,
  )

describe('while it is typed', () => {
  test('a line says how it is understood', async () => {
    const read = async (entry: string) =>
      chips(await text(client.get(`/capture?${new URLSearchParams({ entry, kind: 'goal' })}`, onPage('/'))))
    expect(await read('')).toEqual([])
    expect(await read('Finish <b> thesis')).toEqual([
      'goal: Finish &lt;b&gt; thesis',
      '+ time: e.g. 5h a week ?',
      '+ date: e.g. by 15 Jan ?',
    ])
    expect(await read('Papers 5h a week by 2031-01-15')).toEqual([
      'goal: Papers',
      'target: 5h a week',
      expect.stringMatching(/^by: Wed 15 Jan 2031, in \d+ (months|years)$/),
    ])
  })

  test('a link with a line leads to the form with every field, filled in', async () => {
    const html = await text(client.get('/goals/new?entry=Finish+%22it%22+2h+a+month+by+2031-01-15'))
    expect(html).toContain('value="Finish &quot;it&quot; 2h a month by 2031-01-15"')
    expect(html).toContain('value="15 Jan 2031"')
    expect(html).toContain('value="2h"')
    expect(html).toMatch(/name="progress_source" value="time" checked/)
    expect(html).toContain('<option value="month" selected')
    expect(html.match(/<h1/g)).toHaveLength(1)
  })
})

describe('once it is sent', () => {
  test('the goal is there, and a toast leads to it and takes it back', async () => {
    const answer = await client.post(
      '/capture',
      { kind: 'goal', entry: 'Papers <i> 5h a week by 2031-01-15' },
      onPage('/stats'),
    )
    expect(answer.status).toBe(200)
    expect(answer.headers.get('HX-Trigger')).toBe('goal-changed')
    const html = await answer.text()
    const [goal] = await stored(client)
    expect(goal).toMatchObject({
      title: 'Papers <i>',
      kind: 'weekly',
      target_minutes: 300,
      target_date: '2031-01-15',
      status: 'not_started',
    })
    expect(html).not.toContain('value="Papers')
    expect(html).toMatch(/id="nav-goals"[^>]*><\/span>/)
    expect(html).toContain(`<a class="link" href="/goals/${goal?.id}"><bdi>Papers &lt;i&gt;</bdi></a>`)
    const undo = /action="([^"]*)" hx-post="[^"]*" hx-target="closest \[data-toast\]"/.exec(html)?.[1] ?? ''
    expect((await client.post(undo, {}, onPage('/stats'))).status).toBe(200)
    expect(await text(client.get('/goals'))).toContain('No goals yet')
  })

  test('on the list of goals its row comes too', async () => {
    const html = await text(
      client.post('/capture', { kind: 'goal', entry: 'Finish thesis' }, onPage('/goals?sort=title')),
    )
    expect(shown(html).not_started).toEqual(['Finish thesis'])
    expect(html).toMatch(/id="goals-not_started-count"[^>]*>1</)
    const elsewhere = await text(client.post('/capture', { kind: 'goal', entry: 'Another' }, onPage('/goals/new')))
    expect(elsewhere).not.toContain('goals-not_started-rows')
  })

  test('without script leads to the list', async () => {
    const answer = await client.post('/capture', { kind: 'goal', entry: 'Finish thesis' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/goals'])
  })

  test.each([
    [{ kind: 'goal' }, 'Enter a line'],
    [{ kind: 'goal', entry: ' \u200b ' }, 'Enter a line'],
    [{ kind: 'goal', entry: `${'x'.repeat(201)} by 2031-01-15` }, 'A title has at most 200 characters'],
  ])('what is no goal is refused in the dialog, and on a page', async (fields, message) => {
    for (const how of [{}, onPage('/')]) {
      const answer = await client.post('/capture', fields, how)
      const html = await answer.text()
      expect([answer.status, html]).toEqual([422, expect.stringContaining(message)])
      expect(html.includes('<h1')).toBe(!('part' in how))
    }
  })

  test('what is not understood is asked about, and added as it stands once somebody says so', async () => {
    const entry = 'Weigh 70 kg by 2031-01-15'
    const ask = (fields: object) => client.post('/capture', { kind: 'goal', entry, ...fields })
    const asked = await ask({})
    const html = await asked.text()
    expect([asked.status, html]).toEqual([422, expect.stringContaining('“70 kg” is not understood')])
    expect(html).toContain('name="as_it_stands" value="1"')
    expect((await ask({ as_it_stands: '1', asked: 'another line' })).status).toBe(422)
    const { id } = (await (await client.json('POST', '/api/v1/projects', { name: 'Beta' })).json()) as { id: string }
    const uncounted = { kind: 'goal', entry: 'Some of @Beta by 2031-01-15' }
    const ofBeta = await client.post('/capture', uncounted)
    expect([ofBeta.status, await ofBeta.text()]).toEqual([422, expect.stringContaining('Enter a time for Beta')])
    expect(await stored(client)).toEqual([])
    expect((await ask({ as_it_stands: '1', asked: entry })).status).toBe(303)
    await client.post('/capture', { kind: 'goal', entry: '40h of @Beta by 2031-01-15' })
    expect(await stored(client)).toMatchObject([
      { title: 'Weigh 70 kg', target_date: '2031-01-15' },
      { title: '40h of Beta', target_minutes: 2400, counts: JSON.stringify([`project:${id}`]) },
    ])
  })

  test('a title of 200 characters may be followed by a date', async () => {
    const entry = `${'x'.repeat(200)} by 2031-01-15`
    expect((await client.post('/capture', { kind: 'goal', entry }, onPage('/'))).status).toBe(200)
    expect(await stored(client)).toMatchObject([{ title: 'x'.repeat(200), target_date: '2031-01-15' }])
  })
})

test('a goal deleted from its toast goes from the list, and the toast with it', async () => {
  await client.post('/capture', { kind: 'goal', entry: 'Finish thesis' })
  const [goal] = await stored(client)
  const headers = {
    Cookie: client.cookie,
    Origin: origin,
    'HX-Request-Type': 'partial',
    'X-Regions': '/goals',
    'HX-Target': 'div',
  }
  const html = await text(request(`/goals/${goal?.id}/delete`, { method: 'POST', headers }))
  expect(html.startsWith('<hx-partial')).toBe(true)
  expect(shown(html).not_started).toEqual([])
})

test('every page has the palette once', async () => {
  const html = await text(client.get('/settings'))
  expect(html.match(/id="palette"/g)).toHaveLength(1)
})
