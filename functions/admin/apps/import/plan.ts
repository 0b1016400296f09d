import { catalogueSeq } from '../../../app-rules/writes'
import { appsNamed } from '../queries'
import type { StoredApp } from '../schema'
import { isSame } from '../state'
import { type AppChange, writeApps } from '../writes'
import type { ReadApps, Rejected } from './csv'
import { isPlainList, type PlainRule, type PresentApps, type ReadList, readPlainList } from './plain'

/** Effect of importing a file while the catalogue stands at `seq`. */
export type Plan = {
  added: AppChange[]
  changed: (AppChange & { before: StoredApp })[]
  unchanged: number
  /** Nothing of a CSV file is imported while any line is rejected; a plain list is imported without these lines. */
  rejected: Rejected[]
  isPlain: boolean
  /** Package names of a plain list that no list knows. */
  unknown: string[]
  seq: number
}

const planOf = ({ apps, rejected }: ReadApps, { seq, present }: PresentApps, list?: ReadList): Plan => {
  const about = { isPlain: list !== undefined, unknown: list?.unknown ?? [] }
  const plan: Plan = { added: [], changed: [], unchanged: 0, rejected, seq, ...about }
  for (const { line, package_name, ...values } of apps) {
    const before = present.get(package_name)
    const after = { ...values, category: values.category ?? null, is_locked: values.is_locked ?? 0 }
    if (before === undefined) plan.added.push({ package_name, before: null, after })
    else {
      if (values.category === undefined) after.category = before.category
      if (values.is_locked === undefined) after.is_locked = before.is_locked
      if (isSame(before, after)) plan.unchanged += 1
      else plan.changed.push({ package_name, before, after })
    }
  }
  return plan
}

export const planImport = async (db: D1Database, text: string): Promise<Plan | { problem: string }> => {
  const { readApps } = await import('./csv')
  const read = readApps(text)
  if ('problem' in read) return read
  const names = read.apps.map(({ package_name }) => package_name)
  const [seq, found] = await Promise.all([catalogueSeq(db), appsNamed(db, names)])
  return planOf(read, { seq, present: new Map(found.map((app) => [app.package_name, app])) })
}

/** Plans the import of a plain list or, as `planImport`, of CSV. */
export const planPasted = async (
  db: D1Database,
  text: string,
  rule: PlainRule,
): Promise<Plan | { problem: string }> => {
  if (text.trim() === '' || !isPlainList(text)) return planImport(db, text)
  const list = await readPlainList(db, text, rule)
  return 'problem' in list ? list : planOf(list, list, list)
}

export const isImportable = ({ isPlain, rejected }: Plan) => isPlain || rejected.length === 0

export const changesApps = ({ added, changed }: Plan) => added.length + changed.length > 0

export const isRefused = (plan: Plan) => !isImportable(plan) || (plan.rejected.length > 0 && !changesApps(plan))

/** Null when the catalogue changed since the plan, or the caller is no longer an admin. */
export const writePlan = (
  db: D1Database,
  adminId: string,
  { added, changed, seq }: Plan,
  now: number,
  also: D1PreparedStatement[] = [],
) => writeApps(db, adminId, [...added, ...changed], now, { source: 'import', plannedAt: seq, also })
