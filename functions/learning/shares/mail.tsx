import type { Context } from 'hono'
import { type GitHubLink, readGitHubLink } from '../../account/auth/github/accounts'
import { MailPage, MailText } from '../../account/mail/html'
import { refusalSecret, refusesInvitations } from '../../account/mail/refusals'
import { type Mail, sendMail } from '../../account/mail/send'
import type { App } from '../../lib/env'
import { publicOrigin } from '../../lib/http/origin'
import { pathTo } from '../../lib/http/path-to'
import { countIfAllowed, limitKey, rateLimit } from '../../lib/http/rate-limit'
import { waitUntil } from '../../lib/http/wait-until'
import { cleanLine, countCharacters, firstCharacters, quoteName } from '../../lib/text/text'
import { sharedPath } from '../plans/schema'
import type { ShareForm } from './schema'
import { type Claim, type InviteResult, invite } from './writes'

const invitationsADay = 20

/** Maximum number of invitations to an address per hour, from all people together. */
const mailsAnHour = 5

/** Maximum characters of a stranger's text in a mail. */
const mostWords = 40

/** Matches text that a mail program could turn into a link. */
const linkLike = /@|\p{L}:\S|\/\/|www\.|[^\s.][.\u3002][\p{L}\p{M}\p{N}]/iu

/**
 * A stranger's text for a mail: shortened, in quotation marks, and empty if it contains an address or a link. It is
 * normalized first, as mail programs do: a fullwidth dot is a dot.
 */
const strangersWords = (typed: string) => {
  const text = cleanLine(
    typed
      .normalize('NFKC')
      .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}"“”]/gu, '')
      .replace(/\s+/g, ' '),
  )
  if (text === '' || linkLike.test(text)) return ''
  return quoteName(countCharacters(text) > mostWords ? `${firstCharacters(text, mostWords - 1)}…` : text)
}

type Invitation = {
  /** Email address or GitHub account of the inviter. */
  from: string
  owner: string
  title: string
  permission: ShareForm['permission']
  email: string
  link: string
  refusal: string
}

const invitationMail = ({ from, owner, title, permission, email, link, refusal }: Invitation): Mail => {
  const subject = `${from} shares a plan with you`
  const [name, plan] = [strangersWords(owner), strangersWords(title)]
  const open = `${from}${name && ` (${name})`} shares ${plan ? `the plan ${plan}` : 'a plan'} with you on Daymark. You can ${permission === 'edit' ? 'read and edit' : 'read'} it, with your own progress. Sign in with ${email} to accept or decline:`
  const other = `You don’t know ${from}? Ignore this email. Nothing is shared until you accept.`
  const stop = 'To stop all invitations, open this page:'
  return {
    to: email,
    subject,
    text: `${open}\n\n${link}\n\n${other}\n\n${stop}\n\n${refusal}\n`,
    html: `<!doctype html>${String(
      <MailPage title={subject} open={open} link={link} act="Open the invitation">
        <MailText>{other}</MailText>
        <MailText>
          <a href={refusal}>Stop all invitations</a>
        </MailText>
      </MailPage>,
    )}`,
  }
}

/** Proven email address of the inviter, else their GitHub account. */
const senderOf = (inviter: GitHubLink | null) => {
  if (inviter?.email && inviter.email_proven_at !== null) return inviter.email
  return inviter?.github_username ? `GitHub’s user ${inviter.github_username}` : 'Somebody'
}

const mail = async (c: Context<App>, { email, permission }: InviteResult['share'], title: string) => {
  const limit = {
    key: await limitKey(c, 'shares-to', email),
    limit: mailsAnHour,
    seconds: 3_600,
    shared: true as const,
  }
  if (!(await countIfAllowed(c, limit)) || (await refusesInvitations(c.env, email))) return
  const { id, username: owner } = c.var.user
  const link = `${publicOrigin(c)}${sharedPath}`
  const refusal = publicOrigin(c) + pathTo`/invitations/${await refusalSecret(c.env, email)}`
  const from = senderOf(await readGitHubLink(c.env.DB, id))
  await sendMail(c.env, invitationMail({ from, owner, title, permission, email, link, refusal }), Date.now())
}

/**
 * Invites an address, and sends the mail after the response. If no mail can be sent, the invitation is still listed
 * under Shared with me.
 */
export const inviteByMail = async (
  c: Context<App>,
  planId: string,
  form: ShareForm,
  claim?: Claim<InviteResult['share']>,
) => {
  const { user } = c.var
  const limits = [{ key: `shares:${user.id}`, limit: invitationsADay, seconds: 86_400 }]
  await rateLimit(c, 'shares', limits, `You can share plans ${invitationsADay} times a day.`)
  const done = await invite(c.env.DB, user, planId, form, Date.now(), claim)
  if (done?.isNew) waitUntil(c, mail(c, done.share, done.title))
  return done?.share ?? null
}
