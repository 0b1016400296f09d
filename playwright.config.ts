import { defineConfig } from '@playwright/test'
import { isWhole } from './scripts/shares'

/** Minutes that are logged just after midnight are the day before's, so late in Lisbon the journeys go to Bogotá. */
const zoneAwayFromMidnight = () => {
  const hour = new Date().getUTCHours()
  return hour >= 21 || hour < 2 ? 'America/Bogota' : 'Europe/Lisbon'
}

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: true,
  // `npm run test:all` looks at every page in every view, and ends servers in every way.
  grepInvert: isWhole ? undefined : /@all/,
  // Journeys wait for debounced requests and slow networks, so three keep two cores busy.
  workers: 3,
  reporter: [['./e2e/short-errors.ts'], ['list']],
  timeout: 60_000,
  // A machine that is busy with other things answers later, not otherwise.
  expect: { timeout: 15_000 },
  use: {
    baseURL: process.env.BASE_URL,
    locale: 'en-GB',
    timezoneId: zoneAwayFromMidnight(),
    // Otherwise a press on something that never comes waits as long as its journey may take, up to half an hour.
    actionTimeout: 40_000,
    // A trace costs a sixth of the time; `npm run test:e2e -- --trace retain-on-failure` records it.
    trace: 'off',
    // A context and its page start four processes, a sixth of all time. Tests that set other options get their own, and
    // `npm run test:all` gives one to each.
    reuseContext: !isWhole,
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH,
      // A new process for each page costs a tenth of the time.
      args: ['--renderer-process-limit=2', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    },
  },
})
