/** A mail, as the outbox keeps it. `sent_at` is epoch ms. */
export type OutboxMail = { to: string; subject: string; text: string; html: string; sent_at: number }
