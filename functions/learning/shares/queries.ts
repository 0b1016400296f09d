import { z } from 'zod'
import { part, rowAs, rowsAs, sql, textsColumn } from '../../lib/db/sql'
import { permission } from '../plans/schema'
import { isInUse } from '../plans/shared/propagate'
import { InboxRow, ShareRow, VersionRow } from './schema'

/** People with whom a person shares a plan, earliest first. @param id to read a single share */
export const sharesOf = (db: D1Database, userId: string, planId: string, id?: string) =>
  rowsAs(
    ShareRow,
    sql(db)`
      SELECT plan_shares.id, plan_shares.email, plan_shares.permission, plan_shares.created_at,
        iif(state = 'accepted' AND copy.id IS NULL, 'left', state) AS state,
        iif(copy.id IS NULL, NULL, member_id) AS member_id, copy.id AS copy_id
      FROM plan_shares
      JOIN plans ON plans.user_id = plan_shares.user_id AND plans.id = plan_shares.plan_id
      LEFT JOIN plans AS copy ON copy.owner_id = plan_shares.user_id AND copy.owner_plan_id = plan_shares.plan_id
        AND copy.share_id = plan_shares.id AND copy.user_id = plan_shares.member_id AND copy.shared_at = plans.shared_at
        AND copy.deleted_at IS NULL
      WHERE plan_shares.user_id = ${userId} AND plan_shares.plan_id = ${planId} AND plans.deleted_at IS NULL
        AND (${id ?? null} IS NULL OR plan_shares.id = ${id ?? null})
      ORDER BY plan_shares.created_at, plan_shares.id`,
  )

/**
 * FROM clause for an invitation that a person can answer, because their proven address was invited. `owner` shares the
 * plan.
 */
const invited = (userId: string) => part`
      users
      JOIN plan_shares ON plan_shares.email = lower(users.email) AND state = 'invited'
      JOIN plans ON plans.user_id = plan_shares.user_id AND plans.id = plan_shares.plan_id AND plans.deleted_at IS NULL
      JOIN users AS owner ON owner.id = plan_shares.user_id AND owner.suspended_at IS NULL AND owner.shadow_of IS NULL
      WHERE users.id = ${userId} AND users.email_proven_at IS NOT NULL`

const Invitation = z.object({
  owner_id: z.string(),
  owner_name: z.string(),
  plan_id: z.string(),
  plan_title: z.string(),
  permission,
  content: z.string(),
  seq: z.int(),
  shared_at: z.int().nullable(),
  taken: textsColumn,
})

/** SQL for the ids of a person’s own plans that begin with the shared plan's id. */
const takenBy = (userId: string | null) => part`(
  SELECT json_group_array(own.id) FROM plans AS own
  WHERE own.user_id = ${userId} AND own.id >= plans.id AND own.id < plans.id || '~')`

/**
 * An invitation with its plan, and ids of the person’s own plans that begin with the plan's id; null if it does not
 * exist.
 */
export const findInvitation = (db: D1Database, userId: string, id: string) =>
  rowAs(
    Invitation,
    sql(db)`
      SELECT plans.user_id AS owner_id, owner.username AS owner_name, plans.id AS plan_id, plans.title AS plan_title,
        plan_shares.permission, plans.content, plans.seq, plans.shared_at, ${takenBy(userId)} AS taken
      FROM ${invited(userId)} AND plan_shares.id = ${id}`,
  )

/**
 * Plans that others share with a person: invitations to their proven address, and their copies.
 * @param id to read a single share
 */
export const inboxOf = (db: D1Database, userId: string, id?: string) =>
  rowsAs(
    InboxRow,
    sql(db)`
      SELECT plan_shares.id, plans.title AS plan_title, owner.username AS owner_name, plan_shares.permission,
        'invited' AS state, NULL AS plan_id
      FROM ${invited(userId)}
        AND (${id ?? null} IS NULL OR plan_shares.id = ${id ?? null})
      UNION ALL
      SELECT share_id, title, coalesce((SELECT username FROM users WHERE users.id = owner_id), 'Somebody'), permission,
        iif(${isInUse}, 'accepted', 'ended'), plans.id
      FROM plans
      WHERE plans.user_id = ${userId} AND owner_id IS NOT NULL AND deleted_at IS NULL
        AND (${id ?? null} IS NULL OR share_id = ${id ?? null})
      ORDER BY 5 DESC, 2, 1`,
  )

/** Versions of a shared plan before a given one, latest first. A member sees only versions since they accepted. */
export const versionsOf = (
  db: D1Database,
  userId: string,
  planId: string,
  { before = Number.MAX_SAFE_INTEGER, limit }: { before?: number; limit: number },
) =>
  rowsAs(
    VersionRow,
    sql(db)`
      SELECT version, coalesce(users.username, 'Somebody') AS author, plan_versions.content, plan_versions.created_at
      FROM plans AS own
      JOIN plans ON plans.user_id = coalesce(own.owner_id, own.user_id) AND plans.id = coalesce(own.owner_plan_id, own.id)
        AND plans.shared_at = own.shared_at AND plans.deleted_at IS NULL
      JOIN plan_versions ON plan_versions.user_id = plans.user_id AND plan_versions.plan_id = plans.id
      LEFT JOIN users ON users.id = author_id
      WHERE own.user_id = ${userId} AND own.id = ${planId} AND own.deleted_at IS NULL AND version < ${before}
        AND (own.owner_id IS NULL
          OR version >= (SELECT first_version FROM plan_shares WHERE user_id = own.owner_id AND id = own.share_id))
      ORDER BY version DESC LIMIT ${limit}`,
  )

/** When the public address of a plan was made (epoch ms); null if it has none. */
export const publicLinkTime = (db: D1Database, userId: string, planId: string) =>
  sql(db)`
    SELECT created_at FROM plan_links WHERE user_id = ${userId} AND plan_id = ${planId}`.first<number>('created_at')

const PublicRow = z.object({
  plan_id: z.string(),
  content: z.string(),
  title: z.string(),
  owner: z.string(),
  taken: textsColumn,
})

/**
 * The plan at a public address, with ids of plans of the person who copies it; null if the address is no longer valid.
 */
export const publicPlan = (db: D1Database, secretHash: string, userId: string | null = null) =>
  rowAs(
    PublicRow,
    sql(db)`
      SELECT plans.id AS plan_id, content, title, username AS owner, ${takenBy(userId)} AS taken
      FROM plan_links
      JOIN plans ON plans.user_id = plan_links.user_id AND plans.id = plan_links.plan_id AND plans.deleted_at IS NULL
      JOIN users ON users.id = plans.user_id AND suspended_at IS NULL AND shadow_of IS NULL
      WHERE secret_hash = ${secretHash}`,
  )
