import { type Context, Hono } from 'hono'
import { type CreatedToken, RevokePage, type TokenDraft, Tokens } from '../../../../views/account/settings/tokens'
import { onceByForm } from '../../../lib/api/once'
import { afterAllIds } from '../../../lib/api/values'
import { type App, rowLoader, todayOf } from '../../../lib/env'
import { scopes as allScopes, type Scope } from '../../../lib/feature'
import { type Draft, form, submittedAll, submittedText } from '../../../lib/http/form'
import { flash } from '../../../lib/http/respond'
import { logEvent } from '../../../lib/log'
import { apiTokenLimit, makeApiToken, type NewApiToken } from '../../auth/programs/issue'
import {
  canGrant,
  expiryOf,
  noAdminScope,
  revokeApiToken,
  TokenForm,
  TokenQuery,
  tokenById,
  tokensBefore,
} from './schema'

const page = { title: 'API tokens', heading: true }
const path = '/settings/tokens'

const tokensView = async (
  c: Context<App>,
  props: { scopes?: Scope[]; draft?: TokenDraft; made?: CreatedToken } = {},
) => {
  const tokens = await tokensBefore(c.env.DB, c.var.user.id, afterAllIds, apiTokenLimit)
  const reader = { preferences: c.var.user.preferences, now: Date.now(), origin: new URL(c.req.url).origin }
  const offered = allScopes.filter((scope) => canGrant(c.var.user, scope))
  return <Tokens tokens={tokens} isFull={tokens.length >= apiTokenLimit} offered={offered} {...reader} {...props} />
}

const refilledForm = async (c: Context<App>, draft: Draft<TokenForm>) =>
  tokensView(c, { draft: { ...draft, scopes: submittedAll(c, 'scopes') } })

const refuse = async (c: Context<App>, errors: TokenDraft['errors']) => {
  c.status(422)
  return c.render(await refilledForm(c, { values: submittedText(c), errors }), page)
}

const loadToken = rowLoader('token', tokenById)

export const tokenSettings = new Hono<App>()
  .get('/', async (c) => c.render(await tokensView(c, TokenQuery.parse(c.req.query())), page))

  .post('/', form(TokenForm, page.title, refilledForm), async (c) => {
    const { user } = c.var
    const values = c.req.valid('form')
    const now = Date.now()
    if (values.expiry === 'date' && values.expires_on < todayOf(c)) {
      return refuse(c, { expires_on: ['This day is in the past'] })
    }
    if (!values.scopes.every((scope) => canGrant(user, scope))) return refuse(c, { scopes: [noAdminScope] })
    const expiresAt = expiryOf(values, user, now)
    const { name } = values
    const made = await onceByForm<CreatedToken>(c, async (claim) => {
      const named = ({ id, token }: NewApiToken) => ({ id, token, name })
      const token = await makeApiToken(c.env, user.id, { ...values, expiresAt }, now, (one) => claim(named(one)))
      logEvent(c, 'token_made', { scopes: values.scopes })
      return named(token)
    })
    // The secret is rendered in this response, because a redirect would need a cookie or a URL to carry it.
    c.status(201)
    return c.render(await tokensView(c, { made }), page)
  })

  .get('/:id/revoke', loadToken, (c) =>
    c.render(<RevokePage token={c.var.token} preferences={c.var.user.preferences} now={Date.now()} />, {
      title: 'Revoke a token',
      heading: true,
    }),
  )

  .post('/:id/revoke', loadToken, async (c) => {
    await revokeApiToken(c.env.DB, c.var.user.id, c.var.token.id)
    flash(c, { message: 'Token revoked' })
    return c.redirect(path, 303)
  })
