import type { ListPreview } from '../../../../views/whitelists/import'
import type { ListRule, SkippedLine } from '../../../app-rules/list-lines'
import { catalogueSeq } from '../../../app-rules/writes'
import { plural } from '../../../lib/format'
import { appsNamed } from '../queries'
import type { StoredApp } from '../schema'
import { differenceWords, isSame } from '../state'
import { type AppChange, writeApps } from '../writes'
import type { ReadApps } from './lines'
import { isPlainList, type PresentApps, type ReadList, readPlainList } from './plain'

/** Effect of importing a file while the catalogue stands at `seq`. */
export type Plan = {
  added: AppChange[]
  changed: (AppChange & { before: StoredApp })[]
  unchanged: number
  /** Nothing of a CSV file is imported while any line is rejected; a plain list is imported without these lines. */
  rejected: SkippedLine[]
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
export const planPasted = async (db: D1Database, text: string, rule: ListRule): Promise<Plan | { problem: string }> => {
  if (text.trim() === '' || !isPlainList(text)) return planImport(db, text)
  const list = await readPlainList(db, text, rule)
  return 'problem' in list ? list : planOf(list, list, list)
}

export const changesApps = ({ added, changed }: Plan) => added.length + changed.length > 0

/** Nothing of a CSV file with errors is imported, and nothing of a list without any app. */
export const isRefused = (plan: Plan) => plan.rejected.length > 0 && !(plan.isPlain && changesApps(plan))

const listed = ({ package_name, before, after }: AppChange) => ({
  package_name,
  label: (before ?? after)?.label ?? package_name,
  words: differenceWords(before, after),
})

const outdated = 'The apps changed since the preview. Nothing was imported; here is the updated preview.'

export const previewPlan = (plan: Plan, fields: Record<string, string>, isOutdated: boolean): ListPreview => {
  const { added, changed, unchanged, rejected, unknown, seq } = plan
  const refused = `${plural(rejected.length, 'line')} can’t be imported, so nothing was. Fix the list below.`
  return {
    groups: [
      { id: 'changed', title: 'Changed', apps: changed.map(listed) },
      { id: 'added', title: 'New', apps: added.map(listed) },
    ],
    unchanged,
    skipped: rejected,
    unknown,
    warning: isRefused(plan) ? refused : isOutdated ? outdated : undefined,
    confirm:
      isRefused(plan) || !changesApps(plan)
        ? null
        : { label: `Import ${plural(added.length + changed.length, 'app')}`, fields: { ...fields, seq } },
  }
}

/** Null when the catalogue changed since the plan, or the caller is no longer an admin. */
export const writePlan = (
  db: D1Database,
  adminId: string,
  { added, changed, seq }: Plan,
  now: number,
  also: D1PreparedStatement[] = [],
) => writeApps(db, adminId, [...added, ...changed], now, { source: 'import', plannedAt: seq, also })
