import { Hono } from 'hono'
import { mount } from 'hono/mount'
import { app as product } from '../../functions/app'
import type { App } from '../../functions/lib/env'
import { serveWith } from '../../functions/lib/http/dispatch'

/** The product with the pages of development in front, which `npm start` serves. */
const app = new Hono<App>()
  .all('/dev/*', async (c) => (await import('./pages')).devRoutes.fetch(c.req.raw, c.env, c.executionCtx))
  .all('*', mount(product.fetch, { replaceRequest: false }))
serveWith(app.fetch)
export default app
