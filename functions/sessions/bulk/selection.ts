import type { Context } from 'hono'
import { z } from 'zod'
import { orgTime } from '../../context/time'
import type { App } from '../../lib/env'
import { grouped } from '../../lib/format'
import { isOrg, type Org } from '../../lib/org'
import { ProblemError, problems } from '../../lib/problem'
import { inContext, type SessionsView, subjectsOf, ViewQuery, viewPath, withoutCursor } from '../list/view'
import { sessionsLimit } from './schema'

export const tooManySessions = `At most ${grouped(sessionsLimit)} sessions can be changed at once. Filter by day first.`

/** Selected ids, else all sessions of an import, else all of the view in the context `org`. */
export type Selection = { ids: string[]; import_id: string; view: SessionsView; org?: Org }

export type FormFields = Record<string, string | string[]>

const textList = z.union([z.string().transform((one) => [one]), z.array(z.string())])

const SelectionFields = z.object({
  ids: textList
    .default([])
    .transform((lists) => [...new Set(lists.flatMap((list) => list.split(',')).filter(Boolean))])
    .refine((ids) => ids.length <= sessionsLimit, tooManySessions),
  all: textList.optional().transform((all) => all?.includes('yes') ?? false),
  import_id: z.string().max(100).catch(''),
})

export const submittedFields = async (c: Context): Promise<FormFields> => {
  const body = await c.req.parseBody({ all: true }).catch(() => {
    throw new ProblemError(problems.malformed)
  })
  const sent = Object.entries(body).map(([name, value]) => {
    const values = [value].flat().filter((one) => typeof one === 'string')
    return [name, values.length > 1 ? values : (values[0] ?? '')]
  })
  return Object.fromEntries(sent)
}

/** Parses the selection. A GET without ids selects the whole view. */
export const readSelection = async (c: Context<App>, fields: FormFields): Promise<Selection | { problem: string }> => {
  const chosen = SelectionFields.safeParse(fields)
  const view = ViewQuery.safeParse({ from: fields.from, to: fields.to, subject: fields.subject, q: fields.q })
  if (!chosen.success || !view.success) {
    const issues = [...(chosen.error?.issues ?? []), ...(view.error?.issues ?? [])]
    return { problem: issues[0]?.message ?? 'Select the sessions again' }
  }
  const { ids, all, import_id } = chosen.data
  const isWhole = all || import_id !== '' || c.req.method !== 'POST'
  if (ids.length === 0 && !isWhole) return { problem: 'Select the sessions to change' }
  const named = [fields.org].flat().at(-1)
  const org = isOrg(named) ? named : c.var.org
  const context = org === c.var.org ? c.var.orgTime : await orgTime(c.env.DB, { userId: c.var.user.id }, org)
  return { ids: isWhole ? [] : ids, import_id, view: inContext(view.data, context), org }
}

export const selectionFields = ({ ids, import_id, view, org }: Selection): FormFields => ({
  ...(view.from && { from: view.from }),
  ...(view.to && { to: view.to }),
  ...(subjectsOf(view).length > 0 && { subject: subjectsOf(view) }),
  ...(view.q && { q: view.q }),
  ...(import_id && { import_id }),
  // A form is posted from an address without the context.
  ...(ids.length > 0 ? { ids: ids.join(',') } : { all: 'yes', ...(org && { org }) }),
})

export const backPath = ({ import_id, view }: Selection) =>
  import_id ? '/sessions/import' : viewPath(withoutCursor(view), { selecting: false })
