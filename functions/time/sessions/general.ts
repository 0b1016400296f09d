import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import type { SelectOption } from '../../../views/ui/field'
import { addProjects } from '../../filing/projects/queries'
import { part, type SqlPart, sql } from '../../lib/db/sql'
import type { App } from '../../lib/env'
import { isInOrgTime, type Org, type OrgTime, organizationOf } from '../../lib/org'
import { nameKey } from '../../lib/text/text'

export const generalName = 'General'

/** An organization's project for time without a project. `writes` create it if it is missing. */
export type GeneralProject = {
  id: string
  name: string
  isNew: boolean
  writes: (now: number) => D1PreparedStatement[]
}

/**
 * Finds the general project of a context, so that time without a project belongs to the organization. Null if the
 * context is no organization. A batch with its writes is `taken` (`commitProject`) if another request has added it.
 */
export const generalProject = async (db: D1Database, userId: string, org: Org): Promise<GeneralProject | null> => {
  const id = organizationOf(org)
  return id === null ? null : generalProjectOf(db, userId, part`${id}`)
}

type Found = { organization: string; id: string | null; name: string | null }

/** Finds the general project of the organization whose id is an SQL value; null for NULL. */
export const generalProjectOf = async (
  db: D1Database,
  userId: string,
  organization: SqlPart,
): Promise<GeneralProject | null> => {
  const found = await sql(db)`
    SELECT organizations.id AS organization, projects.id, projects.name
    FROM organizations LEFT JOIN projects ON projects.user_id = organizations.user_id
      AND projects.organization_id = organizations.id AND projects.name_key = ${nameKey(generalName)}
      AND projects.deleted_at IS NULL
    WHERE organizations.user_id = ${userId} AND organizations.id = (${organization}) AND organizations.deleted_at IS NULL`.first<Found>()
  if (!found) return null
  if (found.id !== null) return { id: found.id, name: found.name ?? generalName, isNew: false, writes: () => [] }
  const added = {
    id: uuid(),
    name: generalName,
    client: '',
    classification: 'work' as const,
    color: 'slate' as const,
    organization_id: found.organization,
    import_id: null,
  }
  return { id: added.id, name: generalName, isNew: true, writes: (now) => addProjects(db, userId, [added], now) }
}

/** General project for starting a timer, which does not create it. */
export const projectForStart = (general: GeneralProject | null) => (general?.isNew ? null : general)

/** End of a toast about time filed in the general project. */
export const generalWords = (general: Pick<GeneralProject, 'name'> | null) => (general ? ` to ${general.name}` : '')

/** End of a toast about a session that is not shown, because its project is not in the context. */
export const elsewhereWords = (context: OrgTime | null, session: { project_id: string | null }) => {
  if (isInOrgTime(context, session)) return ''
  const why = session.project_id === null ? 'has no project' : 'belongs to another organization'
  return `, not shown here because it ${why}`
}

const isGeneral = ({ label }: SelectOption) => label === generalName || label.startsWith(`${generalName}, `)

/**
 * Choices of a form that adds time: "no project" means the organization's general project. @param isStart only if that
 * project exists
 */
export const withGeneral = <C extends { projects: SelectOption[] }>(choices: C, org: Org, isStart = false): C =>
  organizationOf(org) === null || (isStart && !choices.projects.some(isGeneral))
    ? choices
    : {
        ...choices,
        projects: choices.projects.map((option) =>
          option.value === '' ? { ...option, label: `No project: goes to ${generalName}` } : option,
        ),
      }

/** Includes a new general project in the context, so that the response of this request counts its time. */
export const countGeneral = <E extends App>(c: Context<E>, general: GeneralProject | null) => {
  const { orgTime } = c.var
  const subject = `project:${general?.id}`
  if (general && orgTime && !orgTime.subjects.includes(subject)) orgTime.subjects.push(subject)
}
