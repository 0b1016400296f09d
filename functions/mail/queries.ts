import { allRows, sql } from '../lib/sql'
import type { OutboxMail } from './schema'

export const addMail = (db: D1Database, mail: OutboxMail) =>
  sql(db)`
    INSERT INTO outbox (recipient, subject, text, html, sent_at)
    VALUES (${mail.to}, ${mail.subject}, ${mail.text}, ${mail.html}, ${mail.sent_at})`

/** The last 50 mails, newest first. @param to null for all addresses */
export const outbox = (db: D1Database, to: string | null) =>
  allRows<OutboxMail>(sql(db)`
    SELECT recipient AS "to", subject, text, html, sent_at
    FROM outbox
    WHERE ${to} IS NULL OR recipient = ${to}
    ORDER BY number DESC
    LIMIT 50`)
