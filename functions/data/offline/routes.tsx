import { Hono } from 'hono'
import { OfflinePage } from '../../../views/data/offline'
import type { App } from '../../lib/env'
import { placeOption } from '../palette/options'
import { availablePlaces } from '../palette/routes'

/** `/offline`, cached by the service worker. */
export const offlineRoutes = new Hono<App>().get('/', (c) =>
  c.render(<OfflinePage places={availablePlaces(c).flatMap((place) => placeOption(place, ''))} />, {
    title: 'Offline',
  }),
)
