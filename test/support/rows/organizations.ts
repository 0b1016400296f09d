import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { allOrgs, noOrg, type Org } from '../../../functions/lib/org'
import { type FormFields, signedIn } from '../client'

type Value = string | number | null

/** Inserts rows without checks, as they may stand after any edits. */
export const insertRows = async (table: string, rows: Record<string, Value>[]) =>
  rows.length > 0 &&
  env.DB.batch(
    rows.map((row) => {
      const names = Object.keys(row)
      return env.DB.prepare(
        `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      ).bind(...Object.values(row))
    }),
  )

/** Indexes of an organization and a project of `twoOrganizations`; 3 and 4 mean none. */
export const filing = fc.record({ own: fc.nat(3), project: fc.nat(4) })
export type Filing = { own: number; project: number }

/** A person with two organizations, a deleted one, and a project in each of them and in none. */
export const twoOrganizations = async () => {
  const client = await signedIn()
  const ids = [uuid(), uuid(), uuid()] as const
  const [acme, beta, gone] = ids
  const stamps = { user_id: client.userId, seq: 0, created_at: 1, updated_at: 1 }
  const names = ['Acme', 'Beta', 'Gone']
  await insertRows(
    'organizations',
    ids.map((id, index) => {
      const name = names[index] ?? ''
      return { ...stamps, id, name, name_key: name.toLowerCase(), type: 'client', deleted_at: id === gone ? 2 : null }
    }),
  )
  const projects = await Promise.all(
    [...names, 'Own'].map(async (name, index) => {
      const id = uuid()
      await insertRows('projects', [
        { ...stamps, id, name: `${name} project`, name_key: name, organization_id: ids[index] ?? null },
      ])
      return id
    }),
  )
  const organizationOf = ({ own, project }: Partial<Filing>): Org =>
    [own, project].map((index = 3) => [acme, beta][index]).find((id) => id !== undefined) ?? noOrg
  return {
    client,
    acme,
    beta,
    gone,
    projects,
    stamps,
    contexts: [acme, beta, noOrg, allOrgs],
    /** Columns of a row that is filed so. */
    columns: ({ own = 3, project = 4 }: Partial<Filing>) => ({
      organization_id: ids[own] ?? null,
      project_id: projects[project] ?? null,
    }),
    /** Naive model of a context: whether it shows a row. */
    isIn: (org: Org, row: Partial<Filing>) => org === allOrgs || organizationOf(row) === org,
    get: async (path: string, org: Org) =>
      (await client.get(`${path}${path.includes('?') ? '&' : '?'}org=${org}`)).text(),
    /** Posts as the page of a context does. */
    post: (path: string, fields: FormFields, org: Org, page = path) =>
      client.post(path, fields, { page: `${page}?org=${org}` }),
    /** Titles of a list of the API. */
    listed: async (path: string, org: Org) => {
      const answer = await client.json('GET', `/api/v1${path}${path.includes('?') ? '&' : '?'}limit=100&org=${org}`)
      const { items } = await answer.json<{ items: Record<string, unknown>[] }>()
      return items
    },
  }
}

/** The texts such as `row 3.` that a page shows, sorted. */
export const rowTexts = (html: string) => [...new Set(html.match(/\brow \d+\./g) ?? [])].sort()
