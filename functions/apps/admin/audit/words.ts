import { z } from 'zod'
import { appChange, appCountsText, describeApp, describeApps } from '../apps/schema'
import { describeRules, ruleChange } from '../rules/schema'
import { unlistedChange } from '../rules/unlisted'
import { type AuditRow, isGroup } from './schema'

export const actionNames = {
  role: 'Role',
  suspend: 'Suspend',
  restore: 'Restore',
  app: 'App default',
  apps: 'Several app defaults',
  import: 'Import of app defaults',
  rules: 'Rules for a person',
  unlisted: 'Unlisted apps',
  invite: 'Invitation',
  uninvite: 'Invitation removed',
} as const

const State = z.object({ role: z.string(), suspended: z.boolean() }).partial()
type State = z.infer<typeof State>

const invitedWords = { address: 'invited an address', domain: 'invited a domain', link: 'made an invitation link' }

const Invited = z.object({ kind: z.enum(['address', 'domain', 'link']) }).catch({ kind: 'address' })

/** Reads a state. @param json a column of the audit log */
const stateOf = (json: string | null): State => State.catch({}).parse(JSON.parse(json ?? '{}'))

const stateWords = ({ role, suspended }: State) =>
  [role, suspended === undefined ? undefined : suspended ? 'suspended' : 'active'].filter(Boolean).join(', ')

/** Describes a change, for example `user → admin`; empty if the log has no states. */
export const changeWords = (entry: Pick<AuditRow, 'action' | 'before' | 'after'>) => {
  if (entry.action === 'app') return appChange(entry)
  if (isGroup(entry.action)) return appCountsText(entry)
  if (entry.action === 'rules') return ruleChange(entry)
  if (entry.action === 'unlisted') return unlistedChange(entry)
  return [entry.before, entry.after]
    .map((json) => stateWords(stateOf(json)))
    .filter(Boolean)
    .join(' → ')
}

/** Parts of a sentence around the subject's name. Without `to`, admins changed their own account. */
type Description = { did: string; to?: 'person' | 'thing'; what?: string; name?: string }

/** Describes an entry in words that follow the admin's name. */
export const describeEntry = ({ action, admin_id, subject, before, after }: AuditRow): Description => {
  const isOwn = admin_id === subject
  if (action === 'suspend') return { did: 'suspended', to: 'person' }
  if (action === 'restore') return { did: 'restored', to: 'person' }
  if (isGroup(action)) return { did: describeApps({ after }) }
  if (action === 'app') return { to: 'thing', ...describeApp({ before, after }) }
  if (action === 'rules') return { did: describeRules({ after }), to: 'person' }
  if (action === 'unlisted') return { did: 'set unlisted apps for', to: 'person' }
  if (action === 'invite') return { did: invitedWords[Invited.parse(JSON.parse(after ?? '{}')).kind] }
  if (action === 'uninvite') return { did: 'removed an invitation' }
  if (action !== 'role') return { did: `${action}:`, to: 'thing' }
  if (stateOf(after).role !== 'admin') {
    return isOwn ? { did: 'stopped being an admin' } : { did: 'removed', to: 'person', what: 'as an admin' }
  }
  return isOwn
    ? { did: 'became an admin at sign-in, as one of ADMIN_EMAILS' }
    : { did: 'made', to: 'person', what: 'an admin' }
}
