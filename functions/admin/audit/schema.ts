import { z } from 'zod'

/** Names are present ones; null where the account is gone. */
export const AuditRow = z.object({
  number: z.int(),
  /** epoch ms */
  at: z.int(),
  admin_id: z.string(),
  admin_name: z.string().nullable(),
  action: z.string(),
  /** Id of a person or name of a thing. */
  subject: z.string(),
  subject_name: z.string().nullable(),
  /** JSON, also `after`. */
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type AuditRow = z.infer<typeof AuditRow>

const text = z.string().trim().max(254).catch('')

/** An empty field matches every entry. */
export const AuditView = z.object({
  admin: text,
  /** Id of the subject, or a person's email address. */
  subject: text,
  action: text,
  /** Number of the last entry on the previous page. */
  before: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .catch(''),
})
export type AuditView = z.infer<typeof AuditView>

/** An empty field matches every entry. */
export type AuditFilter = { admin: string; subject: string; action: string }
