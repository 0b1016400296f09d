import { type Context, Hono } from 'hono'
import { InvitationsPage } from '../../../../views/apps/admin/invitations'
import { signUpOf } from '../../../account/auth/sign-up'
import { MailPage, MailText } from '../../../account/mail/html'
import { refusalSecret, refusesInvitations } from '../../../account/mail/refusals'
import { canMail, type Mail, sendMail } from '../../../account/mail/send'
import type { App } from '../../../lib/env'
import { type Draft, form } from '../../../lib/http/form'
import { publicOrigin } from '../../../lib/http/origin'
import { pathTo } from '../../../lib/http/path-to'
import { redirectTo } from '../../../lib/http/respond'
import { waitUntil } from '../../../lib/http/wait-until'
import { plural } from '../../../lib/text/format'
import * as q from './queries'
import { InvitationForm, isDomain } from './schema'

const path = '/admin/invitations'
const page = { title: 'Invitations' }

const view = async (c: Context<App>, more: { draft?: Draft<InvitationForm>; link?: string } = {}) => {
  const now = Date.now()
  const invitations = await q.invitations(c.env.DB, now)
  const reader = { user: c.var.user, now, policy: signUpOf(c.env), mails: canMail(c.env) }
  return <InvitationsPage invitations={invitations} {...reader} {...more} />
}

const mailOf = (to: string, link: string, refusal: string): Mail => {
  const subject = 'You’re invited to Daymark'
  const open = `The admin of a Daymark server invites you. Sign in with ${to} to start:`
  const other = 'You don’t know this server? Ignore this email. There is no account until you sign in.'
  return {
    to,
    subject,
    text: `${open}\n\n${link}\n\n${other}\n\nTo stop all invitations, open this page:\n\n${refusal}\n`,
    html: `<!doctype html>${String(
      <MailPage title={subject} open={open} link={link} act="Open Daymark">
        <MailText>{other}</MailText>
        <MailText>
          <a href={refusal}>Stop all invitations</a>
        </MailText>
      </MailPage>,
    )}`,
  }
}

/** Mails invitations one after the other, except to addresses that refuse them. */
const mailAll = async ({ env }: Context<App>, origin: string, addresses: string[]) => {
  for (const address of addresses) {
    if (await refusesInvitations(env, address)) continue
    const refusal = origin + pathTo`/invitations/${await refusalSecret(env, address)}`
    await sendMail(env, mailOf(address, `${origin}/sign-in`, refusal), Date.now())
  }
}

export const invitations = new Hono<App>()
  .get('/', async (c) => c.render(await view(c), page))

  .post(
    '/',
    form(InvitationForm, page.title, (c, draft) => view(c, { draft }), { heading: false }),
    async (c) => {
      const { addresses } = c.req.valid('form')
      await q.inviteAll(c.env.DB, c.var.user.id, addresses, Date.now())
      const people = addresses.filter((one) => !isDomain(one))
      if (people.length > 0 && canMail(c.env)) waitUntil(c, mailAll(c, publicOrigin(c), people))
      return redirectTo(c, path, { message: `${plural(addresses.length, 'invitation')} added` })
    },
  )

  .post('/link', async (c) => {
    const secret = await q.makeInvitationLink(c.env.DB, c.var.user.id, Date.now())
    c.status(201)
    // The secret is rendered in this response, because a redirect would need a cookie or a URL to carry it.
    return c.render(await view(c, { link: publicOrigin(c) + pathTo`/auth/invitation/${secret}` }), page)
  })

  .post('/:id/remove', async (c) => {
    await q.dropInvitation(c.env.DB, c.var.user.id, c.req.param('id'), Date.now())
    return redirectTo(c, path, { message: 'Invitation removed' })
  })
