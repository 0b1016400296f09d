import { Hono } from 'hono'
import { ActionItemsPage } from '../../views/action-items/page'
import type { App } from '../lib/env'
import { resourcePages } from '../lib/resource/pages'
import { itemActions } from './actions'
import { actionItemPages, readItems } from './pages'
import { quickAction } from './quick-add/routes'
import { actionItemResource } from './resource'

/** `/action-items` */
export const actionItems = new Hono<App>()
  .route('/quick', quickAction)
  .route('/', itemActions)
  .get('/', async (c) =>
    c.render(<ActionItemsPage {...(await readItems(c, c.req.query()))} />, { title: 'Action items' }),
  )
  .route('/', resourcePages(actionItemResource, actionItemPages))
