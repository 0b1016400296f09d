import { z } from 'zod'

/** An entry of the audit log. The names are those that people have now; null where the account is gone. */
export const AuditRow = z.object({
  number: z.int(),
  /** epoch ms */
  at: z.int(),
  admin_id: z.string(),
  admin_name: z.string().nullable(),
  action: z.string(),
  /** The id of a person, or the name of a thing. */
  subject: z.string(),
  subject_name: z.string().nullable(),
  /** JSON, as the following */
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type AuditRow = z.infer<typeof AuditRow>

const text = z.string().trim().max(254).catch('')

/** What the page of the log is asked for. Each is empty where it may be any. */
export const AuditView = z.object({
  /** The id of the admin. */
  admin: text,
  /** The id of whom or what it was done to, or the address of that person. */
  subject: text,
  action: text,
  /** The number of the last entry on the page before. */
  before: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .catch(''),
})
export type AuditView = z.infer<typeof AuditView>

/** Which entries are wanted: by whom, done to whom, of which kind; empty where it may be any. */
export type AuditFilter = { admin: string; subject: string; action: string }
