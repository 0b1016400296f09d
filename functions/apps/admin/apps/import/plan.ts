import { z } from 'zod'
import { type LeftOut, skippedJson, skippedMembers } from '../../../../lib/files/left-out'
import { plural } from '../../../../lib/text/format'
import { knownLabel } from '../../../app-rules/known-apps'
import type { ListPreview, ListRule } from '../../../app-rules/list-lines'
import { catalogueSeq } from '../../../app-rules/writes'
import { appsByName } from '../queries'
import type { StoredApp } from '../schema'
import { differenceWords, isSameApp } from '../schema'
import type { AppChange } from '../writes'
import { isPlainList, readCsv, readDefaults, readPlainList } from './read'

/** Effect of importing a file on version `seq` of the catalogue. */
type Plan = {
  added: AppChange[]
  changed: (AppChange & { before: StoredApp })[]
  unchanged: number
  /** Rejected lines. With any of them nothing of a CSV file is imported; of a plain list the other lines are. */
  rejected: LeftOut[]
  /** Package names of a plain list that are in no known list; undefined for CSV. */
  unknown?: string[]
  seq: number
}

const RejectedJson = z.object({
  line: z.int().meta({ description: 'Line where it starts; the header is line 1.' }),
  reason: z.string(),
})

export const ImportedAppsJson = z
  .object({ added: z.int(), changed: z.int(), unchanged: z.int(), rejected: z.array(RejectedJson), ...skippedMembers })
  .meta({ id: 'ImportedApps' })

export const rejectedJson = ({ rejected }: Plan) => rejected.map(({ line, reason }) => ({ line, reason }))

export const importedJson = (plan: Plan, leftOut: LeftOut[]) => ({
  added: plan.added.length,
  changed: plan.changed.length,
  unchanged: plan.unchanged,
  rejected: rejectedJson(plan),
  ...skippedJson([...leftOut, ...plan.rejected]),
})

/** Plans the import of a CSV file or, if given a rule for apps without a decision, of a plain list. */
export const planAppImport = async (
  db: D1Database,
  text: string,
  rule?: ListRule,
): Promise<Plan | { problem: string }> => {
  const isPlain = rule !== undefined && text.trim() !== '' && isPlainList(text)
  const lines = isPlain ? readDefaults(text) : []
  const csv = isPlain ? null : readCsv(text)
  if (csv && 'problem' in csv) return csv
  // A line may give a label instead of a package name. Reading all possible defaults now saves a round trip.
  const names = lines.map(({ package_name, name }) => package_name ?? name)
  const [read, seq, found] = await Promise.all([
    csv ?? readPlainList(db, lines, rule ?? 'allow'),
    catalogueSeq(db),
    appsByName(db, csv ? csv.apps.map(({ package_name }) => package_name) : names),
  ])
  if ('problem' in read) return read
  const { apps, ...others } = read
  const present = new Map(found.map((app) => [app.package_name, app]))
  const plan: Plan = { added: [], changed: [], unchanged: 0, seq, ...others }
  for (const { line, package_name, ...values } of apps) {
    const before = present.get(package_name)
    const { label = before?.label ?? knownLabel(package_name) ?? package_name, is_whitelisted } = values
    const { category = before?.category ?? null, is_locked = before?.is_locked ?? 0 } = values
    const after = { label, category, is_whitelisted, is_locked }
    if (before === undefined) plan.added.push({ package_name, before: null, after })
    else if (isSameApp(before, after)) plan.unchanged += 1
    else plan.changed.push({ package_name, before, after })
  }
  return plan
}

export const changesApps = ({ added, changed }: Plan) => added.length + changed.length > 0

/** True if nothing is imported: a CSV file with errors, or a list without a usable line. */
export const isRefused = (plan: Plan) => plan.rejected.length > 0 && !(plan.unknown && changesApps(plan))

const listed = ({ package_name, before, after }: AppChange) => ({
  package_name,
  label: (before ?? after)?.label ?? package_name,
  words: differenceWords(before, after),
})

const outdated = 'The apps changed since the preview. Nothing was imported; here is the updated preview.'

export const previewPlan = (plan: Plan, fields: Record<string, string>, isOutdated: boolean): ListPreview => {
  const { added, changed, unchanged, rejected, unknown = [], seq } = plan
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

/** The change of an import, for `planDefaults`. A guard fails if the catalogue has changed since the plan. */
export const importChange = ({ added, changed, seq }: Plan, also: D1PreparedStatement[] = []) =>
  [[...added, ...changed], Date.now(), { source: 'import', plannedAt: seq, also }] as const
