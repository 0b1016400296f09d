import { z } from 'zod'
import { trackedBy } from '../ledger/facts'
import { andInOrg } from '../lib/kinds'
import { type Org, organizationOf } from '../lib/org'
import { allRows, sql } from '../lib/sql'
import { cleanLine } from '../lib/text'
import { nameLimit } from '../projects/schema'

/** A client is a text that projects share; empty for projects without one. */
export type ListedClient = {
  key: string
  name: string
  project_count: number
  active_count: number
  tracked_seconds: number
}

const text = z.string().transform(cleanLine)
const clientName = text.pipe(z.string().max(nameLimit)).catch('')

export const ClientsView = z.object({ after: clientName })

const newName = text.pipe(z.string().max(nameLimit, `A client has at most ${nameLimit} characters`))

export const ClientView = z.object({ client: clientName })

export const RenameView = ClientView.extend({ name: newName.optional() })

export const RenameForm = ClientView.extend({ name: newName })
export type RenameForm = z.infer<typeof RenameForm>

/**
 * Clients of a context's projects by name; those without a client are the last row. The time is that of `client:` subjects: of deleted
 * projects as well, and without a client also that of no project. Reads limit + 1 rows after the key; the extra row means
 * there is a next page.
 */
export const clientsAfter = (
  db: D1Database,
  userId: string,
  { after, org }: { after: string; org: Org },
  limit: number,
) =>
  allRows<ListedClient>(sql(db)`
    SELECT substr(name_key, instr(name_key, char(31)) + 1) AS key, min(iif(deleted_at IS NULL, client, NULL)) AS name,
      sum(deleted_at IS NULL) AS project_count, sum(status = 'active' AND deleted_at IS NULL) AS active_count,
      coalesce(sum(total_seconds), 0) + iif(substr(name_key, instr(name_key, char(31)) + 1) = '' AND ${Number(organizationOf(org) === null)}, coalesce((
        SELECT sum(seconds)
        FROM session_days
        WHERE user_id = ${userId} AND project_id IS NULL), 0), 0) AS tracked_seconds
    FROM projects
    LEFT JOIN ${trackedBy(userId, 'project_id')} AS tracked ON tracked.id = projects.id
    WHERE projects.user_id = ${userId} ${andInOrg(userId, org, 'project')}
    GROUP BY key
    HAVING project_count > 0 AND (key > ${after} OR key = '')
    ORDER BY key = '', key
    LIMIT ${limit + 1}`)

/** Gives projects another client. A name that the client has already fails the batch. */
export const setClient = (
  db: D1Database,
  userId: string,
  ids: string[],
  client: { name: string; key: string },
  now: number,
) => sql(db)`
  UPDATE projects
  SET client = ${client.name}, name_key = substr(name_key, 1, instr(name_key, char(31))) || ${client.key},
      updated_at = ${now}, seq = (SELECT seq FROM change_heads WHERE user_id = ${userId})
  WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)})) AND deleted_at IS NULL`
