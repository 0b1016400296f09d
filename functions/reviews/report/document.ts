import { namesOfParts, type ResolvedSubject, subjectLabel } from '../../ledger/resolve-subject'
import type { User } from '../../lib/env'
import type { Amount } from '../../lib/money'
import type { Range } from '../../lib/time/days'
import { titleBesideProject } from '../../time/sessions/title'
import { type Division, type EntrySum, type Rounding, wholeEntries } from './build'
import type { NamedGroup, NamedReport } from './read'
import { type ReportQuery, singleClient } from './schema'

/** Texts around the figures of a report; each may be empty. */
export type ReportWords = { title: string; addressee: string; number: string; note: string; sender: string }

/** Default texts of a report: its sender, and as addressee the client, if the filter has a single one. */
export const defaultReportWords = (
  title: string,
  filter: ResolvedSubject,
  { username, preferences: { sender } }: Pick<User, 'username' | 'preferences'>,
): ReportWords => {
  const client = singleClient(filter.subject)
  const addressee = client ? namesOfParts(filter, 24)(client) : ''
  return { title, addressee, number: '', note: '', sender: sender || username }
}

type Figures = {
  total_seconds: number
  rounded_seconds: number
  amounts: Amount[]
  /** Amounts per hour with their currency, such as `8000 EUR`. */
  rates: string[]
}

export type DocumentEntry = Pick<EntrySum, 'date' | 'title' | 'notes' | 'amount' | 'billable'> & {
  seconds: number
  /** The entry's share of the rounded sum; null in documents before version 4. */
  rounded_seconds: number | null
  /** In the format of `rates`; null for unbilled entries, and in documents before version 2. */
  rate: string | null
}

export type DocumentGroup = Figures & {
  label: string
  /** Date of the group; only for groups by day. */
  date?: string
  groups: DocumentGroup[]
  entries: DocumentEntry[]
}

/** A self-contained report: it refers to no rows, so that its content never changes. */
export type ReportDocument = Figures & {
  /** Version of the document's format. */
  version: 1 | 2 | 3 | 4
  words: ReportWords
  range: Range
  time_zone: string
  /** Description of the filter. */
  of: string
  divisions: Division[]
  rounding: Rounding
  /** Seconds added by rounding; negative if it removed time. */
  added_seconds: number
  lost: number
  isBilled: boolean
  groups: DocumentGroup[]
  entries: DocumentEntry[]
}

const figuresOf = ({ total_seconds, rounded_seconds, amounts, rates }: Figures): Figures => ({
  total_seconds,
  rounded_seconds,
  amounts,
  rates,
})

const entryOf = (entry: EntrySum, isBilled: boolean): DocumentEntry => {
  const { date, notes, seconds, rounded_seconds, amount, billable, rate } = entry
  return {
    date,
    title: titleBesideProject(entry),
    notes,
    seconds,
    rounded_seconds,
    amount,
    billable,
    rate: isBilled && billable ? rate : null,
  }
}

const groupOf = ({ label, key, division, groups, entries, ...sums }: NamedGroup, isBilled: boolean): DocumentGroup => ({
  label,
  ...(division === 'day' && { date: key }),
  ...figuresOf(sums),
  groups: groups.map((one) => groupOf(one, isBilled)),
  entries: wholeEntries(entries).map((entry) => entryOf(entry, isBilled)),
})

export const buildDocument = (
  report: NamedReport,
  { range, groups, rounding }: ReportQuery,
  filter: ResolvedSubject,
  words: ReportWords,
  time_zone: string,
): ReportDocument => ({
  version: 4,
  words,
  range,
  time_zone,
  of: filter.subject === 'all' ? '' : subjectLabel(filter, 24),
  divisions: groups,
  rounding,
  ...figuresOf(report),
  added_seconds: report.rounded_seconds - report.counted_seconds,
  lost: report.lost,
  isBilled: report.isBilled,
  groups: report.groups.map((one) => groupOf(one, report.isBilled)),
  entries: wholeEntries(report.entries).map((entry) => entryOf(entry, report.isBilled)),
})
