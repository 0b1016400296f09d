import { type Context, Hono } from 'hono'
import { except } from 'hono/combine'
import { hasMarkdown, readableJson } from '../lib/api/request'
import type { App } from '../lib/env'
import { preconditions } from './not-found'

const planMarkdown = /^\/api\/v1\/plans\/[^/]+\/(markdown|cards\.md)$/

/** A plan is added as JSON or as markdown. */
const isPlanText = (c: Context) => c.req.path === '/api/v1/plans' && c.req.method === 'POST' && hasMarkdown(c)

/** Middleware of `/api/v1`, behind the sign-in. */
export const apiRequests = new Hono<App>()
  .use(preconditions)
  .use(
    except(
      [
        '/api/v1/sessions/import',
        '/api/v1/meetings/import',
        '/api/v1/admin/apps/import',
        '/api/v1/restore',
        isPlanText,
        (c) => planMarkdown.test(c.req.path),
      ],
      readableJson,
    ),
  )
