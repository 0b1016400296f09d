import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { type Budget, earliestDate, type Rate } from '../../ledger/billing'
import { putBudget, putRate, rateAt, ratesOf, removeRate } from '../../ledger/rates'
import { commit, constant, sql } from '../../lib/db/sql'
import { type App, type Loaded, todayOf } from '../../lib/env'
import { kindEntry } from '../../lib/kinds'
import { readRate } from '../../lib/money'
import { setRow } from '../../lib/resource/row-writes'
import type { Owner, OwnerKind } from './schema'

export type WithOwner = Loaded<'owner', Owner>

/** Reads the name of a row; null if it is deleted. */
export const rateOwnerName = (kind: OwnerKind) => (db: D1Database, userId: string, id: string) => {
  const { table, search } = kindEntry(kind)
  return sql(db)`
    SELECT ${constant(search.title)} AS name FROM ${constant(table)}
    WHERE user_id = ${userId} AND id = ${id} AND deleted_at IS NULL`.first<string>('name')
}

/** Loads the owner of rates: the row in the path, or, in the settings, the person. */
export const loadOwner = (kind: OwnerKind | null) =>
  createMiddleware<WithOwner>(async (c, next) => {
    if (kind === null) {
      c.set('owner', { kind, id: '', subject: 'all', name: '', path: '/settings/rates' })
      return next()
    }
    const { id = '' }: { id?: string } = c.req.param()
    const name = await rateOwnerName(kind)(c.env.DB, c.var.user.id, id)
    if (name === null) return c.notFound()
    c.set('owner', {
      kind,
      id,
      subject: `${kind}:${id}`,
      name,
      path: `${kindEntry(kind).path(id, null)}/rates`,
    })
    return next()
  })

/** Commits writes about an owner and advances the owner's version. False if the owner is deleted or a guard failed. */
const save = <E extends WithOwner>(c: Context<E>, writes: D1PreparedStatement[]) => {
  const { owner, user } = c.var
  const { DB } = c.env
  const touched = owner.kind ? setRow(DB, kindEntry(owner.kind).table, user.id, owner.id, {}, Date.now()) : []
  return commit(DB, user.id, ['stats'], [...touched, ...writes])
}

export const saveRate = <E extends WithOwner>(c: Context<E>, rate: Rate, more: D1PreparedStatement[] = []) =>
  save(c, [putRate(c.env.DB, c.var.user.id, c.var.owner.subject, rate), ...more])

export const deleteRate = <E extends WithOwner>(c: Context<E>, from: string) =>
  save(c, removeRate(c.env.DB, c.var.user.id, c.var.owner.subject, from))

export const saveBudget = <E extends WithOwner>(c: Context<E>, budget: Budget) =>
  save(c, [putBudget(c.env.DB, c.var.user.id, c.var.owner.subject, budget)])

/** Default start date of a rate: the first rate of a subject applies to all its time, a further one from today on. */
export const defaultFromDate = async <E extends App>(c: Context<E>, subject: string) =>
  (await ratesOf(c.env.DB, c.var.user.id, subject)).length === 0 ? earliestDate : todayOf(c)

/** The owner's rate that starts on this date; null if there is no such rate. */
export const rateByDate = async <E extends WithOwner>(c: Context<E>, from: string) =>
  (await ratesOf(c.env.DB, c.var.user.id, c.var.owner.subject)).find(({ from_date }) => from_date === from) ?? null

/** Default currency of an owner's rates: that of its own rate, else that of the rate which applies to it now. */
export const currencyOf = async <E extends App>(
  c: Context<E>,
  { kind, id, subject }: Pick<Owner, 'kind' | 'id' | 'subject'>,
) => {
  const { DB } = c.env
  const { user } = c.var
  const [own, rate] = await Promise.all([
    ratesOf(DB, user.id, subject),
    rateAt(DB, user.id, {
      date: todayOf(c),
      project_id: kind === 'project' ? id : null,
      task_id: kind === 'task' ? id : null,
    }),
  ])
  return own.find(({ currency }) => currency)?.currency ?? (rate ? readRate(rate).currency : null)
}
