import { Hono } from 'hono'
import { ExportPage } from '../../../views/data/export/page'
import type { App } from '../../lib/env'

/** `/settings/export` */
export const exportSettings = new Hono<App>().get('/', (c) =>
  c.render(<ExportPage />, { title: 'Export', heading: true }),
)
