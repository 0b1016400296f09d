import type { ReportEntry } from '../build'
import type { ReportDocument } from '../document'

/** Part of a session, for comparison with a seal. */
export type SealedEntry = Pick<
  ReportEntry,
  'session_id' | 'date' | 'seconds' | 'title' | 'notes' | 'billable' | 'rate'
> & {
  /** Names of its groups, tags, project, goal and task. */
  filed: string
}

/** Difference between a day's sessions and the sealed ones. `seconds` is the absolute difference. */
export type Difference = {
  date: string
  kind: 'added' | 'removed' | 'shortened' | 'lengthened' | 'renamed' | 'noted' | 'filed' | 'billed'
  sessions: number
  seconds: number
}

/** `hasOtherNames`: names around the figures have changed, such as a project's. */
export type Differences = { lines: Difference[]; hasOtherNames: boolean }

const keyOf = ({ session_id, date }: SealedEntry) => `${date} ${session_id}`

const kindsOf = (before: SealedEntry, after: SealedEntry): [kind: Difference['kind'], seconds: number][] => {
  const by = after.seconds - before.seconds
  const isBilledOtherwise = before.billable !== after.billable || before.rate !== after.rate
  return [
    ...(by < 0 ? [['shortened', -by] as [Difference['kind'], number]] : []),
    ...(by > 0 ? [['lengthened', by] as [Difference['kind'], number]] : []),
    ...(before.title !== after.title ? [['renamed', 0] as [Difference['kind'], number]] : []),
    ...(before.notes !== after.notes ? [['noted', 0] as [Difference['kind'], number]] : []),
    ...(before.filed !== after.filed ? [['filed', 0] as [Difference['kind'], number]] : []),
    ...(isBilledOtherwise ? [['billed', 0] as [Difference['kind'], number]] : []),
  ]
}

/** Differences between two lists of entries, by day and kind. A session moved to another day is removed and added. */
const entryDifferences = (before: SealedEntry[], after: SealedEntry[]): Difference[] => {
  const [old, now] = [before, after].map((entries) => new Map(entries.map((entry) => [keyOf(entry), entry])))
  const lines = new Map<string, Difference>()
  const note = (date: string, kind: Difference['kind'], seconds: number) => {
    const line = lines.get(`${date} ${kind}`) ?? { date, kind, sessions: 0, seconds: 0 }
    lines.set(`${date} ${kind}`, { ...line, sessions: line.sessions + 1, seconds: line.seconds + seconds })
  }
  for (const [key, entry] of old ?? []) {
    const present = now?.get(key)
    if (!present) note(entry.date, 'removed', entry.seconds)
    else for (const [kind, seconds] of kindsOf(entry, present)) note(entry.date, kind, seconds)
  }
  for (const [key, entry] of now ?? []) if (!old?.has(key)) note(entry.date, 'added', entry.seconds)
  return [...lines.values()].toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
}

/** Differences between a report and its seal. Both documents need the same texts around their figures. */
export const sealDifferences = (
  sealed: { document: ReportDocument; entries: SealedEntry[] },
  present: { document: ReportDocument; entries: SealedEntry[] },
): Differences => {
  const lines = entryDifferences(sealed.entries, present.entries)
  const text = ({ words: _, ...document }: ReportDocument) => JSON.stringify(document)
  // Documents of different versions have the same values in different members.
  const isComparable = lines.length === 0 && sealed.document.version === present.document.version
  return { lines, hasOtherNames: isComparable && text(sealed.document) !== text(present.document) }
}
