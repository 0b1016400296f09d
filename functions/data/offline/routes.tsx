import { Hono } from 'hono'
import { OfflinePage } from '../../../views/data/offline'
import type { App } from '../../lib/env'

/** `/offline`, which the service worker keeps. */
export const offlineRoutes = new Hono<App>().get('/', (c) => c.render(<OfflinePage />, { title: 'Offline' }))
