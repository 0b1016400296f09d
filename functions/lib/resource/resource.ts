import type { Context } from 'hono'
import type { ToastProps } from '../../../views/ui/toast'
import { conflict, retryEdit, retryOnce } from '../db/retry'
import { commitUnique, type Outdates } from '../db/sql'
import { type App, nowOf } from '../env'
import { ProblemError, problems } from '../http/problem'

/** A row that is edited by version (`seq`); `updated_at` in epoch ms. */
export type ResourceRow = { id: string; seq: number; updated_at: number }

/** Messages next to the fields of a form, or the members of a JSON body. */
export type FieldErrors = Partial<Record<string, string[]>>

type Statements = D1PreparedStatement[]

/** A write, the versions that it outdates, and a toast instead of the default one. */
export type WriteWithEffects = { statements: Statements; outdates?: Outdates[]; toast?: ToastProps }

/** Statements of one batch. A plain list outdates no versions and has the default toast. */
export type Write = Statements | WriteWithEffects

/**
 * A kind of row: the feature's own statements, shared by its pages and its API. `c` is last, for kinds that need the
 * user's preferences or a parent from the path. `now` is in epoch ms.
 */
export type Resource<R extends ResourceRow, New extends object, E extends App = App> = {
  /** Noun in the singular: `project`. */
  name: string
  /** Path parameter with the row's id, if `id` is the parent's. */
  parameter?: string
  /** Reads a row of the person that is not deleted. */
  find: (db: D1Database, userId: string, id: string, c: Context<E>) => Promise<R | null>
  /** Checks that need more than one field, or the database. `before` is null for a new row. */
  validate?: (
    db: D1Database,
    userId: string,
    values: New | R,
    before: R | null,
    c: Context<E>,
  ) => Promise<FieldErrors | null>
  insert: (
    db: D1Database,
    userId: string,
    id: string,
    values: New,
    now: number,
    c: Context<E>,
  ) => Write | Promise<Write>
  /** Saves all values over version `values.seq`, guarded by `orStale`. */
  update: (db: D1Database, userId: string, values: R, now: number, before: R, c: Context<E>) => Write | Promise<Write>
  /** `remove` and `restore` are usually `deleteRow` and `restoreRow` of the table. */
  remove: (db: D1Database, userId: string, id: string, now: number, c: Context<E>) => Write
  restore: (db: D1Database, userId: string, id: string, now: number, c: Context<E>) => Write
  /** True if a deleted row could be restored, but for a guard of `restore`. */
  isRecoverable?: (id: string, c: Context<E>) => Promise<boolean>
  /**
   * Errors for a valid row that the database refuses: because `unique` (`projects.name_key`) is violated, or because a
   * guard failed, such as for a deleted parent.
   */
  refused?: { errors: FieldErrors; unique?: string }
}

/** Commits a write. Returns `stale` if a guard failed, `taken` if the row violates `refused.unique`. */
export const commitWrite = async <R extends ResourceRow, New extends object, E extends App>(
  c: Context<E>,
  { refused }: Resource<R, New, E>,
  write: Write,
  more: Statements = [],
) => {
  const { statements, outdates = [], toast } = Array.isArray(write) ? { statements: write } : write
  const outcome = await commitUnique(refused?.unique, c.env.DB, c.var.user.id, outdates, [...more, ...statements])
  return { outcome, toast }
}

/** Adds a row whose values were just checked. False if they are no longer valid. */
export const addChecked = async <R extends ResourceRow, New extends object, E extends App>(
  c: Context<E>,
  resource: Resource<R, New, E>,
  id: string,
  values: New,
) => {
  const write = await resource.insert(c.env.DB, c.var.user.id, id, values, nowOf(c), c)
  return (await commitWrite(c, resource, write)).outcome === 'done'
}

/** Adds a row, together with the statements `more`. Returns errors if the values cannot be saved, else null. */
export const addRow = async <R extends ResourceRow, New extends object, E extends App>(
  c: Context<E>,
  resource: Resource<R, New, E>,
  id: string,
  values: New,
  more: Statements = [],
): Promise<FieldErrors | null> => {
  const { DB } = c.env
  const { user } = c.var
  const { errors, outcome } = await retryOnce(async () => {
    const [errors, write] = await Promise.all([
      resource.validate?.(DB, user.id, values, null, c),
      resource.insert(DB, user.id, id, values, nowOf(c), c),
    ])
    return errors ? { errors, outcome: null } : { errors: null, ...(await commitWrite(c, resource, write, more)) }
  })
  if (errors) return errors
  if (outcome === 'done') return null
  if (resource.refused) return resource.refused.errors
  throw new ProblemError(problems.notFound)
}

/**
 * Saves `values` over version `values.seq` of a row, in one batch with `more`. Returns errors, or `isStale`. @param
 * onPlan gets the toast of the write before it is committed
 */
export const editRow = async <R extends ResourceRow, New extends object, E extends App>(
  c: Context<E>,
  resource: Resource<R, New, E>,
  before: R,
  values: R,
  onPlan: (toast?: ToastProps) => void = () => {},
  more: Statements = [],
): Promise<{ errors: FieldErrors } | { isStale: boolean; toast?: ToastProps }> =>
  retryOnce(async () => {
    const { DB } = c.env
    const { user } = c.var
    const [errors, write] = await Promise.all([
      resource.validate?.(DB, user.id, values, before, c),
      resource.update(DB, user.id, values, nowOf(c), before, c),
    ])
    if (errors) return { errors }
    onPlan(Array.isArray(write) ? undefined : write.toast)
    const { outcome, toast } = await commitWrite(c, resource, write, more)
    if (outcome === 'taken' && resource.refused) return { errors: resource.refused.errors }
    return outcome === 'done' ? { isStale: false, toast } : { isStale: true }
  })

/**
 * Sets members of the latest version of a row, for actions without a version. Writes nothing if they already have these
 * values. False if the row is gone.
 */
export const setLatest = async <R extends ResourceRow, New extends object, E extends App, Here extends E>(
  here: Context<Here>,
  resource: Resource<R, New, E>,
  row: R,
  values: Partial<R>,
) => {
  const c = here as unknown as Context<E>
  const { DB } = c.env
  const { user } = c.var
  const readAgain = () => resource.find(DB, user.id, row.id, c)
  const done = await retryEdit<R, true>(row, readAgain, async (before) => {
    if (Object.entries(values).every(([name, value]) => before[name as keyof R] === value)) return true
    const write = await resource.update(DB, user.id, { ...before, ...values }, nowOf(c), before, c)
    return (await commitWrite(c, resource, write)).outcome === 'done' || conflict
  })
  return done === true
}
