import { v7 as uuid } from 'uuid'
import { fieldsProblem } from '../../lib/api/request'
import { commitPlanned } from '../../lib/db/retry'
import { newSeq, orStale, sql } from '../../lib/db/sql'
import type { User } from '../../lib/env'
import { uniqueId } from '../plans/document'
import { addPlan, defaultPlanLinks, deletePlan, putPlans } from '../plans/put'
import * as plans from '../plans/queries'
import type { Permission } from '../plans/schema'
import { parseDerived, personalText } from '../plans/shared/document'
import { advanceVersions, versionText } from '../plans/shared/propagate'
import { findInvitation, inboxOf, publicPlan, sharesOf } from './queries'
import { type InboxRow, mostShares, type ShareForm, type ShareRow } from './schema'

const keptVersionsMs = 30 * 24 * 3_600_000

type Person = Pick<User, 'id' | 'email'>

/** Statements that store the response of a request that may be retried. */
export type Claim<Answer> = (answer: Answer) => D1PreparedStatement[]

type Kept = { plan_id: string }
type Accepted = InboxRow & Kept
type Declined = { id: string; state: 'declined' }

/** Sets the permission of a share and of the member's copy. */
const setPermission = (db: D1Database, userId: string, share: ShareRow, permission: Permission) => [
  sql(db)`
    UPDATE plan_shares SET permission = ${permission} WHERE user_id = ${userId} AND id = ${share.id}`,
  orStale(db),
  ...(share.member_id && share.copy_id
    ? [
        advanceVersions(db, [{ user_id: share.member_id }]),
        sql(db)`
          UPDATE plans SET permission = ${permission}, seq = ${newSeq(share.member_id)}
          WHERE user_id = ${share.member_id} AND id = ${share.copy_id} AND owner_id = ${userId}`,
      ]
    : [tellInvited(db, share.email)]),
]

/** Notifies the open pages of the person whose invitations change. Nothing happens if nobody has proven the address. */
const tellInvited = (db: D1Database, email: string) => sql(db)`
  UPDATE change_heads SET seq = seq + 1
  WHERE user_id = (SELECT id FROM users WHERE email = ${email} AND email_proven_at IS NOT NULL) AND restore_id IS NULL
  RETURNING user_id, seq, stats_seq, whitelist_seq, timer_seq`

export type InviteResult = { share: Omit<ShareRow, 'member_id' | 'copy_id'>; isNew: boolean; title: string }

/**
 * Invites an address to a plan, or changes the permission of an invited one. The result does not reveal whether the
 * address has an account. Null if the plan does not exist.
 * @param now epoch ms
 * @throws ProblemError 422
 */
export const invite = (
  db: D1Database,
  user: Person,
  planId: string,
  { email, permission }: ShareForm,
  now: number,
  claim: Claim<InviteResult['share']> = () => [],
) =>
  commitPlanned<InviteResult | null>(db, user.id, [], async () => {
    if (email === user.email?.toLowerCase()) throw fieldsProblem({ email: ['Enter someone else’s address'] })
    const [row, shares] = await Promise.all([plans.plan(db, user.id, planId), sharesOf(db, user.id, planId)])
    if (!row || row.owner_id !== null) return { result: null }
    const known = shares.find((share) => share.email === email)
    const isOpen = ({ state }: ShareRow) => state === 'invited' || state === 'accepted'
    if (known && isOpen(known)) {
      const writes = known.permission === permission ? [] : setPermission(db, user.id, known, permission)
      const share = { ...known, permission }
      return { result: { share, isNew: false, title: row.title }, writes: [...claim(share), ...writes] }
    }
    if (shares.filter(isOpen).length >= mostShares) {
      throw fieldsProblem({ email: [`You can share a plan with at most ${mostShares} people`] })
    }
    const id = known?.id ?? uuid()
    const write = sql(db)`
      INSERT INTO plan_shares (user_id, id, plan_id, email, permission, state, created_at)
      VALUES (${user.id}, ${id}, ${planId}, ${email}, ${permission}, 'invited', ${now})
      ON CONFLICT (user_id, id) DO UPDATE
      SET permission = excluded.permission, state = excluded.state, member_id = NULL, created_at = excluded.created_at`
    const share = { id, email, permission, state: 'invited' as const, created_at: now }
    return {
      result: { share, isNew: true, title: row.title },
      writes: [...claim(share), write, tellInvited(db, email)],
    }
  })

/** Changes the permission of a share. Null if the share does not exist. */
export const changePermission = (db: D1Database, userId: string, planId: string, id: string, permission: Permission) =>
  commitPlanned<ShareRow | null>(db, userId, [], async () => {
    const [share] = await sharesOf(db, userId, planId, id)
    if (!share) return { result: null }
    const writes = share.permission === permission ? [] : setPermission(db, userId, share, permission)
    return { result: { ...share, permission }, writes }
  })

/**
 * Revokes a share, and the copy of the person who accepted it. Null if the share does not exist.
 * @param now epoch ms
 */
export const revokeShare = (db: D1Database, userId: string, planId: string, id: string, now: number) =>
  commitPlanned<ShareRow | null>(db, userId, [], async () => {
    const [share] = await sharesOf(db, userId, planId, id)
    if (!share) return { result: null }
    const taken = share.member_id && share.copy_id ? deletePlan(db, share.member_id, share.copy_id, now) : []
    const writes = [
      sql(db)`DELETE FROM plan_shares WHERE user_id = ${userId} AND id = ${share.id}`,
      orStale(db),
      ...(taken.length > 0 && share.member_id
        ? [advanceVersions(db, [{ user_id: share.member_id }]), ...taken]
        : [tellInvited(db, share.email)]),
    ]
    return { result: share, writes }
  })

/** Stores the answer to an invitation. Rolls the batch back if the invitation was revoked. */
const answerTo = (db: D1Database, ownerId: string, id: string, state: string, memberId: string | null) => [
  sql(db)`
    UPDATE plan_shares SET state = ${state}, member_id = ${memberId}
    WHERE user_id = ${ownerId} AND id = ${id} AND state = 'invited'`,
  orStale(db),
]

/** A copy of a plan's text with another id and no progress. */
const copied = (content: string, id: string) => parseDerived(personalText(parseDerived(content), { id }))

/** Copies a plan with a public link to an own plan. Returns its id; null if the link is invalid. @param now epoch ms */
export const copyPublic = (db: D1Database, userId: string, secretHash: string, now: number) =>
  commitPlanned<string | null>(db, userId, ['stats'], async () => {
    const found = await publicPlan(db, secretHash, userId)
    if (!found) return { result: null }
    const id = uniqueId(found.plan_id, found.taken)
    return { result: id, writes: addPlan(db, userId, copied(found.content, id), defaultPlanLinks, now) }
  })

/**
 * Accepts an invitation: the person gets a copy of the plan with their own progress. Null if the invitation does not
 * exist.
 * @param now epoch ms
 */
export const acceptInvitation = (
  db: D1Database,
  userId: string,
  id: string,
  now: number,
  claim: Claim<Accepted> = () => [],
) =>
  commitPlanned<Accepted | null>(db, userId, ['stats'], async () => {
    const found = await findInvitation(db, userId, id)
    if (!found) return { result: null }
    const { owner_id, plan_id, plan_title, owner_name, permission } = found
    const copyId = uniqueId(plan_id, found.taken)
    const result = { id, plan_title, owner_name, permission, state: 'accepted' as const, plan_id: copyId }
    const plan = copied(found.content, copyId)
    const text = versionText(parseDerived(found.content), { planId: plan_id })
    const sharedAt = found.shared_at ?? now
    const writes = [
      ...claim(result),
      ...answerTo(db, owner_id, id, 'accepted', userId),
      // While nobody shared the plan, its text may have changed without a new version.
      sql(db)`
        INSERT INTO plan_versions (user_id, plan_id, version, author_id, content, created_at)
        SELECT ${owner_id}, ${plan_id}, max(version) + 1, ${owner_id}, ${text}, ${now}
        FROM plan_versions WHERE user_id = ${owner_id} AND plan_id = ${plan_id} HAVING content <> ${text}`,
      sql(db)`
        UPDATE plan_shares
        SET first_version = coalesce((
          SELECT max(version) FROM plan_versions WHERE user_id = ${owner_id} AND plan_id = ${plan_id}), 1)
        WHERE user_id = ${owner_id} AND id = ${id}`,
      advanceVersions(db, [{ user_id: owner_id }]),
      orStale(db),
      sql(db)`
        UPDATE plans SET shared_at = ${sharedAt}, seq = ${newSeq(owner_id)}
        WHERE user_id = ${owner_id} AND id = ${plan_id} AND seq = ${found.seq} AND deleted_at IS NULL`,
      orStale(db),
      ...putPlans(db, userId, [
        { id: copyId, plan, links: defaultPlanLinks, created_at: now, updated_at: now, deleted_at: null },
      ]),
      sql(db)`
        UPDATE plans
        SET owner_id = ${owner_id}, owner_plan_id = ${plan_id}, share_id = ${id}, permission = ${permission},
            shared_at = ${sharedAt}
        WHERE user_id = ${userId} AND id = ${copyId}`,
    ]
    return { result, writes }
  })

/** Declines an invitation. Null if it does not exist. */
export const declineInvitation = (db: D1Database, userId: string, id: string, claim: Claim<Declined> = () => []) =>
  commitPlanned<Declined | null>(db, userId, [], async () => {
    const found = await findInvitation(db, userId, id)
    if (!found) return { result: null }
    const result = { id, state: 'declined' as const }
    return { result, writes: [...claim(result), ...answerTo(db, found.owner_id, id, 'declined', null)] }
  })

const copyOf = async (db: D1Database, userId: string, id: string) =>
  (await inboxOf(db, userId, id)).find(({ plan_id }) => plan_id !== null) ?? null

/** Leaves a shared plan. Its sessions and cards stay. False if the plan does not exist. @param now epoch ms */
export const leaveSharedPlan = (db: D1Database, userId: string, id: string, now: number) =>
  commitPlanned(db, userId, ['stats'], async () => {
    const copy = await copyOf(db, userId, id)
    return { result: copy !== null, writes: copy?.plan_id ? deletePlan(db, userId, copy.plan_id, now) : [] }
  })

/** Turns a plan that is no longer shared into an own plan; otherwise returns null. */
export const convertToOwnPlan = (db: D1Database, userId: string, id: string, claim: Claim<Kept> = () => []) =>
  commitPlanned<Kept | null>(db, userId, [], async () => {
    const copy = await copyOf(db, userId, id)
    if (copy?.state !== 'ended' || copy.plan_id === null) return { result: null }
    const write = sql(db)`
      UPDATE plans
      SET owner_id = NULL, owner_plan_id = NULL, share_id = NULL, permission = NULL, shared_at = NULL, seq = ${newSeq(userId)}
      WHERE user_id = ${userId} AND id = ${copy.plan_id}`
    const result = { plan_id: copy.plan_id }
    return { result, writes: [...claim(result), write] }
  })

/** Sets whether the others may see which chunks the person has completed. */
export const showProgress = (db: D1Database, userId: string, planId: string, isShown: boolean) => [
  sql(db)`
    UPDATE plans SET shows_progress = ${Number(isShown)}, seq = ${newSeq(userId)}
    WHERE user_id = ${userId} AND id = ${planId} AND shared_at IS NOT NULL AND deleted_at IS NULL`,
  orStale(db),
]

/** Deletes the versions of plans that have not been shared for 30 days. @param now epoch ms */
export const dropOldVersions = ({ DB: db }: { DB: D1Database }, userId: string, now: number) =>
  db.batch([
    sql(db)`
      UPDATE plan_versions SET unshared_at = iif(unshared_at IS NULL, ${now}, NULL)
      WHERE user_id = ${userId} AND (unshared_at IS NULL) = (plan_id NOT IN (
        SELECT plans.id
        FROM plans
        JOIN plans AS copy ON copy.owner_id = plans.user_id AND copy.owner_plan_id = plans.id
          AND copy.shared_at = plans.shared_at AND copy.deleted_at IS NULL
        WHERE plans.user_id = ${userId} AND plans.deleted_at IS NULL))`,
    sql(db)`
      DELETE FROM plan_versions WHERE user_id = ${userId} AND unshared_at <= ${now - keptVersionsMs}`,
  ])
