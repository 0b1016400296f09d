import type { Feature } from '../../lib/feature'

/** Starting, stopping and editing the timer, and what was left running (`unfinished/`). */
export const timer: Feature = {
  paths: {
    '/timer/*': {
      use: 'time',
      followsOrg: true,
      routes: async () => [(await import('../entry/start')).timerStart, (await import('./routes')).timer],
    },
    '/timer/focus/*': { routes: async () => (await import('./focus/routes')).focusRoutes },
    'POST /timer/start': { worksOffline: true },
    'POST /timer/stop': { worksOffline: true },
    '/timer/forgotten/*': { routes: async () => (await import('./unfinished/routes')).unfinished },
    '/api/v1/timer/*': { routes: async () => (await import('./api')).timerApi },
  },
  today: { notice: async () => (await import('./unfinished/today')).unfinishedNotice },
}
