import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'

const kinds = [
  { path: '/tasks', table: 'tasks' },
  { path: '/learnings', table: 'learnings' },
  { path: '/meetings', table: 'meetings' },
] as const

describe.each(kinds)('the organization and the project of $path', ({ path, table }) => {
  let client: Client
  let [acme, harbour, ofHarbour, ofNone] = ['', '', '', '']
  const added = (kind: string, body: object) => client.add(`/${kind}`, body)
  const stored = async () =>
    (
      await rows<{ id: string; seq: number; project_id: string | null; organization_id: string | null }>(
        `SELECT id, seq, project_id, organization_id FROM ${table} WHERE user_id = ? ORDER BY id DESC LIMIT 1`,
        client.userId,
      )
    )[0]
  const filed = async () => {
    const row = await stored()
    return row && [row.project_id, row.organization_id]
  }
  /** Message of the field in an answered form. */
  const message = (html: string) => /id="[^"]*organization_id-error">.*?<\/i>(.*?)<\/p>/s.exec(html)?.[1]

  beforeEach(async () => {
    client = await signedIn()
    acme = await added('organizations', { name: 'Acme' })
    harbour = await added('organizations', { name: 'Harbour <b>' })
    ofHarbour = await added('projects', { name: 'Clinic', organization_id: harbour })
    ofNone = await added('projects', { name: 'Garden' })
  })

  test.each([true, false])(
    'a project decides over the organization that a form began with (script: %s)',
    async (part) => {
      const page = `${path}?org=${acme}`
      const headers = { Cookie: `${client.cookie}; org=${acme}` }
      const add = (fields: Record<string, string>) =>
        client.post(path, { title: 'A', organization_id: acme, ...fields }, { part, page, headers })
      expect((await add({ project_id: ofHarbour })).status).toBe(part ? 200 : 303)
      expect(await filed()).toEqual([ofHarbour, null])
      await add({ project_id: ofNone })
      expect(await filed()).toEqual([ofNone, acme])
      await add({ project_id: ofHarbour, organization_id: harbour })
      expect(await filed()).toEqual([ofHarbour, harbour])
    },
  )

  test.each([true, false])(
    'another organization that was chosen is refused at its field (script: %s)',
    async (part) => {
      const answer = await client.post(
        path,
        { title: 'A', project_id: ofHarbour, organization_id: acme },
        { part, page: path },
      )
      expect(answer.status).toBe(422)
      const html = await answer.text()
      expect(message(html)).toContain('The project belongs to \u2068Harbour &lt;b&gt;\u2069. Choose')
      expect(html).toMatch(new RegExp(`<option value="${acme}" selected`))
      expect(await filed()).toBeUndefined()
    },
  )

  test('an edit takes the project that it chooses, and refuses the organization that it chooses', async () => {
    await added(path.slice(1), { title: 'A', organization_id: acme })
    const edit = async (fields: Record<string, string>) => {
      const { id, seq } = (await stored()) ?? {}
      const title = { title: 'A', seq: String(seq), ...(table !== 'tasks' && { date: '2026-03-03' }) }
      return client.post(`${path}/${id}`, { ...title, ...fields }, { part: true, page: path })
    }
    await edit({ project_id: ofHarbour, organization_id: acme })
    expect(await filed()).toEqual([ofHarbour, null])
    expect((await edit({ project_id: ofHarbour, organization_id: acme })).status).toBe(422)
    expect(await filed()).toEqual([ofHarbour, null])
    await edit({ project_id: '', organization_id: acme })
    expect(await filed()).toEqual([null, acme])
  })

  test('the API takes and refuses alike, and names the member', async () => {
    const api = `/api/v1${path}`
    const refused = await client.json('POST', api, { title: 'A', project_id: ofHarbour, organization_id: acme })
    expect([refused.status, (await refused.json<{ errors: object[] }>()).errors]).toEqual([
      422,
      [{ path: 'organization_id', message: expect.stringContaining('The project belongs to') }],
    ])
    const id = await added(path.slice(1), { title: 'A', organization_id: acme })
    const patch = async (body: object) => (await client.json('PATCH', `${api}/${id}`, body)).status
    expect([await patch({ project_id: ofHarbour }), await filed()]).toEqual([200, [ofHarbour, null]])
    expect([await patch({ organization_id: acme }), await filed()]).toEqual([422, [ofHarbour, null]])
    expect([await patch({ organization_id: harbour }), await filed()]).toEqual([200, [ofHarbour, harbour]])
  })

  test('a row of which the project went to another organization is edited otherwise', async () => {
    const id = await added(path.slice(1), { title: 'A', organization_id: acme, project_id: ofNone })
    await client.json('PATCH', `/api/v1/projects/${ofNone}`, { organization_id: harbour })
    expect((await client.json('PATCH', `/api/v1${path}/${id}`, { title: 'B' })).status).toBe(200)
    expect(await filed()).toEqual([ofNone, acme])
  })
})
