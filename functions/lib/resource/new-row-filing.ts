import type { Context } from 'hono'
import type { App } from '../env'
import { wantsJson } from '../http/respond'
import { organizationOf } from '../org'
import { type FilingField, filingFieldNames, filingNouns } from './filing'
import type { Linked } from './filing-choices'

/** Rows of every kind have their own organization; some have a project, too. */
type Filed = { organization_id?: string | null; project_id?: string | null }

/** Organization of rows added on a page; null for none, and for programs, which send it themselves. */
export const addedTo = <E extends App>(c: Context<E>) => (wantsJson(c) ? null : organizationOf(c.var.org))

/**
 * The values of a new row, in the organization that the page shows. A form that chose one or none decides. Null where
 * it has a project: it belongs to that one's.
 */
export const addedInContext = <E extends App, V extends Filed>(c: Context<E>, values: V): V =>
  values.organization_id !== undefined || values.project_id ? values : { ...values, organization_id: addedTo(c) }

/** Project, goal and organization of a new row's form: from its link, `?project=<id>`, else from the context. */
export const linkedTo = <E extends App>(c: Context<E>): Linked => {
  const ids = filingFieldNames.flatMap((field) => {
    const id = c.req.query(filingNouns[field])
    return id ? [[field, id]] : []
  })
  const linked: Partial<Record<FilingField, string>> = Object.fromEntries(ids)
  return linked.project_id ? { ...linked, organization_id: null } : { organization_id: addedTo(c), ...linked }
}
