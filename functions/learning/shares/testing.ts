import type { Client } from '../../../test/support/client'
import type { Permission } from '../plans/schema'

export const emailOf = ({ userId }: Pick<Client, 'userId'>) => `${userId}@example.com`

/** Invites somebody to a plan; returns the id of the share. */
export const inviteTo = (owner: Client, plan: string, email: string, permission: Permission = 'read') =>
  owner.add(`/plans/${plan}/shares`, { email, permission })

/** Accepts an invitation; returns the id of the copy. */
export const acceptShare = async (member: Client, id: string) => {
  const answer = await member.json('POST', `/api/v1/shares/${id}/accept`)
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`)
  return (await answer.json<{ plan_id: string }>()).plan_id
}

/** Shares a plan with somebody who accepts. */
export const shareWith = async (owner: Client, plan: string, member: Client, permission: Permission = 'read') => {
  const id = await inviteTo(owner, plan, emailOf(member), permission)
  return { id, copy: await acceptShare(member, id) }
}
