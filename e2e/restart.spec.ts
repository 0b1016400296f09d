import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { removeFolder, type Server, startServer, temporaryState } from '../scripts/server'
import { expect, signIn, visitorTest as test } from './fixtures'

/** Ends npm alone, and expects that everything that it started ends too. */
const endNpm = async (server: Server, state: string, signal: NodeJS.Signals) => {
  process.kill(server.pid, signal)
  const isServing = () =>
    fetch(`${server.url}/health`).then(
      () => true,
      () => false,
    )
  await expect.poll(isServing, { timeout: 15_000 }).toBe(false)
  const left = async () => {
    const { stdout } = await promisify(execFile)('ps', ['-eo', 'args='])
    return stdout.split('\n').filter((command) => command.includes(state))
  }
  await expect.poll(left, { timeout: 15_000 }).toEqual([])
}

// One test, because each start takes seconds: a server is ended in every way, and the next one has its data.
test('a restart loses nothing, not even after SIGKILL, and the end of npm ends all that it started', {
  tag: '@all',
}, async ({ browser }) => {
  test.setTimeout(300_000)
  const state = await temporaryState()
  try {
    const first = await startServer(state, { DEMO: 'off' })
    const own = await browser.newContext({ baseURL: first.url })
    const headers = { Origin: first.url }
    await signIn(own, first.url)
    await own.request.post('/goals', { form: { title: 'Outlive a crash' }, headers })
    await own.request.post('/timer/start', { form: { title: 'Run through a crash' }, headers })
    await first.kill()

    for (const signal of ['SIGTERM', 'SIGHUP', 'SIGKILL'] as const) {
      await test.step(`after a restart, and until ${signal} to npm`, async () => {
        const server = await startServer(state, { DEMO: 'off' })
        const again = await browser.newContext({ baseURL: server.url, storageState: await own.storageState() })
        try {
          const page = await again.newPage()
          await page.goto('/goals')
          await expect(page.getByText('Outlive a crash')).toBeVisible()
          await expect(page.locator('#timer')).toContainText('Run through a crash')
          const secondsOff = () =>
            page.evaluate(() => {
              const timer = document.getElementById('timer')
              const [, m, s] = /(\d+)m (\d+)s/.exec(timer?.querySelector('time[data-count]')?.textContent ?? '') ?? []
              const passed = Math.floor((Date.now() - Number(timer?.dataset.startedAt)) / 1000)
              return Math.abs(passed - Number(m) * 60 - Number(s))
            })
          await expect.poll(secondsOff).toBeLessThanOrEqual(1)
        } finally {
          await again.close()
          await endNpm(server, state, signal)
        }
      })
    }
    await own.close()
  } finally {
    await removeFolder(state)
  }
})
