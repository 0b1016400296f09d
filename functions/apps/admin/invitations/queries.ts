import { v7 as uuid } from 'uuid'
import { writeAudit } from '../../../lib/db/audit'
import { rowsAs, sql } from '../../../lib/db/sql'
import { randomSecret, sha256Hex } from '../../../lib/secrets'
import { dayMs } from '../../../lib/time/units'
import { commitAsAdmin } from '../commit'
import { Invitation, invitationDays, isDomain } from './schema'

export const invitations = (db: D1Database, now: number) =>
  rowsAs(
    Invitation,
    sql(db)`
      SELECT id, address, secret_hash IS NOT NULL AS is_link, expires_at FROM sign_up_invitations
      WHERE coalesce(expires_at, ${now} + 1) > ${now}
      ORDER BY address IS NULL, address, id
      LIMIT 1000`,
  )

const addInvitation = (
  db: D1Database,
  adminId: string,
  { address, secretHash }: { address: string | null; secretHash: string | null },
  now: number,
) => {
  const id = uuid()
  const kind = address === null ? 'link' : isDomain(address) ? 'domain' : 'address'
  const end = kind === 'domain' ? null : now + invitationDays * dayMs
  return [
    sql(db)`DELETE FROM sign_up_invitations WHERE address = ${address} AND secret_hash IS NULL`,
    sql(db)`
      INSERT INTO sign_up_invitations (id, address, secret_hash, created_at, expires_at)
      VALUES (${id}, ${address}, ${secretHash}, ${now}, ${end})`,
    writeAudit(db, { adminId, action: 'invite', subject: id, before: null, after: { kind } }, now),
  ]
}

/** Invites addresses and domains. @throws ProblemError 403 if the caller is no longer an admin */
export const inviteAll = (db: D1Database, adminId: string, addresses: string[], now: number) =>
  commitAsAdmin(db, adminId, async () => ({
    result: addresses,
    writes: addresses.flatMap((address) => addInvitation(db, adminId, { address, secretHash: null }, now)),
  }))

/** Makes a link with which one person may create an account, and returns its secret. */
export const makeInvitationLink = async (db: D1Database, adminId: string, now: number) => {
  const secret = randomSecret()
  const secretHash = await sha256Hex(secret)
  return commitAsAdmin(db, adminId, async () => ({
    result: secret,
    writes: addInvitation(db, adminId, { address: null, secretHash }, now),
  }))
}

export const dropInvitation = (db: D1Database, adminId: string, id: string, now: number) =>
  commitAsAdmin(db, adminId, async () => ({
    result: id,
    writes: [
      sql(db)`DELETE FROM sign_up_invitations WHERE id = ${id}`,
      writeAudit(db, { adminId, action: 'uninvite', subject: id, before: null, after: null }, now),
    ],
  }))
