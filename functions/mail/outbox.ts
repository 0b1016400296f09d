import { addMail } from './queries'
import type { Mail } from './schema'

/** Keeps a mail in the database instead of sending it; development shows it at /dev/outbox. @param now epoch ms */
export const storeMail = async (db: D1Database, mail: Mail, now: number) => {
  await addMail(db, { ...mail, sent_at: now }).run()
}
