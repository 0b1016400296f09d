import { z } from 'zod'
import { Email } from '../../lib/text/email'
import { permission } from '../plans/schema'

/** Maximum number of people that a plan is shared with, including invited ones. */
export const mostShares = 10

/** `left`: the member left the plan. */
const shareState = z.enum(['invited', 'accepted', 'declined', 'left'])

/** A share as its owner sees it. */
export const ShareRow = z.object({
  id: z.string(),
  email: z.string(),
  permission,
  state: shareState,
  /** Epoch ms. */
  created_at: z.int(),
  /** The person who accepted and their copy; null before. */
  member_id: z.string().nullable(),
  copy_id: z.string().nullable(),
})
export type ShareRow = z.output<typeof ShareRow>

/** A plan shared by another person; `ended` if they stopped sharing it. */
export const InboxRow = z.object({
  id: z.string(),
  plan_title: z.string(),
  owner_name: z.string(),
  permission,
  state: z.enum(['invited', 'accepted', 'ended']),
  /** Id of the person’s copy; null before they accepted. */
  plan_id: z.string().nullable(),
})
export type InboxRow = z.output<typeof InboxRow>

export const ShareBody = z.strictObject({ email: Email, permission }).meta({
  id: 'NewShare',
  example: { email: 'ada@example.com', permission: 'read' },
})

export const SharePatch = z.strictObject({ permission }).meta({ id: 'SharePatch', example: { permission: 'edit' } })

export const ShareForm = z.object({ email: Email, permission })
export type ShareForm = z.output<typeof ShareForm>

export const VersionRow = z.object({
  version: z.int(),
  author: z.string(),
  content: z.string(),
  /** Epoch ms. */
  created_at: z.int(),
})

export type VersionRow = z.output<typeof VersionRow>
