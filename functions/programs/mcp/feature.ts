import type { Feature } from '../../lib/feature'

/** The Model Context Protocol, for assistants. */
export const mcp: Feature = {
  paths: {
    // Each tool requires the scopes of its API route.
    '/mcp/*': { routes: async () => (await import('./routes')).mcp },
    '/mcp': { isForPrograms: true, takesTokens: true, scopes: 'any', limit: 'mcp' },
  },
}
