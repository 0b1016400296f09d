import { Hono } from 'hono'
import { EnergyPage } from '../../views/energy/page'
import type { App } from '../lib/env'
import { resourcePages } from '../lib/resource/pages'
import { EnergyView } from './page-data'
import { checkInPages, readEnergy } from './pages'
import { checkInResource } from './resource'

/** `/energy` */
export const energy = new Hono<App>()
  .get('/', async (c) => {
    const page = await readEnergy(c, EnergyView.parse(c.req.query()))
    return c.render(<EnergyPage {...page} clock={c.var.user.preferences.clock} />, { title: 'Energy' })
  })
  .route('/', resourcePages(checkInResource, checkInPages))
