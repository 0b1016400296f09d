/** `npm run keys`: prints new keys of Web Push, for the settings. */
import { contactOf, newPushKeys } from './push-keys'

try {
  const subject = contactOf({ VAPID_SUBJECT: process.argv[2] ?? process.env.VAPID_SUBJECT })
  if (!subject)
    throw new Error('Name the address at which push services reach you: npm run keys -- mailto:you@example.org')
  for (const [name, value] of Object.entries({ ...newPushKeys(), VAPID_SUBJECT: subject }))
    console.log(`${name}=${value}`)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
