import { z } from 'zod'
import { andInOrg } from '../lib/kinds'
import type { Org } from '../lib/org'
import type { Cursor } from '../lib/resource/cursor'
import { foundBy } from '../lib/search/found-ids'
import { part, rowsAs, type SqlPart, sql } from '../lib/sql'
import { EvidenceRow } from './schema'

const draftsWhere = (db: D1Database, userId: string, condition: SqlPart) =>
  rowsAs(
    EvidenceRow,
    sql(db)`
      SELECT id, title, from_date, to_date, org, category, introduction, left_out, seq, created_at, updated_at
      FROM evidence_drafts
      WHERE user_id = ${userId} AND deleted_at IS NULL ${condition}`,
  )

export const draft = async (db: D1Database, userId: string, id: string) =>
  (await draftsWhere(db, userId, part`AND id = ${id}`))[0] ?? null

/** Reads limit + 1 drafts of a context that a search `q` finds, from a cursor; the extra row means there is a next page. */
export const drafts = (
  db: D1Database,
  userId: string,
  org: Org,
  { q }: { q?: string },
  { beyond, order }: Cursor,
  limit: number,
) =>
  draftsWhere(
    db,
    userId,
    part`${andInOrg(userId, org, 'evidence')} ${beyond}
      ${foundBy('evidence_drafts.id', q, { userId, kind: 'evidence' })}
      ORDER BY ${order} LIMIT ${limit + 1}`,
  )

const DraftName = z.object({
  id: z.string(),
  title: z.string(),
  from_date: z.string(),
  to_date: z.string(),
  org: z.string(),
})
export type DraftName = z.infer<typeof DraftName>

/** The most drafts that the page lists. */
const listedDrafts = 50

/** The drafts of a context that were written last. */
export const latestDrafts = (db: D1Database, userId: string, org: Org) =>
  rowsAs(
    DraftName,
    sql(db)`
      SELECT id, title, from_date, to_date, org
      FROM evidence_drafts
      WHERE user_id = ${userId} AND deleted_at IS NULL ${andInOrg(userId, org, 'evidence')}
      ORDER BY id DESC
      LIMIT ${listedDrafts}`,
  )
