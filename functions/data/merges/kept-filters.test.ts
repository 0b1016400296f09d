import { expect, test } from 'vitest'
import { type Client, origin, rows, signedIn } from '../../../test/support/client'
import { utc } from '../../../test/support/times'
import { put, putProject, words } from '../../time/sessions/testing'
import { state, undoLast } from '../changes/testing'

const [from, to] = ['2026-03-01', '2026-03-31']

const idOf = async (client: Client, name: string) =>
  (await rows<{ id: string }>('SELECT id FROM organizations WHERE user_id = ? AND name = ?', client.userId, name))[0]
    ?.id ?? ''

/** Acme and Zoo with a project each, and sessions of each, some tagged. */
const settle = async () => {
  const client = await signedIn(utc)
  const [site, shop] = [await putProject(client, 'Site', 'Acme'), await putProject(client, 'Shop', 'Zoo')]
  const [acme, zoo] = [await idOf(client, 'Acme'), await idOf(client, 'Zoo')]
  await put(client, '2026-03-03T09:00Z', 90, { ...utc, project_id: site, tags: ['old'] })
  await put(client, '2026-03-04T09:00Z', 30, { ...utc, project_id: site })
  await put(client, '2026-03-05T09:00Z', 20, { ...utc, tags: ['old'] })
  return { client, site, shop, acme, zoo }
}

/** A filter in a kept report that is sealed, a view and a goal; `figures` is what each shows. */
const keep = async (client: Client, subject: string) => {
  const report = await client.made<{ sealed_url: string; filter: string }>('/reports', {
    ...{ title: 'March', from, to, filter: subject, seal: true },
  })
  const query = `from=${from}&to=${to}&${new URLSearchParams({ subject })}`
  const view = await client.made<{ query: string }>('/views', { name: 'March', page: 'sessions', query })
  const counts = { any_of: [subject] }
  const goal = await client.made<{ counts: object }>('/goals', {
    ...{ title: 'Hours', measure: 'time', target: 36_000, counts, start_date: from, target_date: to },
  })
  const figures = async () => {
    const shown = /Total<\/th>.*?<\/tr>/s.exec(await (await client.get(`/reports/${report.id}`)).text())?.[0] ?? ''
    const opened = await client.get((await client.get(`/views/${view.id}`)).headers.get('Location') ?? '')
    const progress = await (await client.json('GET', `/api/v1/goals/${goal.id}`)).json<{ tracked_seconds: number }>()
    const changes = await client.json('GET', `/api/v1/reports/${report.id}/changes`)
    const { items } = await changes.json<{ items: { kind: string }[] }>()
    return {
      report: words(shown),
      view: /data-total="(\d+)"/.exec(await opened.text())?.[1],
      goal: progress.tracked_seconds,
      isShorter: items.some(({ kind }) => kind === 'removed' || kind === 'shortened'),
    }
  }
  return { report, view, goal, figures }
}

type Settled = Awaited<ReturnType<typeof settle>>

test.each<[string, (of: Settled) => string, (of: Settled) => Promise<Response>, seconds: number]>([
  [
    'a merged project',
    ({ site }) => `project:${site}`,
    ({ client, site, shop }) => client.post(`/projects/${site}/merge`, { into: shop }),
    7200,
  ],
  [
    'a merged client',
    ({ acme }) => `organization:${acme}`,
    ({ client, acme, zoo }) => client.post(`/organizations/${acme}/merge`, { into: zoo }),
    7200,
  ],
  [
    'a merged client that is named',
    () => 'client:=ACME',
    ({ client, acme, zoo }) => client.post(`/organizations/${acme}/merge`, { into: zoo }),
    7200,
  ],
  [
    'a renamed client',
    () => 'client:=Acme',
    ({ client, acme }) => client.json('PATCH', `/api/v1/organizations/${acme}`, { name: 'Acme Ltd' }),
    7200,
  ],
  [
    'a renamed tag',
    () => 'tag:#old',
    ({ client }) => client.post('/tags/selected', { ids: 'old', act: 'rename', typed: 'rename', name: 'new' }),
    6600,
  ],
])('reports, seals, views and goals follow %s, and Undo takes it back', async (_, subject, change, seconds) => {
  const of = await settle()
  const { client } = of
  const { figures } = await keep(client, subject(of))
  const before = await figures()
  expect(before).toEqual({
    ...{ report: expect.stringContaining('h'), view: String(seconds), goal: seconds, isShorter: false },
  })
  const known = await state(client)
  expect((await change(of)).status).toBeLessThan(400)
  expect(await figures()).toEqual(before)
  expect((await undoLast(client)).status).toBe(303)
  expect(await state(client)).toBe(known)
  expect(await figures()).toEqual(before)
})

test('a client that a filter names is stored by its id, from JSON, forms and addresses, and older names follow', async () => {
  const { client, acme } = await settle()
  const { report, view, goal, figures } = await keep(client, 'client:=acme')
  expect([report.filter, view.query, goal.counts]).toEqual([
    `organization:${acme}`,
    `to=${to}&from=${from}&subject=organization%3A${acme}`,
    { any_of: [`organization:${acme}`] },
  ])
  const patched = await client.json('PATCH', `/api/v1/views/${view.id}`, { query: 'client=Acme&not_client=Nobody' })
  expect((await patched.json<{ query: string }>()).query).toBe(`organization=${acme}&not_client=Nobody`)
  const form = { title: 'March', from_date: from, to_date: to, subject: 'client:=Acme' }
  expect((await client.post('/reports', form, { headers: { Origin: origin } })).status).toBe(303)
  expect(await rows('SELECT DISTINCT subject FROM reports WHERE user_id = ?', client.userId)).toEqual([
    { subject: `organization:${acme}` },
  ])
  // Filters from before have the name.
  await rows(`UPDATE views SET query = 'from=${from}&to=${to}&client=Acme' WHERE user_id = ?`, client.userId)
  await rows("UPDATE reports SET subject = 'client:=Acme' WHERE user_id = ?", client.userId)
  await rows(`UPDATE goals SET counts = '["client:=acme"]' WHERE user_id = ?`, client.userId)
  const before = await figures()
  await client.json('PATCH', `/api/v1/organizations/${acme}`, { name: 'Acme Ltd' })
  expect(await figures()).toEqual(before)
})

test('the time before a project moves stays with its client in reports, statistics and filters', async () => {
  const { client, site, shop, acme, zoo } = await settle()
  const free = await putProject(client, 'Free')
  await put(client, '2026-03-06T09:00Z', 15, { ...utc, project_id: free })
  const range = `from=${from}&to=${to}`
  type Shares = { groups?: Share[]; items?: Share[] }
  type Share = { key: string | null; total_seconds: number }
  const read = async (path: string) => (await client.json('GET', path)).json<Shares & { total_seconds: number }>()
  const figures = async () => {
    const [report, shares, ...sums] = await Promise.all([
      read(`/api/v1/report?${range}&group=client`),
      read(`/api/v1/stats/breakdown?${range}&by=organization`),
      ...[`organization:${acme}`, 'client:=Acme', `organization:${zoo}`, 'organization:none', 'client:=Zoo'].map(
        (subject) => read(`/api/v1/stats?${new URLSearchParams({ from, to, subject })}`),
      ),
    ])
    const by = (all: Share[] = []) =>
      Object.fromEntries(
        all.map(({ key, total_seconds }) => [key?.replace('organization:', '') ?? 'none', total_seconds]),
      )
    return [by(report?.groups), by(shares?.items), sums.map(({ total_seconds }) => total_seconds)]
  }
  const all = { [acme]: 7200, none: 2100 }
  const before = await figures()
  expect(before).toEqual([all, all, [7200, 7200, 0, 2100, 0]])
  const known = await state(client)
  const move = (id: string, name: string) => client.json('PATCH', `/api/v1/projects/${id}`, { client: name })
  await move(site, 'Zoo')
  expect(await figures()).toEqual(before)
  expect((await undoLast(client)).status).toBe(303)
  expect(await state(client)).toBe(known)
  await move(site, '')
  expect(await figures()).toEqual(before)
  // The first client of a project is that of all its time, until Undo.
  await move(free, 'Zoo')
  const first = { [acme]: 7200, [zoo]: 900, none: 1200 }
  expect(await figures()).toEqual([first, first, [7200, 7200, 900, 1200, 900]])
  expect((await undoLast(client)).status).toBe(303)
  expect(await figures()).toEqual(before)
  // Of a client that is merged, it is the other's.
  await move(site, 'Acme')
  await client.post(`/organizations/${acme}/merge`, { into: zoo })
  // Days later.
  await rows("UPDATE former_clients SET until_date = '2026-06-01' WHERE user_id = ?", client.userId)
  for (const id of [site, shop]) await move(id, '')
  const merged = { [zoo]: 7200, none: 2100 }
  expect(await figures()).toEqual([merged, merged, [0, 0, 7200, 2100, 7200]])
})

test.each([
  ['project', 'Project that was deleted'],
  ['organization', 'Organization that was deleted'],
  ['goal', 'Goal that was deleted'],
])('a view of a %s that is gone shows nothing, and says so', async (kind, label) => {
  const { client } = await settle()
  for (const page of ['sessions', 'stats', 'report', 'week']) {
    const view = { name: 'Gone', page, query: `range=this-year&subject=${kind}:none-such`, is_default: true }
    const { id } = await client.made('/views', view)
    const address = (await client.get(`/views/${id}`)).headers.get('Location') ?? ''
    for (const path of [address, `/${page}`]) {
      const answer = await client.get(path)
      const html = await answer.text()
      expect([path, answer.status, html.includes(label)]).toEqual([path, 200, true])
      expect([path, html.includes('data-total="7200"'), html.includes('2h 20m')]).toEqual([path, false, false])
    }
  }
})
