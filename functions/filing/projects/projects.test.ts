import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn, text } from '../../../test/support/client'
import { subjectTotals } from '../../../test/support/models/sums'
import { actOn, flashed, state, undoLast } from '../../data/changes/testing'
import { clientOf } from '../../lib/org'
import { put, putProject } from '../../time/sessions/testing'
import { addProjects } from './queries'
import type { ProjectRow } from './schema'

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

type Stored = ProjectRow & { name_key: string; deleted_at: number | null }

const part = { part: true, page: '/projects' }
const taken = 'There is already a project with this name'

const everything = (client: Client) =>
  rows<Stored>(
    `SELECT *, ${clientOf()} AS client FROM projects WHERE user_id = ? ORDER BY created_at, id`,
    client.userId,
  )

const stored = async (client: Client, id: string) => {
  const found = (await everything(client)).find((row) => row.id === id)
  if (!found) throw new Error('there is no such project')
  return found
}

const added = async (client: Client, name: string, fields: Record<string, string> = {}) => {
  expect((await client.post('/projects', { name, ...fields })).status).toBe(303)
  const project = (await everything(client)).findLast((row) => row.name === name.trim())
  if (!project) throw new Error('the project was not added')
  return project
}

/** The names under each heading. */
const shown = async () => {
  const html = await text(client.get('/projects'))
  return ['active', 'inactive'].map((status) => {
    const [, list = ''] = new RegExp(`id="projects-${status}".*?<ul[^>]*>(.*?)</section>`, 's').exec(html) ?? []
    return [...list.matchAll(/class="row-title"[^>]*><span><span class="dot hue-\w+"><\/span><bdi>(.*?)</g)].map(
      ([, name]) => name,
    )
  })
}

describe('a project', () => {
  test('needs a name alone, and is listed by client, inactive ones apart', async () => {
    const thesis = await added(client, ' Thesis ')
    expect(thesis).toMatchObject({ client: '', classification: 'work', status: 'active', color: 'slate' })
    await added(client, 'Site', { client: 'Zoo' })
    await added(client, 'Site', { client: 'Arts' })
    expect(await shown()).toEqual([['Site', 'Site', 'Thesis'], []])
    await client.post(`/projects/${thesis.id}`, { name: 'Tesis', status: 'inactive', seq: thesis.seq })
    expect(await shown()).toEqual([['Site', 'Site'], ['Tesis']])
  })

  test.each([
    ['a long name', { name: 'x'.repeat(101) }, 'Use at most 100 characters for the name'],
    ['a long client', { name: 'A', client: 'x'.repeat(101) }, 'Use at most 100 characters for the organization'],
    ['an unknown colour', { name: 'A', color: 'red' }, 'Choose a colour'],
    ['an unknown use', { name: 'A', classification: 'fun' }, 'Choose a type'],
    ['a repository without an owner', { name: 'A', repository: 'a' }, 'Enter the repository as owner/name'],
    ['a repository with more', { name: 'A', repository: 'a/b/c' }, 'Enter the repository as owner/name'],
    ['a long tech', { name: 'A', tech_stack: 'x'.repeat(51) }, 'A tag has at most 50 characters'],
    ['an unknown organization', { name: 'A', organization_id: 'x' }, 'Choose an organization from the list'],
  ])('with %s is refused', async (_, fields, message) => {
    const answer = await client.post('/projects', fields, part)
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(message)])
    expect(await everything(client)).toEqual([])
  })

  test('has its name once under a client, ignoring case, and once more under another', async () => {
    const site = await added(client, 'Site', { client: 'Zoo' })
    const other = await added(client, 'Site', { client: 'Arts' })
    const before = await everything(client)
    for (const [path, fields] of [
      ['/projects', { name: ' SITE', client: 'zoo' }],
      [`/projects/${other.id}`, { name: 'site', client: 'ZOO', seq: other.seq }],
    ] as const) {
      const answer = await client.post(path, fields)
      expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(taken)])
    }
    expect(await everything(client)).toEqual(before)
    await client.post(`/projects/${site.id}`, { name: 'SITE', client: 'Zoo', seq: site.seq })
    expect((await stored(client, site.id)).name).toBe('SITE')
    await added(await signedIn(), 'Site', { client: 'Zoo' })
  })
})

describe('the client of a project', () => {
  const organizations = () =>
    rows<{ id: string; name: string; type: string }>(
      'SELECT id, name, type FROM organizations WHERE user_id = ? AND deleted_at IS NULL ORDER BY name',
      client.userId,
    )
  const send = async (method: string, path: string, body: object) => {
    const answer = await client.json(method, `/api/v1${path}`, body)
    return { status: answer.status, json: await answer.json<Record<string, unknown> & { id: string }>() }
  }

  test('is its organization: found by its name, ignoring case, or added as a client', async () => {
    const { json: zoo } = await send('POST', '/organizations', { name: 'Zoo', type: 'employer' })
    const { json: site } = await send('POST', '/projects', { name: 'Site', client: 'ZOO' })
    expect(site).toMatchObject({ client: 'Zoo', organization_id: zoo.id })
    const { json: shop } = await send('POST', '/projects', { name: 'Shop', client: ' Acme ' })
    expect(await organizations()).toMatchObject([
      { name: 'Acme', type: 'client' },
      { name: 'Zoo', type: 'employer' },
    ])
    expect(shop.organization_id).toBe((await organizations())[0]?.id)
    const { json: named } = await send('POST', '/projects', { name: 'App', organization_id: zoo.id })
    expect(named).toMatchObject({ client: 'Zoo', organization_id: zoo.id })
    expect((await send('POST', '/projects', { name: 'Own' })).json).toMatchObject({ client: '', organization_id: null })
  })

  test('moves with either of the two that an edit names, and is gone with its organization', async () => {
    const { json: zoo } = await send('POST', '/organizations', { name: 'Zoo' })
    const { json: project } = await send('POST', '/projects', { name: 'Site', client: 'Acme' })
    const acme = project.organization_id
    const path = `/projects/${project.id}`
    const edits: [object, string, unknown][] = [
      [{ organization_id: zoo.id }, 'Zoo', zoo.id],
      [{ client: 'acme' }, 'Acme', acme],
      [{ client: 'zoo', organization_id: zoo.id }, 'Zoo', zoo.id],
      [{ client: '' }, '', null],
      [{ client: 'Acme', organization_id: null }, 'Acme', acme],
      [{ organization_id: null }, '', null],
      [{ client: '', organization_id: zoo.id }, 'Zoo', zoo.id],
    ]
    for (const [body, of, id] of edits)
      expect([body, (await send('PATCH', path, body)).json]).toMatchObject([body, { client: of, organization_id: id }])
    await client.json('DELETE', `/api/v1/organizations/${zoo.id}`)
    expect(await (await client.json('GET', `/api/v1${path}`)).json()).toMatchObject({
      client: '',
      organization_id: null,
    })
  })

  test('that is not the organization named with it is refused', async () => {
    const { json: zoo } = await send('POST', '/organizations', { name: 'Zoo' })
    const { json: project } = await send('POST', '/projects', { name: 'Site' })
    const both = { client: 'Acme', organization_id: zoo.id }
    for (const [method, path, body] of [
      ['POST', '/projects', { name: 'Shop', ...both }],
      ['PATCH', `/projects/${project.id}`, both],
    ] as const) {
      const { status, json } = await send(method, path, body)
      expect([status, json.errors]).toEqual([422, [expect.objectContaining({ path: 'client' })]])
    }
    expect((await organizations()).map(({ name }) => name)).toEqual(['Zoo'])
  })

  test('added by a form in an organization is that one, unless the form names another or none', async () => {
    const { json: zoo } = await send('POST', '/organizations', { name: 'Zoo' })
    const page = `/projects?org=${zoo.id}`
    expect(await text(client.get(`/projects/new?org=${zoo.id}`))).toMatch(
      /name="client"[^>]*value="Zoo"|value="Zoo"[^>]*name="client"/,
    )
    for (const [name, fields, of] of [
      ['A', {}, 'Zoo'],
      ['B', { client: '' }, ''],
      ['C', { client: 'Acme' }, 'Acme'],
    ] as const) {
      await client.post('/projects', { name, ...fields }, { page })
      expect((await everything(client)).find((row) => row.name === name)?.client).toBe(of)
    }
  })
})

test('an edit of the colour answers that row alone', async () => {
  const project = await added(client, 'Thesis')
  const other = await added(client, 'Other')
  const html = await text(
    client.post(`/projects/${project.id}`, { color: 'jade', name: 'Thesis', seq: project.seq }, part),
  )
  expect(html.startsWith(`<li id="project-${project.id}"`)).toBe(true)
  expect(html).toContain('hue-jade')
  expect(html).not.toContain(other.id)
})

describe('a new name', () => {
  test('is said with its Undo', async () => {
    const { id, seq } = await added(client, 'Thesis')
    const answer = await client.post(`/projects/${id}`, { name: 'Tesis', seq })
    expect(flashed(answer)).toContain('Renamed “Thesis” to “Tesis”')
    const renamed = await stored(client, id)
    const fields = { name: 'Tesis', client: 'UNAM', seq: renamed.seq }
    const html = await text(client.post(`/projects/${id}`, fields, part))
    expect(html).toContain('Renamed “Tesis” to “Tesis, UNAM”')
    expect(html).toMatch(/hx-post="\/changes\/[^"]+\/undo"/)
  })

  test('through the API is listed and undone as one in the browser', async () => {
    const { id } = await added(client, 'Thesis')
    const before = await state(client)
    expect((await client.json('PATCH', `/api/v1/projects/${id}`, { name: 'Tesis', client: 'UNAM' })).status).toBe(200)
    expect(await text(client.get('/changes'))).toContain('Renamed “Thesis” to “Tesis, UNAM”')
    expect((await undoLast(client)).status).toBe(303)
    expect(await state(client)).toBe(before)
    await client.json('PATCH', `/api/v1/projects/${id}`, { status: 'inactive' })
    expect(await rows('SELECT id FROM changes WHERE user_id = ?', client.userId)).toEqual([])
  })

  test('that another project has offers to merge the two', async () => {
    const [first, second] = [await added(client, 'Thesis'), await added(client, 'Tesis')]
    for (const how of [part, {}]) {
      const answer = await client.post(`/projects/${second.id}`, { name: 'THESIS', seq: second.seq }, how)
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain(`href="/projects/${second.id}/merge?into=${first.id}"`)
    }
  })
})

describe('many projects', () => {
  test('come by pages of 200, active ones first, each once', async () => {
    const fields = { classification: 'work', color: 'jade', import_id: null } as const
    const made = Array.from({ length: 450 }, (_, n) => ({
      ...{ ...fields, id: `p${n}`, name: `Project ${n % 90}` },
      client: ['', 'Arts', 'arts B', 'Zoo', 'zoo <b>'][Math.floor(n / 90)] ?? '',
    }))
    await env.DB.batch(addProjects(env.DB, client.userId, made, 1))
    await rows("UPDATE projects SET status = 'inactive' WHERE user_id = ? AND id LIKE '%7'", client.userId)
    const seen: string[] = []
    let next: string | undefined = '/projects'
    while (next) {
      const html: string = await text(client.get(next))
      const ids = [...html.matchAll(/<li id="project-(p\d+)"/g)].flatMap(([, id]) => id ?? [])
      expect(ids.length).toBeLessThanOrEqual(200)
      seen.push(...ids)
      next = /href="([^"]*)" rel="next"/.exec(html)?.[1]
    }
    expect(seen.toSorted()).toEqual(made.map(({ id }) => id).toSorted())
    const inactive = seen.map((id) => id.endsWith('7'))
    expect(inactive).toEqual(inactive.toSorted())
  })
})

test('setting a project inactive moves it, and Undo sets it active', async () => {
  const { id } = await added(client, 'Thesis')
  const html = await text(client.post(`/projects/${id}/deactivate`, {}, part))
  expect(html).toContain('id="project-list" hx-swap-oob="outerMorph"')
  expect(html).toContain(`hx-post="/projects/${id}/activate"`)
  expect(await shown()).toEqual([[], ['Thesis']])
  await client.post(`/projects/${id}/activate`)
  expect(await shown()).toEqual([['Thesis'], []])
})

test('those used last come first, and one used before this week has no share of it', async () => {
  const [garden, attic] = [await added(client, 'Garden'), await added(client, 'Attic')]
  for (const [day, { id }] of [
    ['01', garden],
    ['02', attic],
    ['03', garden],
  ] as const)
    await put(client, `2026-03-${day}T09:00:00Z`, 60, { project_id: id })
  expect((await shown())[0]).toEqual(['Garden', 'Attic'])
  const html = await text(client.get('/projects'))
  expect(/title="([^"]*) of this week"/.exec(html)?.[1]).toBe('0 %')
})

describe('sums', () => {
  const clientSums = async () => {
    const answer = await client.json('GET', '/api/v1/stats/breakdown?by=client&from=2026-03-01&to=2026-03-31')
    const { items } = await answer.json<{ items: { total_seconds: number }[] }>()
    return items.map(({ total_seconds }) => total_seconds)
  }

  const tracked = async () => {
    const id = await putProject(client, 'Thesis', 'UNAM')
    const other = await putProject(client, 'Site', 'Zoo')
    await put(client, '2026-03-03T09:00:00Z', 140, { project_id: id })
    await put(client, '2026-03-04T09:00:00Z', 60, { project_id: id })
    await put(client, '2026-03-04T12:00:00Z', 30, { project_id: other })
    const save = async (fields: Record<string, string>) => {
      const { seq, name, client: of } = await stored(client, id)
      const answer = await client.post(`/projects/${id}`, { name, client: of, ...fields, seq }, part)
      expect(answer.status).toBe(200)
      return answer.text()
    }
    return { id, save }
  }

  test('that an edit can move stand in its form, and those that moved in its toast', async () => {
    const { id, save } = await tracked()
    expect(await clientSums()).toEqual([12_000, 1_800])
    const form = await text(client.get(`/projects/${id}/edit`))
    expect(form).toContain('2 sessions (3h 20m) count under <bdi>UNAM</bdi> and Work.')
    expect(await save({ client: 'Zoo' })).toContain('Time until today stays with UNAM.')
    expect(await clientSums()).toEqual([12_000, 1_800])
    expect(await save({ client: '' })).toContain('Time until today stays with Zoo.')
    expect(await clientSums()).toEqual([12_000, 1_800])
    const before = await client.heads()
    const retyped = await save({ classification: 'learning' })
    expect(retyped).toContain('Project saved. 2 sessions (3h 20m) moved from Work to Learning.')
    expect((await client.heads())?.stats_seq).toBe((before?.seq ?? 0) + 1)
    const stats = await text(client.get('/stats?from=2026-03-01&to=2026-03-31&by=classification'))
    expect(stats).toMatch(/subject=classification:learning[^>]*data-figure="12000"/)
  })

  test('stay as they are when a project is renamed, archived or has nothing tracked, and nothing is said to move', async () => {
    const { id, save } = await tracked()
    const sums = async () => [
      await clientSums(),
      await rows(`SELECT * FROM ${subjectTotals} WHERE user_id = ? ORDER BY subject`, client.userId),
    ]
    const before = await sums()
    const edits: Record<string, string>[] = [
      { name: 'Tesis' },
      { client: 'unam' },
      { color: 'rose' },
      { status: 'inactive' },
    ]
    for (const fields of edits) {
      expect(await save(fields)).not.toContain(' moved from ')
      expect(await sums()).toEqual(before)
    }
    const activated = await text(client.post(`/projects/${id}/activate`, {}, part))
    expect(activated).toContain('Unarchived. 2 sessions (3h 20m) still count')
    const archived = await text(client.post(`/projects/${id}/deactivate`, {}, part))
    expect(archived).toContain('Archived. 2 sessions (3h 20m) still count')
    expect(await sums()).toEqual(before)

    const { id: empty, seq } = await added(client, 'Empty')
    expect(await text(client.get(`/projects/${empty}/edit`))).not.toContain('count under')
    const moved = client.post(`/projects/${empty}`, { name: 'Empty', client: 'Zoo', seq }, part)
    expect(await text(moved)).not.toContain(' moved from ')
  })
})

describe('deleting a project', () => {
  test('keeps its sessions and their time', async () => {
    const id = await putProject(client, 'Thesis')
    await put(client, '2026-03-03T09:00:00Z', 60, { project_id: id })
    const time = () => rows(`SELECT * FROM ${subjectTotals} WHERE user_id = ? ORDER BY subject`, client.userId)
    const before = await time()
    expect(await text(client.post(`/projects/${id}/delete`, {}, part))).toContain('Its sessions are kept.')
    expect(await time()).toEqual(before)
    await client.post(`/projects/${id}/restore`)
    expect(await time()).toEqual(before)
  })

  test('frees its name; it cannot be restored while another has it', async () => {
    const first = await added(client, 'Thesis')
    await client.post(`/projects/${first.id}/delete`)
    const second = await added(client, 'thesis')
    const before = await everything(client)
    for (const how of [part, {}]) {
      const answer = await client.post(`/projects/${first.id}/restore`, {}, how)
      expect(answer.status).toBe(409)
      expect(await answer.text()).toContain('Name already taken')
    }
    expect(await everything(client)).toEqual(before)
    await client.post(`/projects/${second.id}`, { name: 'Other', seq: second.seq })
    expect((await client.post(`/projects/${first.id}/restore`)).status).toBe(303)
    expect((await stored(client, first.id)).deleted_at).toBe(null)
  })
})

test('a write outdates the statistics where they can show it', async () => {
  const { id, seq } = await added(client, 'Thesis')
  expect(await client.heads()).toMatchObject({ seq: 1, stats_seq: 0 })
  await client.post(`/projects/${id}`, { name: 'Thesis', classification: 'learning', seq })
  expect(await client.heads()).toMatchObject({ seq: 2, stats_seq: 0 })
  await client.post(`/projects/${id}`, { name: 'Thesis', color: 'rose', seq: 2 })
  expect(await client.heads()).toMatchObject({ seq: 3, stats_seq: 3 })
})

test('selected projects are unarchived and deleted, each with one Undo; others’ and none change nothing', async () => {
  const stranger = await signedIn()
  const ids = [await putProject(client, 'One'), await putProject(client, 'Two')]
  const theirs = await putProject(stranger, 'Theirs')
  const states = async () =>
    (await everything(client)).map(({ status, deleted_at }) => (deleted_at === null ? status : 'deleted'))
  for (const act of ['archive', 'unarchive', 'delete']) {
    expect((await actOn(client, '/projects', act, [])).status).toBe(422)
    const answer = await actOn(client, '/projects', act, [theirs, '<b>'])
    expect(flashed(answer)).toContain('Nothing changed. 2 no longer exist.')
  }
  expect(flashed(await actOn(client, '/projects', 'unarchive', ids))).toContain('Nothing changed. 2 unchanged.')
  expect(await states()).toEqual(['active', 'active'])
  expect((await stored(stranger, theirs)).status).toBe('active')
  await actOn(client, '/projects', 'archive', ids)
  for (const [act = '', done, said] of [
    ['unarchive', 'active', 'Unarchived 2 projects'],
    ['delete', 'deleted', 'Deleted 2 projects, sessions kept'],
  ]) {
    const answer = await actOn(client, '/projects', act, ids)
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/projects'])
    expect(flashed(answer)).toContain(said)
    expect(await states()).toEqual([done, done])
    await undoLast(client)
    expect(await states()).toEqual(['inactive', 'inactive'])
  }
})
