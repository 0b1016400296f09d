import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import type { Option } from '../../views/ui/field'
import type { App } from '../lib/env'
import { inTime, type Org, type OrgTime, organizationOf } from '../lib/org'
import { allRows, part, type SqlPart, sql } from '../lib/sql'
import { addProjects, nextColor, projectKey } from '../projects/queries'
import { commitNamed } from '../projects/writes'

const name = 'General'

/** Names of the project, should one of that name under the organization's name be another organization's. */
const names = [name, `${name} 2`, `${name} 3`]

/** The project of an organization for time without a project; `writes` add it where there is none. */
export type GeneralProject = {
  id: string
  name: string
  isNew: boolean
  writes: (now: number) => D1PreparedStatement[]
}

/**
 * Finds the general project of a context, whose time would belong to no organization without one. Null where the context
 * is no organization. A batch with its writes is `taken` (`commitNamed`) where another request has added it since.
 */
export const generalProject = async (db: D1Database, userId: string, org: Org): Promise<GeneralProject | null> => {
  const id = organizationOf(org)
  return id === null ? null : generalProjectOf(db, userId, part`${id}`)
}

/** `generalProject` of the organization whose id is the value of an expression; null where that is NULL. */
export const generalProjectOf = async (
  db: D1Database,
  userId: string,
  organization: SqlPart,
): Promise<GeneralProject | null> => {
  const rows = await allRows<{
    organization: string
    client: string
    id: string | null
    name: string
    organization_id: string | null
  }>(
    sql(db)`
      SELECT organizations.id AS organization, organizations.name AS client, projects.id, projects.name, projects.organization_id
      FROM organizations LEFT JOIN projects ON projects.user_id = organizations.user_id
        AND projects.deleted_at IS NULL AND projects.client = organizations.name COLLATE NOCASE
        AND projects.name LIKE ${`${name}%`}
      WHERE organizations.user_id = ${userId} AND organizations.id = (${organization}) AND organizations.deleted_at IS NULL`,
  )
  const [first] = rows
  if (!first) return null
  const { client, organization: id } = first
  const keyed = new Map(rows.map((row) => [projectKey(row.name ?? '', client), row]))
  const own = names.flatMap((one) => keyed.get(projectKey(one, client)) ?? []).find((row) => row.organization_id === id)
  if (own?.id) return { id: own.id, name: own.name, isNew: false, writes: () => [] }
  const free = names.find((one) => !keyed.has(projectKey(one, client)))
  if (free === undefined) return null
  const added = {
    id: uuid(),
    name: free,
    client,
    classification: 'work' as const,
    color: nextColor(rows.length),
    organization_id: id,
    import_id: null,
  }
  return { id: added.id, name: free, isNew: true, writes: (now) => addProjects(db, userId, [added], now) }
}

/** The general project that is found, committed first where it is new; where another request was faster, that one's. */
export const presentGeneral = async (
  db: D1Database,
  userId: string,
  find: () => Promise<GeneralProject | null>,
  now: number,
): Promise<GeneralProject | null> => {
  const general = await find()
  const writes = general?.writes(now) ?? []
  if (writes.length === 0 || (await commitNamed(db, userId, [], writes)) === 'done') return general
  return find()
}

/** The end of a toast about time that went to the general project. */
export const generalWords = (general: Pick<GeneralProject, 'name'> | null) => (general ? ` to ${general.name}` : '')

/** The end of a toast about a session that the page does not show, because its project belongs elsewhere. */
export const elsewhereWords = (context: OrgTime | null, session: { project_id: string | null }) =>
  inTime(context, session) ? '' : '. It belongs to another organization, so it isn’t shown here'

/** Choices of a form that adds time: what has no project goes to the general one of the organization. */
export const withGeneral = <C extends { projects: Option[] }>(choices: C, org: Org): C =>
  organizationOf(org) === null
    ? choices
    : {
        ...choices,
        projects: choices.projects.map((option) =>
          option.value === '' ? { ...option, label: `No project: goes to ${name}` } : option,
        ),
      }

/** Lets the answer of the request that may add the project count its time. */
export const countGeneral = <E extends App>(c: Context<E>, general: GeneralProject | null) => {
  const { orgTime } = c.var
  const subject = `project:${general?.id}`
  if (general && orgTime && !orgTime.subjects.includes(subject)) orgTime.subjects.push(subject)
}
