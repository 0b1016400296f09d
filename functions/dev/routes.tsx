import { Hono } from 'hono'
import { ComponentsPage } from '../../views/dev/ui'
import { visitor } from '../auth/signed-in'
import type { App } from '../lib/env'

/** What only development has. In production it is not there. */
export const dev = new Hono<App>()
  .use(async (c, next) => (c.env.ENVIRONMENT === 'production' ? c.notFound() : next()))
  .get('/ui', async (c) => {
    const user = await visitor(c)
    if (user) c.set('user', user)
    return c.render(<ComponentsPage />, { title: 'Components' })
  })
