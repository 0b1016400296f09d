import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { describeOperation } from '../../../lib/api/describe'
import { once } from '../../../lib/api/once'
import { body, fieldsProblem, query } from '../../../lib/api/request'
import { afterAllIds, listPage, listQuery, pageSchema } from '../../../lib/api/values'
import type { App } from '../../../lib/env'
import { pathTo } from '../../../lib/http/path-to'
import { logEvent } from '../../../lib/log'
import { makeApiToken, type NewApiToken } from '../../auth/programs/issue'
import {
  canGrant,
  daysFrom,
  defaultDays,
  NewTokenJson,
  noAdminScope,
  revokeApiToken,
  TokenBody,
  TokenJson,
  tokenById,
  tokenJson,
  tokensBefore,
} from './schema'

const tag = 'Tokens'

/** Response to a retry whose stored response is missing or unreadable: the token without its secret. */
const showToken = async (c: Context<App>, id: string) => {
  const row = await tokenById(c.env.DB, c.var.user.id, id)
  return row ? c.json(tokenJson(row), 201) : c.notFound()
}

/** `/api/v1/me/tokens`. Personal tokens are refused here, so that a leaked token cannot create another. */
export const tokensApi = new Hono<App>()
  .get(
    '/',
    describeOperation({ summary: 'List personal tokens', tag, answers: { schema: pageSchema(TokenJson) } }),
    query(z.object(listQuery)),
    async (c) => {
      const { cursor = afterAllIds, limit } = c.req.valid('query')
      const rows = await tokensBefore(c.env.DB, c.var.user.id, cursor, limit + 1)
      return c.json(listPage(rows, limit, ({ id }) => id, tokenJson))
    },
  )

  .post(
    '/',
    describeOperation({
      summary: 'Create a personal token',
      description: 'A repeat with the same `Idempotency-Key` returns the same token, for a day.',
      tag,
      body: true,
      once: true,
      answers: { status: 201, schema: NewTokenJson },
    }),
    body(TokenBody),
    once({ show: showToken, sealed: true }),
    async (c) => {
      const { name, scopes, expires_at } = c.req.valid('json')
      const now = Date.now()
      if (!scopes.every((scope) => canGrant(c.var.user, scope))) throw fieldsProblem({ scopes: [noAdminScope] })
      const expiresAt = expires_at === undefined ? daysFrom(defaultDays, now) : expires_at
      const made = ({ token, ...row }: NewApiToken) => ({
        ...tokenJson({
          ...row,
          name,
          scopes: JSON.stringify(scopes),
          created_at: now,
          last_used_at: null,
          expires_at: expiresAt,
        }),
        token,
      })
      const { user, claimSealed } = c.var
      const token = await makeApiToken(c.env, user.id, { name, scopes, expiresAt }, now, (one) =>
        claimSealed(one.id, made(one)),
      )
      logEvent(c, 'token_made', { scopes })
      return c.json(made(token), 201, { Location: pathTo`/api/v1/me/tokens/${token.id}` })
    },
  )

  .get(
    '/:id',
    describeOperation({ summary: 'Read a personal token', tag, item: true, answers: { schema: TokenJson } }),
    async (c) => {
      const row = await tokenById(c.env.DB, c.var.user.id, c.req.param('id'))
      return row ? c.json(tokenJson(row)) : c.notFound()
    },
  )

  .delete('/:id', describeOperation({ summary: 'Revoke a personal token', tag, item: true }), async (c) =>
    (await revokeApiToken(c.env.DB, c.var.user.id, c.req.param('id'))) ? c.body(null, 204) : c.notFound(),
  )
