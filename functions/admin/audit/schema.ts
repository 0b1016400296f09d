import { z } from 'zod'

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
})
export type AuditRow = z.infer<typeof AuditRow>

/** Number of an entry, as text. */
export const auditNumber = (message?: string) => z.string().regex(/^[1-9]\d{0,14}$/, message)

const text = z.string().trim().max(254).catch('')

/** An empty field matches every entry. */
export const AuditView = z.object({
  admin: text,
  subject: text,
  action: text,
  /** Number of the last entry on the previous page. */
  before: auditNumber().catch(''),
})
export type AuditView = z.infer<typeof AuditView>

export type AuditFilter = Omit<AuditView, 'before'>
