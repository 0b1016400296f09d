import type { Feature } from '../../lib/feature'

/** One field that finds pages and rows, runs commands, and accepts lines of any kind. */
export const palette: Feature = {
  paths: {
    '/palette': { followsOrg: true, routes: async () => (await import('./routes')).paletteRoutes },
  },
  settings: { sections: { '/settings/keyboard': async () => (await import('./routes')).shortcutsSection } },
}
