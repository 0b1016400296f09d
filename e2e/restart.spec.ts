import { remove, startServer, temporaryState } from '../scripts/server'
import { expect, signIn, test } from './fixtures'

test('a restart loses nothing, not even after SIGKILL', async ({ browser }) => {
  test.setTimeout(120_000)
  const state = await temporaryState()
  try {
    const first = await startServer(state, { DEMO: 'off' })
    const own = await browser.newContext({ baseURL: first.url })
    await signIn(own, first.url)
    await own.request.post('/goals', { form: { title: 'Outlive a crash' }, headers: { Origin: first.url } })
    await first.kill()

    const second = await startServer(state, { DEMO: 'off' })
    try {
      const again = await browser.newContext({ baseURL: second.url, storageState: await own.storageState() })
      const page = await again.newPage()
      await page.goto('/goals')
      await expect(page.getByText('Outlive a crash')).toBeVisible()
      await again.close()
    } finally {
      await second.stop()
    }
    await own.close()
  } finally {
    await remove(state)
  }
})
