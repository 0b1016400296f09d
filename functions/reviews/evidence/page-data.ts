import { z } from 'zod'
import { orgTime } from '../../frame/context/middleware'
import { categories } from '../../goals/goals/labels'
import { rangeIssue } from '../../ledger/date-range'
import type { Org, OrgTime } from '../../lib/org'
import { addDays, isDate } from '../../lib/time/days'
import { readPacket } from './packet'
import { pageOfDrafts } from './schema'

/** Maximum number of drafts listed. */
const listedDrafts = 50

/** Drafts of a context, last written first. */
export const latestDrafts = async (db: D1Database, userId: string, org: Org) =>
  (await pageOfDrafts(db, userId, org, {}, listedDrafts)).rows

/** Query of `/evidence`. An invalid range is ignored, with an error. */
export const EvidenceView = z
  .object({
    from: z.string().refine(isDate).catch(''),
    to: z.string().refine(isDate).catch(''),
    category: z.string().max(50).catch(''),
  })
  .transform(({ from, to, category }) => {
    const range = from && to ? { from, to } : null
    const issue = range && rangeIssue(range)
    return issue ? { category, range: null, wrong: { ...range, error: issue.message } } : { category, range }
  })
type EvidenceView = z.output<typeof EvidenceView>

/** Date ranges that the page offers, with names; the last one is the year up to a date. */
export const evidenceRanges = (today: string) => {
  const year = Number(today.slice(0, 4))
  const isFirst = today.slice(5, 7) < '07'
  const start = isFirst ? `${year}-01-01` : `${year}-07-01`
  const before = isFirst ? `${year - 1}-07-01` : `${year}-01-01`
  return {
    'This half-year': { from: start, to: today },
    'Last half-year': { from: before, to: addDays(start, -1) },
    '12 months': lastYear(today),
  }
}

/** The year that ends on a date. */
export const lastYear = (today: string) => ({ from: addDays(today, -364), to: today })

export const evidencePage = async (
  db: D1Database,
  userId: string,
  { org, context }: { org: Org; context: OrgTime | null },
  { range, category, wrong }: EvidenceView,
  today: string,
) => {
  const shown = range ?? lastYear(today)
  const [packet, drafts, known] = await Promise.all([
    readPacket(db, userId, { range: shown, context, category }),
    latestDrafts(db, userId, org),
    categories(db, userId, org),
  ])
  return { packet, drafts, categories: known, today, org, wrong }
}
export type EvidencePage = Awaited<ReturnType<typeof evidencePage>>

type Drafted = { from_date: string; to_date: string; org: Org; category: string }

/** The document of a draft, with data of the draft's own context. @param present context of the page */
export const readDraftPacket = async (
  db: D1Database,
  userId: string,
  { from_date, to_date, org, category }: Drafted,
  present: { org: Org; orgTime: OrgTime | null },
) =>
  readPacket(db, userId, {
    range: { from: from_date, to: to_date },
    context: org === present.org ? present.orgTime : await orgTime(db, userId, org),
    category,
  })
