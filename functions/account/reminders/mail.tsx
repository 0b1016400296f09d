import type { Bindings } from '../../lib/env'
import { reminderKinds } from '../../lib/hooks'
import { mailOrigin } from '../../lib/http/origin'
import { pathTo } from '../../lib/http/path-to'
import { decrypt, encrypt } from '../../lib/secrets'
import { plural } from '../../lib/text/format'
import { truncateText } from '../../lib/text/text'
import { MailLink, MailText, PlainMail } from '../mail/html'
import type { Mail } from '../mail/send'
import type { DueReminder } from './plan'
import { type How, notificationsPath as settingsPath } from './schema'

const alphabet = 'base64url'
const place = 'reminders'

/** Secret in the path that turns off mails of these kinds to an address. */
const offSecret = async (env: Bindings, email: string, kinds: string[]) =>
  (await encrypt(env, 'refusal links', place, JSON.stringify({ email, kinds }))).toBase64({
    alphabet,
    omitPadding: true,
  })

/** Reads the address and the kinds from a secret; null if we did not make the secret. */
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
  const [subject, says] = ['Reminders by email work', 'This is how Daymark reminds you by email.']
  return {
    to: email,
    subject,
    text: `${says}\n\nYour reminders: ${url}\n`,
    html: `<!doctype html>${String(
      <PlainMail title={subject}>
        <MailText>{says}</MailText>
        <MailText>
          <a href={url}>Your reminders</a>
        </MailText>
      </PlainMail>,
    )}`,
  }
}

/** Maximum number of characters of titles in a subject; reminders beyond it are only counted. */
const namedLimit = 140

const lineOf = ({ title, text }: DueReminder) => (text ? `${title}: ${text}` : title)

const linkTo = ({ kind }: DueReminder) => reminderKinds()[kind]?.opens

/** Text and HTML of one or more reminders. */
const bodyOf = (origin: string, due: DueReminder[]) => ({
  text: due.map((one) => `${lineOf(one)}\n${linkTo(one)}: ${origin}${one.href}`).join('\n\n'),
  html:
    due.length > 1 ? (
      due.map((one) => (
        <MailText>
          <b>{one.title}</b>
          <br />
          {one.text && (
            <>
              {one.text}
              <br />
            </>
          )}
          <a href={origin + one.href}>{linkTo(one)}</a>
        </MailText>
      ))
    ) : (
      <>
        {due.map(({ text }) => text && <MailText>{text}</MailText>)}
        {due.map((one) => (
          <MailLink href={origin + one.href}>{linkTo(one)}</MailLink>
        ))}
      </>
    ),
})

/** Mail for reminders that are due together; null if a reminder's own mail would be empty. */
export const reminderMail = async (
  env: Bindings,
  email: string,
  due: DueReminder[],
  { titles }: Pick<How, 'titles'>,
): Promise<Mail | null> => {
  const origin = mailOrigin(env)
  const kinds = [...new Set(due.map(({ kind }) => kind))]
  const unsubscribe = origin + pathTo`/reminders/off/${await offSecret(env, email, kinds)}`
  const [first] = due
  const own = await first?.mail?.(origin)
  if (!first || own === null) return null
  // A locked screen may show the subject.
  const named = truncateText(titles ? lineOf(first) : first.title, namedLimit)
  const others = due.length > 1 ? ` · ${plural(due.length - 1, 'other reminder')}` : ''
  const title = others ? `${due.length} reminders` : first.title
  const { text, html } = own ?? bodyOf(origin, due)
  const subject = (own?.subject ?? named + others).replaceAll(/\s+/g, ' ')
  const end =
    kinds.length > 1
      ? 'Choose which of these emails to stop'
      : `No more emails of “${reminderKinds()[first.kind]?.name}”`
  return {
    to: email,
    subject: subject.slice(0, 200),
    unsubscribe,
    text: `${text}\n\n${end}: ${unsubscribe}\n`,
    html: `<!doctype html>${String(
      <PlainMail title={own?.subject ?? title}>
        {html}
        <p style="margin: 0; font-size: 14px">
          <a href={unsubscribe}>{end}</a>
        </p>
      </PlainMail>,
    )}`,
  }
}
