import type { Bindings } from '../lib/env'
import { addMail } from './queries'
import type { OutboxMail } from './schema'

/** Sends a mail. The outbox keeps it in the database, where development shows it at /dev/outbox. */
export const sendMail = async (env: Bindings, mail: OutboxMail) => {
  await addMail(env.DB, mail).run()
}
