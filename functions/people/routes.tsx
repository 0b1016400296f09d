import { Hono } from 'hono'
import { PeoplePage } from '../../views/people/page'
import type { App } from '../lib/env'
import { resourcePages } from '../lib/resource/pages'
import { personPages, readPeople } from './pages'
import { personResource } from './resource'

/** `/people` */
export const people = new Hono<App>()
  .get('/', async (c) => {
    const page = await readPeople(c, c.req.query())
    return c.render(<PeoplePage {...page} />, { title: 'People' })
  })
  .route('/', resourcePages(personResource, personPages))
