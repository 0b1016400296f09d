import type { Context } from 'hono'
import type { App } from '../env'
import { wantsJson } from '../http/respond'
import { organizationOf } from '../org'
import { type FilingField, filingFieldNames, filingNouns } from './filing'
import type { PreselectedFiling } from './filing-choices'

/** All kinds of rows have an organization of their own; some have a project, too. */
type Filed = { organization_id?: string | null; project_id?: string | null }

/** Organization of new rows from a page. Null outside an organization's context, and for API clients, which send it. */
export const newRowOrg = <E extends App>(c: Context<E>) => (wantsJson(c) ? null : organizationOf(c.var.org))

/**
 * Adds the context's organization to a new row, unless the form chose one, or none, or a project. A row with a project
 * belongs to the project's organization.
 */
export const withContextOrg = <E extends App, V extends Filed>(c: Context<E>, values: V): V =>
  values.organization_id !== undefined || values.project_id ? values : { ...values, organization_id: newRowOrg(c) }

/** Preselected project, goal and organization of a new row: from its link, `?project=<id>`, else from the context. */
export const preselectedFiling = <E extends App>(c: Context<E>): PreselectedFiling => {
  const ids = filingFieldNames.flatMap((field) => {
    const id = c.req.query(filingNouns[field])
    return id ? [[field, id]] : []
  })
  const linked: Partial<Record<FilingField, string>> = Object.fromEntries(ids)
  return linked.project_id ? { ...linked, organization_id: null } : { organization_id: newRowOrg(c), ...linked }
}
