import { Hono } from 'hono'
import { ComponentsPage } from '../../views/dev/ui'
import type { App } from '../lib/env'

/** What only development has. In production it is not there. */
export const dev = new Hono<App>()
  .use(async (c, next) => (c.env.ENVIRONMENT === 'production' ? c.notFound() : next()))
  .get('/ui', (c) => c.render(<ComponentsPage />, { title: 'Components' }))
