import type { Context } from 'hono'
import { MailPage, P } from '../../account/mail/html'
import { type Mail, sendMail } from '../../account/mail/send'
import type { App } from '../../lib/env'
import { hasRoom, limitKey, rateLimit } from '../../lib/rate-limit'
import { cleanLine } from '../../lib/text'
import { waitUntil } from '../../lib/wait-until'
import { sharedPath } from '../plans/schema'
import { publicOrigin } from './link'
import type { ShareForm } from './schema'
import type { Invited } from './writes'

const invitationsADay = 20

/** Invitations that an address gets in an hour, from whomever. */
const mailsAnHour = 5

/** Stops a person who invites too many. @throws ProblemError 429 */
export const limitInvitations = (c: Context<App>) =>
  rateLimit(
    c,
    'shares',
    [{ key: `shares:${c.var.user.id}`, limit: invitationsADay, seconds: 86_400 }],
    `You can share plans ${invitationsADay} times a day.`,
  )

type Invitation = { owner: string; title: string; permission: ShareForm['permission']; email: string; link: string }

const invitationMail = ({ owner, title, permission, email, link }: Invitation): Mail => {
  const subject = `${owner} shares a plan with you: ${title}`
  const open = `${owner} shares the plan “${title}” with you on Daymark. You can ${permission === 'edit' ? 'read and edit' : 'read'} it, with progress of your own. Sign in with ${email} to accept or decline:`
  const other = `You don’t know ${owner}? Ignore this email. Nothing is shared until you accept.`
  return {
    to: email,
    subject,
    text: `${open}\n\n${link}\n\n${other}\n`,
    html: `<!doctype html>${String(
      <MailPage title={subject} open={open} link={link} act="Open the invitation">
        <P>{other}</P>
      </MailPage>,
    )}`,
  }
}

/** Mails a new invitation after the response. One that cannot be mailed is under Shared with me all the same. */
export const sendInvitation = (c: Context<App>, { share, isNew, title }: Invited) => {
  if (isNew) waitUntil(c, mail(c, share, title))
}

const mail = async (c: Context<App>, { email, permission }: Invited['share'], title: string) => {
  const limit = {
    key: await limitKey(c, 'shares-to', email),
    limit: mailsAnHour,
    seconds: 3_600,
    shared: true as const,
  }
  if (!(await hasRoom(c, limit))) return
  const owner = cleanLine(c.var.user.username)
  const link = `${publicOrigin(c)}${sharedPath}`
  await sendMail(c.env, invitationMail({ owner, title: cleanLine(title), permission, email, link }), Date.now())
}
