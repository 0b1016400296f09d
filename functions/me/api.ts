import { type Context, Hono } from 'hono'
import { operation } from '../lib/api/describe'
import { body, invalidFields } from '../lib/api/request'
import { versioned } from '../lib/api/version'
import type { App } from '../lib/env'
import { clearSessionCookie } from '../lib/session-cookie'
import { commit } from '../lib/sql'
import { dropUploads } from '../sessions/import/uploads'
import { saveSettings } from '../settings/save'
import { Confirmation, MeJson, MePatch, meJson } from './json'
import { profile } from './queries'
import { deleteUser } from './writes'

const tag = 'Me'

const answer = async <E extends App>(c: Context<E>) => {
  const me = await profile(c.env.DB, c.var.user.id)
  return me ? c.json(meJson(me)) : c.notFound()
}

/** Whether that is what the person is asked for before their account goes: their address, else their name. */
const isConfirmed = ({ email, username }: { email: string | null; username: string }, confirm: string) =>
  email === null ? confirm.trim() === username : confirm.trim().toLowerCase() === email.toLowerCase()

/** `/api/v1/me` */
export const meApi = new Hono<App>()
  .get(
    '/',
    operation({ summary: 'Read your profile and preferences', tag, versioned: true, answers: { schema: MeJson } }),
    versioned,
    answer,
  )

  .patch(
    '/',
    operation({ summary: 'Edit your profile and preferences', tag, body: true, answers: { schema: MeJson } }),
    body(MePatch),
    async (c) => {
      const { preferences, ...profile } = c.req.valid('json')
      await saveSettings(c.env.DB, c.var.user, { ...profile, ...preferences })
      return answer(c)
    },
  )

  .delete(
    '/',
    operation({
      summary: 'Delete your account',
      description: 'Deletes the account with everything in it, for good, and ends the session.',
      tag,
      body: true,
    }),
    body(Confirmation),
    async (c) => {
      const { DB, BACKUPS } = c.env
      const { user } = c.var
      if (!isConfirmed(user, c.req.valid('json').confirm)) {
        const asked = user.email === null ? 'username' : 'email address'
        throw invalidFields({ confirm: [`That is not the ${asked} of this account`] })
      }
      await dropUploads(BACKUPS, user.id)
      await commit(DB, user.id, [], deleteUser(DB, user.id, user.email))
      clearSessionCookie(c)
      return c.body(null, 204)
    },
  )
