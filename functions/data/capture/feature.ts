import type { Feature } from '../../lib/feature'

/** One field for a line of any kind. */
export const capture: Feature = {
  offline: { forms: ['/capture'] },
  paths: {
    '/capture/*': {
      followsOrg: true,
      hasMoreStyle: true,
      routes: async () => {
        const { captureRoutes, captureLimit: lineLimit } = await import('./routes')
        return [(await import('./shared')).sharedLine(lineLimit), captureRoutes]
      },
    },
    'POST /capture': { worksOffline: true },
  },
}
