import { addMail } from './queries'
import type { Mail } from './schema'

/** Development stores mails instead of sending them, and shows them at /dev/outbox. @param now epoch ms */
export const storeMail = async (db: D1Database, mail: Mail, now: number) => {
  await addMail(db, { ...mail, sent_at: now }).run()
}
