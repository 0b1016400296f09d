import { z } from 'zod'

/** The entry of one app, inside an entry of many apps. */
export const NestedEntry = z.object({
  subject: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type NestedEntry = z.infer<typeof NestedEntry>

/** Actions on many apps. Their entries contain one entry per app. */
export const groupActions = ['import', 'apps']

export const isGroup = (action: string) => groupActions.includes(action)

/** An entry. Names are the current ones; null if the account is deleted. */
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
  /** The first inner entries; null for actions on one subject. */
  rows: z.array(NestedEntry).nullable(),
})
export type AuditRow = z.infer<typeof AuditRow>

/** Number of an entry, as text. */
export const auditNumber = (message?: string) => z.string().regex(/^[1-9]\d{0,14}$/, message)

/** Maximum characters of a subject: an email address or a package name. */
export const subjectLimit = 254

const text = z.string().trim().max(subjectLimit).catch('')

/** An empty field matches every entry. */
export const AuditView = z.object({
  admin: text,
  subject: text,
  action: text,
  /** Id of a change of many apps, to list only its inner entries. */
  inside: text,
  /** Number of the last entry on the previous page. */
  before: auditNumber().catch(''),
})
export type AuditView = z.infer<typeof AuditView>

export type AuditFilter = Omit<AuditView, 'before'>
