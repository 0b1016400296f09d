import { Hono } from 'hono'
import { mount } from 'hono/mount'
import { app as product } from '../../functions/app'
import { serveWith } from '../../functions/lib/dispatch'
import type { App } from '../../functions/lib/env'

/** The product with the page of components in front, which `npm start` serves in development. */
export const app = new Hono<App>()
  .all('/dev/ui', async (c) => (await import('./page')).part.fetch(c.req.raw, c.env, c.executionCtx))
  .all('*', mount(product.fetch, { replaceRequest: false }))
serveWith(app.fetch)
