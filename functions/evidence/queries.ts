import { z } from 'zod'
import { andInOrg } from '../lib/kinds'
import type { Org } from '../lib/org'
import { readsOf } from '../lib/resource/reads'
import { constant, rowsAs, sql } from '../lib/sql'
import { EvidenceRow } from './schema'

export const { find: draft, list: drafts } = readsOf({
  kind: 'evidence',
  schema: EvidenceRow,
  columns: constant(
    'id, title, from_date, to_date, org, category, introduction, left_out, seq, created_at, updated_at',
  ),
  where: () => constant(''),
})

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
