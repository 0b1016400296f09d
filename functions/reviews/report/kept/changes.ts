import type { Entry } from '../build'
import type { ReportDocument } from '../document'

/** Part of a session as a seal compares it. */
export type SealedEntry = Pick<Entry, 'session_id' | 'date' | 'seconds' | 'title' | 'notes' | 'billable' | 'rate'> & {
  /** Names of its groups, and of its tags, project, goal and task. */
  filed: string
}

/** Difference between a day's sessions and the sealed ones. `seconds`: absolute difference. */
export type Difference = {
  date: string
  kind: 'added' | 'removed' | 'shortened' | 'lengthened' | 'renamed' | 'noted' | 'filed' | 'billed'
  sessions: number
  seconds: number
}

/** `names` are those around the figures, such as of a project. */
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

/** The differences between two lists of entries, by day and kind; of a session on another day as removed and added. */
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

/** Differences of a report from its seal. Both documents have the same words around their figures. */
export const differences = (
  sealed: { document: ReportDocument; entries: SealedEntry[] },
  present: { document: ReportDocument; entries: SealedEntry[] },
): Differences => {
  const lines = entryDifferences(sealed.entries, present.entries)
  const text = ({ words: _, ...document }: ReportDocument) => JSON.stringify(document)
  // Documents of two versions say the same in other members.
  const isComparable = lines.length === 0 && sealed.document.version === present.document.version
  return { lines, hasOtherNames: isComparable && text(sealed.document) !== text(present.document) }
}
