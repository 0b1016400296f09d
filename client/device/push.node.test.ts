import { expect, test, vi } from 'vitest'

test.each([
  ['the key of the server stays', [1, 2, 3], ['former']],
  ['another key gives way', [1, 2, 4], ['ended', 'new']],
])('a subscription of the browser by %s', async (_, applicationServerKey, expected) => {
  const acts: string[] = []
  const subscription = (endpoint: string) => ({
    ...{ endpoint, toJSON: () => ({ endpoint }), options: { applicationServerKey } },
    unsubscribe: async () => acts.push('ended'),
  })
  const pushManager = {
    getSubscription: async () => subscription('former'),
    subscribe: async () => subscription('new'),
  }
  vi.stubGlobal('navigator', { serviceWorker: { ready: Promise.resolve({ pushManager }) } })
  vi.stubGlobal('isSecureContext', true)
  vi.stubGlobal('window', { PushManager: Object })
  vi.stubGlobal('Notification', { permission: 'granted' })
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} })
  const script = { dataset: { push: btoa('\x01\x02\x03') } }
  vi.stubGlobal('document', { addEventListener: () => {}, querySelector: () => script, querySelectorAll: () => [] })
  vi.stubGlobal('fetch', async (_path: string, { body }: { body: string }) => {
    acts.push(JSON.parse(body).endpoint)
    return { ok: true }
  })
  vi.resetModules()
  await import('./push')
  await expect.poll(() => acts).toEqual(expected)
})
