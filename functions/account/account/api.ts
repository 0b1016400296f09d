import { type Context, Hono } from 'hono'
import { describeOperation } from '../../lib/api/describe'
import { body, fieldsProblem } from '../../lib/api/request'
import { matchedVersion, rowTag, versioned } from '../../lib/api/version'
import type { App } from '../../lib/env'
import { ProblemError } from '../../lib/http/problem'
import { clearBrowser } from '../../lib/secrets'
import { Confirmation, MeJson, MePatch, meJson, readProfile } from '../profile/json'
import { saveSettings, unlistedLockedProblem } from '../settings/save'
import { confirmationLabel, deleteAccount, isConfirmed, lastAdminProblem } from './delete'

const tag = 'Me'

/** The version in `If-Match`: when the profile was last written (epoch ms). @throws ProblemError 412 */
const matchedProfile = <E extends App>(c: Context<E>) => {
  const find = async () => {
    const me = await readProfile(c.env.DB, c.var.user.id)
    return me && { ...me, seq: me.updated_at }
  }
  return matchedVersion(c, find, meJson)
}

const respondMe = async <E extends App>(c: Context<E>) => {
  const me = await readProfile(c.env.DB, c.var.user.id)
  return me ? c.json(meJson(me), 200, { ETag: rowTag(me.updated_at) }) : c.notFound()
}

/** `/api/v1/me` */
export const meApi = new Hono<App>()
  .get(
    '/',
    describeOperation({
      summary: 'Read your profile and preferences',
      tag,
      versioned: true,
      answers: { schema: MeJson },
    }),
    versioned,
    respondMe,
  )

  .patch(
    '/',
    describeOperation({
      summary: 'Edit your profile and preferences',
      tag,
      body: true,
      matches: true,
      answers: { schema: MeJson },
      errors: {
        403: '`preferences.unlisted_apps` is locked by an admin (`locked`), or the request is invalid.',
      },
    }),
    body(MePatch),
    async (c) => {
      const { preferences, ...profile } = c.req.valid('json')
      const seenAt = await matchedProfile(c)
      if (!(await saveSettings(c.env.DB, c.var.user, { ...profile, ...preferences }, seenAt))) {
        await matchedProfile(c)
        throw new ProblemError(unlistedLockedProblem)
      }
      return respondMe(c)
    },
  )

  .delete(
    '/',
    describeOperation({
      summary: 'Delete your account',
      description: 'Permanently deletes the account and all its data, and ends the session.',
      tag,
      body: true,
      stale: true,
      matches: true,
      errors: { 409: 'You are the only admin and other people have accounts. Nothing was deleted.' },
    }),
    body(Confirmation),
    async (c) => {
      const { user } = c.var
      await matchedProfile(c)
      if (!isConfirmed(user, c.req.valid('json').confirm)) {
        throw fieldsProblem({ confirm: [`That isn’t the ${confirmationLabel(user)} of this account`] })
      }
      if (!(await deleteAccount(c, user))) throw new ProblemError(lastAdminProblem)
      clearBrowser(c)
      return c.body(null, 204)
    },
  )
