/** A mail that is to be sent. */
export type Mail = { to: string; subject: string; text: string; html: string }

/** A mail, as the outbox keeps it. `sent_at` is epoch ms. */
export type OutboxMail = Mail & { sent_at: number }
