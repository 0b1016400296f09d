import type { Feature } from '../../lib/feature'

/** The Model Context Protocol, for assistants. */
export const mcp: Feature = {
  paths: {
    // Each tool asks for the scopes of its route.
    '/mcp/*': { routes: async () => (await import('./routes')).mcp },
    '/mcp': { isForPrograms: true, takesTokens: true, scopes: 'any', limit: 'mcp' },
  },
}
