import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'

const addOrganization = (client: Client, name: string) => client.add('/organizations', { name })

const kinds = [
  { path: '/tasks', table: 'tasks', form: { title: 'Call' } },
  { path: '/energy', table: 'energy_checkins', form: { energy_level: '4', engagement_level: '3' } },
] as const

const field = (html: string) => /<select[^>]*name="organization_id".*?<\/select>/s.exec(html)?.[0] ?? ''

describe.each(kinds)('the form of $path', ({ path, table, form }) => {
  const filed = async ({ userId }: Client) =>
    (
      await rows<{ id: string; organization_id: string | null }>(
        `SELECT id, organization_id FROM ${table} WHERE user_id = ? ORDER BY id DESC LIMIT 1`,
        userId,
      )
    )[0]

  test('has no organization before there is one, and then files what is added and edited under it', async () => {
    const client = await signedIn()
    const read = async (of: string) => field(await (await client.get(of)).text())
    expect(await read(`${path}/new`)).toBe('')
    const [acme, harbour] = [await addOrganization(client, 'Acme <b>'), await addOrganization(client, 'Harbour')]
    expect(await read(`${path}/new`)).toContain(`<option value="${acme}">Acme &lt;b&gt;</option>`)
    expect((await client.post(path, { ...form, organization_id: acme })).status).toBe(303)
    const added = await filed(client)
    expect(added?.organization_id).toBe(acme)

    const edit = `${path}/${added?.id}`
    expect(await read(`${edit}/edit`)).toContain(`<option value="${acme}" selected`)
    const seq = async () => /name="seq" value="(\d+)"/.exec(await (await client.get(`${edit}/edit`)).text())?.[1] ?? ''
    const save = async (organization_id: string) =>
      (await client.post(edit, { ...form, seq: await seq(), organization_id })).status
    expect([await save(harbour), (await filed(client))?.organization_id]).toEqual([303, harbour])
    // A deleted one stays, and can be taken away.
    await client.json('DELETE', `/api/v1/organizations/${harbour}`)
    expect(await read(`${edit}/edit`)).toMatch(new RegExp(`<option value="${harbour}" selected[^>]*>[^<]*[Dd]eleted`))
    expect([await save(harbour), (await filed(client))?.organization_id]).toEqual([303, harbour])
    expect([await save(''), (await filed(client))?.organization_id]).toEqual([303, null])
    expect(await save(harbour)).toBe(422)
  })

  test('shows both organizations when it was changed meanwhile', async () => {
    const client = await signedIn()
    const [acme, harbour] = [await addOrganization(client, 'Acme'), await addOrganization(client, 'Harbour')]
    await client.post(path, { ...form, organization_id: acme })
    const { id = '' } = (await filed(client)) ?? {}
    const [, seq = ''] = /name="seq" value="(\d+)"/.exec(await (await client.get(`${path}/${id}/edit`)).text()) ?? []
    await client.json('PATCH', `/api/v1${path}/${id}`, { organization_id: harbour })
    const answer = await client.post(`${path}/${id}`, { ...form, seq, organization_id: '' })
    const html = await answer.text()
    expect([answer.status, html.includes('Organization'), html.includes('Harbour')]).toEqual([409, true, true])
  })
})

const named = { name: 'Ada' }
const titled = { title: 'One' }

/** Every kind that belongs to an organization by itself. */
test.each([
  ...kinds.map(({ path, form }) => [path, form] as const),
  ...(['/people', '/skills'] as const).map((path) => [path, named] as const),
  ...(['/goals', '/meetings', '/learnings'] as const).map((path) => [path, titled] as const),
  ['/feedback', { content: 'Clear slides' }],
] as const)(
  'the form and the API of %s refuse the organization of somebody else, and a deleted one',
  async (path, form) => {
    const client = await signedIn()
    const theirs = await addOrganization(await signedIn(), 'Theirs')
    await addOrganization(client, 'Mine')
    const deleted = await addOrganization(client, 'Deleted')
    await client.json('DELETE', `/api/v1/organizations/${deleted}`)
    for (const organization_id of [theirs, deleted, 'none', 'x'.repeat(200)]) {
      for (const part of [true, false]) {
        const answer = await client.post(path, { ...form, organization_id }, { part, page: path })
        const html = await answer.text()
        expect([organization_id, part, answer.status]).toEqual([organization_id, part, 422])
        expect(html).toContain('Choose an organization from the list')
        expect(field(html)).toContain('aria-invalid="true"')
      }
      const body = Object.entries(form).map(([key, value]) => [key, /^\d$/.test(value) ? Number(value) : value])
      const answer = await client.json('POST', `/api/v1${path}`, { ...Object.fromEntries(body), organization_id })
      expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('"path":"organization_id"')])
    }
    expect((await (await client.json('GET', `/api/v1${path}`)).json<{ items: object[] }>()).items).toEqual([])
  },
)
