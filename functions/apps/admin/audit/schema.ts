import { z } from 'zod'

/** An entry for one app of a change of many. */
export const InsideRow = z.object({ subject: z.string(), before: z.string().nullable(), after: z.string().nullable() })
export type InsideRow = z.infer<typeof InsideRow>

/** Actions on many apps, whose entries contain those of the apps. */
export const groupActions = ['import', 'apps']

export const isGroup = (action: string) => groupActions.includes(action)

/** Names are present ones; null where the account is gone. */
export const AuditRow = z.object({
  number: z.int(),
  at: z.int(),
  admin_id: z.string(),
  admin_name: z.string().nullable(),
  action: z.string(),
  subject: z.string(),
  subject_name: z.string().nullable(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** The first entries inside; null for any other action. */
  rows: z.array(InsideRow).nullable(),
})
export type AuditRow = z.infer<typeof AuditRow>

/** Number of an entry, as text. */
export const auditNumber = (message?: string) => z.string().regex(/^[1-9]\d{0,14}$/, message)

/** In characters, of an email address or a package name. */
export const subjectLimit = 254

const text = z.string().trim().max(subjectLimit).catch('')

/** An empty field matches every entry. */
export const AuditView = z.object({
  admin: text,
  subject: text,
  action: text,
  /** Id of a change of many apps: only the entries inside it. */
  inside: text,
  /** Number of the last entry on the previous page. */
  before: auditNumber().catch(''),
})
export type AuditView = z.infer<typeof AuditView>

export type AuditFilter = Omit<AuditView, 'before'>
