export type Mail = { to: string; subject: string; text: string; html: string }

/** `sent_at` is epoch ms. */
export type OutboxMail = Mail & { sent_at: number }
