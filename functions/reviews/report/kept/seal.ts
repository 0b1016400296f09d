import type { Context } from 'hono'
import { z } from 'zod'
import { resolveSubject } from '../../../ledger/resolve-subject'
import { commit, orStale, part, rowAs, sql } from '../../../lib/db/sql'
import type { App } from '../../../lib/env'
import { publicOrigin } from '../../../lib/http/origin'
import type { Preferences } from '../../../lib/preferences'
import { columnsOf } from '../../../lib/resource/row-reads'
import { randomSecret, sha256Hex } from '../../../lib/secrets'
import type { ReportEntry } from '../build'
import { buildDocument, type ReportDocument, type ReportWords } from '../document'
import { readReport } from '../read'
import type { ReportQuery } from '../schema'
import { type Differences, type SealedEntry, sealDifferences } from './changes'
import { passphraseHash } from './passphrase'
import { type ReportRow, savedReportQuery, savedReportWords } from './schema'

/** Maximum characters of a document, so that it fits in a row of D1. */
const documentLimit = 600_000

const filedOf = ({ client, project, goal, task, tags }: ReportEntry) =>
  [client, project, goal, task, ...tags.toSorted()].join(' ')

/** Inputs of a document: its query, and the sender's zone and first day of the week at that time. */
type Making = { query: ReportQuery; weekStart: number; time_zone: string }

export const documentInputs = (
  row: ReportRow,
  { week_start, time_zone }: Pick<Preferences, 'week_start' | 'time_zone'>,
): Making => ({
  query: savedReportQuery(row),
  weekStart: week_start,
  time_zone,
})

/** Current document of a report, and its entries; null if the filter names a missing row. */
export const currentDocument = async (
  db: D1Database,
  userId: string,
  { query, weekStart, time_zone }: Making,
  words: ReportWords,
) => {
  const filter = await resolveSubject(db, userId, query.subject)
  if (!filter) return null
  // Every date has its year, because a document may be read years later.
  const report = await readReport(db, userId, filter, query, { weekStart, today: '' })
  const entries = report.all.map((entry): SealedEntry => {
    const { session_id, date, seconds, title, notes, billable, rate } = entry
    return { session_id, date, seconds, title, notes, billable, rate, filed: filedOf(entry) }
  })
  return { document: buildDocument(report, query, filter, words, time_zone), entries, report, query, filter }
}

export type SealOptions = {
  show_changes: boolean
  /** Epoch ms; null if it never expires. */
  expires_at: number | null
  /** Null if no passphrase is required. */
  passphrase: string | null
}

/**
 * Statement that seals a report with its stored values, replacing any seal; or the reason why it cannot be sealed. Only
 * this request knows the secret of the address.
 * @param now epoch ms
 */
export const prepareSeal = async (c: Context<App>, row: ReportRow, sealing: SealOptions, now: number) => {
  const { show_changes, expires_at, passphrase } = sealing
  if (expires_at !== null && expires_at <= now) return { refused: 'over' as const }
  const { DB: db } = c.env
  const { id: userId, preferences } = c.var.user
  const making = documentInputs(row, preferences)
  const present = await currentDocument(db, userId, making, savedReportWords(row))
  if (!present) return { refused: 'gone' as const }
  const [document = '', entries = '', query = ''] = [present.document, present.entries, making].map((part) =>
    JSON.stringify(part),
  )
  if (document.length + entries.length > documentLimit) return { refused: 'too long' as const }
  const sha256 = await sha256Hex(document)
  const secret = randomSecret()
  const write = sql(db)`
    INSERT INTO report_seals (user_id, report_id, secret_hash, document, sha256, entries, query, seq, sealed_at, expires_at,
      passphrase, show_changes)
    SELECT ${userId}, ${row.id}, ${await sha256Hex(secret)}, ${document}, ${sha256}, ${entries}, ${query}, seq,
      ${now}, ${expires_at}, ${passphrase && (await passphraseHash(passphrase))}, ${show_changes ? 1 : 0}
    FROM change_heads
    WHERE user_id = ${userId}
      AND EXISTS (SELECT 1 FROM reports WHERE user_id = ${userId} AND id = ${row.id} AND deleted_at IS NULL)
    ON CONFLICT (user_id, report_id) DO UPDATE SET secret_hash = excluded.secret_hash, document = excluded.document,
      sha256 = excluded.sha256, entries = excluded.entries, query = excluded.query, seq = excluded.seq, sealed_at = excluded.sealed_at,
      expires_at = excluded.expires_at, passphrase = excluded.passphrase, show_changes = excluded.show_changes,
      openings = 0`
  const seal = { sealed_at: now, sha256, expires_at, passphrase, show_changes: Number(show_changes), openings: 0 }
  return { url: `${publicOrigin(c)}/r/${secret}`, seal, present, write }
}

/** Seals a report; null if it is deleted. @param claim stores the response for retries of the request */
export const sealReport = async (
  c: Context<App>,
  row: ReportRow,
  sealing: SealOptions,
  claim: (made: { url: string; seal: SealSummary }) => Promise<D1PreparedStatement[]>,
) => {
  const made = await prepareSeal(c, row, sealing, Date.now())
  if (made.refused) return made
  const { write, ...sealed } = made
  const writes = [...(await claim(sealed)), write, orStale(c.env.DB)]
  return (await commit(c.env.DB, c.var.user.id, [], writes)) ? sealed : null
}

/** Removes the address of a sealed report for good; false if it has none. */
export const revokeSeal = (db: D1Database, userId: string, reportId: string) =>
  commit(
    db,
    userId,
    [],
    [sql(db)`DELETE FROM report_seals WHERE user_id = ${userId} AND report_id = ${reportId}`, orStale(db)],
  )

const SealRow = z.object({
  user_id: z.string(),
  report_id: z.string(),
  document: z.string(),
  sha256: z.string(),
  entries: z.string(),
  query: z.string(),
  seq: z.int(),
  sealed_at: z.int(),
  expires_at: z.int().nullable(),
  passphrase: z.string().nullable(),
  show_changes: z.int(),
  openings: z.int(),
})
export type SealRow = z.output<typeof SealRow>

/** A seal without its document. */
export type SealSummary = Pick<
  SealRow,
  'sealed_at' | 'sha256' | 'expires_at' | 'passphrase' | 'show_changes' | 'openings'
>

const columns = columnsOf('report_seals', SealRow)

/** The seal of a report; null without one. */
export const sealOf = (db: D1Database, userId: string, reportId: string) =>
  rowAs(SealRow, sql(db)`SELECT ${columns} FROM report_seals WHERE user_id = ${userId} AND report_id = ${reportId}`)

const present = (now: number) => part`
      JOIN reports ON reports.user_id = report_seals.user_id AND reports.id = report_id AND reports.deleted_at IS NULL
      JOIN users ON users.id = report_seals.user_id AND suspended_at IS NULL AND shadow_of IS NULL
    WHERE (expires_at IS NULL OR expires_at > ${now})`

/** The seal at a secret address; null alike for a wrong, expired or revoked address. @param now epoch ms */
export const openSeal = async (db: D1Database, secret: string, now: number) =>
  rowAs(
    SealRow,
    sql(db)`
      SELECT ${columns} FROM report_seals ${present(now)} AND secret_hash = ${await sha256Hex(secret)}`,
  )

/** When a document with this digest was sealed (epoch ms); null if none was, or its seal no longer exists. */
export const readSealTime = (db: D1Database, sha256: string, now: number) =>
  sql(db)`
    SELECT sealed_at FROM report_seals ${present(now)} AND sha256 = ${sha256}
    ORDER BY sealed_at LIMIT 1`.first<number>('sealed_at')

export const countOpening = (db: D1Database, { user_id, report_id }: Pick<SealRow, 'user_id' | 'report_id'>) =>
  sql(db)`UPDATE report_seals SET openings = openings + 1 WHERE user_id = ${user_id} AND report_id = ${report_id}`.run()

export const parseSealDocument = (seal: Pick<SealRow, 'document'>): ReportDocument => JSON.parse(seal.document)

/** Differences between current time and the sealed document; null if the seal's filter names a deleted row. */
export const changesSinceSeal = async (db: D1Database, seal: SealRow): Promise<Differences | null> => {
  const document = parseSealDocument(seal)
  const present = await currentDocument(db, seal.user_id, JSON.parse(seal.query), document.words)
  return present && sealDifferences({ document, entries: JSON.parse(seal.entries) }, present)
}
