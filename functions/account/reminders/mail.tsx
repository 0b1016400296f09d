import type { Bindings } from '../../lib/env'
import { reminderKinds } from '../../lib/hooks'
import { mailOrigin } from '../../lib/http/origin'
import { pathTo } from '../../lib/http/path-to'
import { decrypt, encrypt } from '../../lib/secrets'
import { P, PlainMail } from '../mail/html'
import type { Mail } from '../mail/send'
import type { DueReminder } from './plan'
import { type How, path as settingsPath } from './schema'

const alphabet = 'base64url'
const place = 'reminders'

/** The secret in the path that turns off mails of these kinds to an address. */
const offSecret = async (env: Bindings, email: string, kinds: string[]) =>
  (await encrypt(env, 'refusal links', place, JSON.stringify({ email, kinds }))).toBase64({
    alphabet,
    omitPadding: true,
  })

/** The address and the kinds in a secret; null where we did not make it. */
export const readOffSecret = async (
  env: Bindings,
  secret: string,
): Promise<{ email: string; kinds: string[] } | null> => {
  try {
    const text = await decrypt(env, 'refusal links', place, Uint8Array.fromBase64(secret, { alphabet }))
    return text === null ? null : JSON.parse(text)
  } catch {
    return null
  }
}

/** Mail that a person sends to themselves from the settings. */
export const testMail = (env: Bindings, email: string): Mail => {
  const url = mailOrigin(env) + settingsPath
  const [subject, says] = ['Reminders by mail work', 'This is how Daymark reminds you by mail.']
  return {
    ...{ to: email, subject, text: `${says}\n\nYour reminders: ${url}\n` },
    html: `<!doctype html>${String(
      <PlainMail title={subject}>
        <P>{says}</P>
        <P>
          <a href={url}>Your reminders</a>
        </P>
      </PlainMail>,
    )}`,
  }
}

/** A title that is a sentence has its end already. */
const joint = (title: string) => (/[.!?]$/.test(title) ? ' ' : ': ')

/** One mail for all reminders that are due at once; null where it would say nothing. */
export const reminderMail = async (
  env: Bindings,
  email: string,
  due: DueReminder[],
  { titles }: Pick<How, 'titles'>,
): Promise<Mail | null> => {
  const origin = mailOrigin(env)
  const kinds = [...new Set(due.map(({ kind }) => kind))]
  const unsubscribe = origin + pathTo`/reminders/off/${await offSecret(env, email, kinds)}`
  const names = kinds.map((kind) => `“${reminderKinds()[kind]?.name}”`).join(', ')
  const [first] = due
  const lineOf = ({ title, text }: DueReminder) => (text ? title + joint(title) + text : title)
  const own = await first?.mail?.()
  if (own === null) return null
  // Screens that are locked show it.
  const named = first && (titles ? lineOf(first) : first.title)
  const subject = own?.subject ?? (due.length > 1 ? `${named} and ${due.length - 1} more` : `${named}`)
  const text = own?.text ?? due.map((one) => `${lineOf(one)}\n${origin}${one.href}`).join('\n\n')
  const body = own?.html ? (
    <div dangerouslySetInnerHTML={{ __html: own.html }} />
  ) : (
    due.map((one) => (
      <P>
        <a href={origin + one.href}>{one.title}</a>
        {one.text && joint(one.title) + one.text}
      </P>
    ))
  )
  return {
    to: email,
    subject: subject.replaceAll(/\s+/g, ' ').slice(0, 200),
    text: `${text}\n\nNo more emails of ${names}: ${unsubscribe}\n`,
    html: `<!doctype html>${String(
      <PlainMail title={subject}>
        {body}
        <p style="margin: 0; font-size: 14px">
          <a href={unsubscribe}>No more emails</a> of {names}
        </p>
      </PlainMail>,
    )}`,
    unsubscribe,
  }
}
