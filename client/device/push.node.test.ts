import { expect, test, vi } from 'vitest'

test.each([
  ['its own key stays', [1, 2, 3], 'former'],
  ['another key gives way', [1, 2, 4], 'new'],
])('a subscription of the browser by %s', async (_, applicationServerKey, told) => {
  const subscriptions = ['former']
  const subscription = (endpoint: string) => ({
    ...{ endpoint, toJSON: () => ({ endpoint }), options: { applicationServerKey } },
    unsubscribe: async () => subscriptions.pop(),
  })
  const pushManager = {
    getSubscription: async () => subscription('former'),
    subscribe: async () => subscription(subscriptions.length > 0 ? 'refused' : 'new'),
  }
  vi.stubGlobal('navigator', { serviceWorker: { ready: Promise.resolve({ pushManager }) } })
  vi.stubGlobal('isSecureContext', true)
  vi.stubGlobal('window', { PushManager: Object })
  vi.stubGlobal('Notification', { permission: 'granted' })
  vi.stubGlobal('matchMedia', () => ({ matches: false }))
  vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => {} })
  const script = { dataset: { push: btoa('\x01\x02\x03') } }
  vi.stubGlobal('document', { addEventListener: () => {}, querySelector: () => script, querySelectorAll: () => [] })
  const sent: string[] = []
  vi.stubGlobal('fetch', async (_path: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body).endpoint)
    return { ok: true }
  })
  vi.resetModules()
  await import('./push')
  await expect.poll(() => sent).toEqual([told])
})
