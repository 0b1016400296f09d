import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

/** Draws pages without windows, and so takes half the time. */
const headlessShell = '/usr/bin/chromium-headless-shell'

const browserPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const isRoot = () => process.getuid?.() === 0

const run = (command: string, args: string[]) => {
  try {
    execFileSync(command, args, { stdio: 'ignore', timeout: 300_000 })
    return true
  } catch {
    return false
  }
}

const findInstalled = () => {
  const own = chromium.executablePath()
  return [process.env.CHROMIUM_PATH, headlessShell, own, ...browserPaths].find((path) => path && existsSync(path))
}

/** Finds a browser that shows notifications, which the headless shell does not; undefined without one. */
export const findWholeBrowser = () => [chromium.executablePath(), ...browserPaths].find((path) => existsSync(path))

/**
 * Finds a browser for the journeys: CHROMIUM_PATH, Playwright's own, or an installed Chromium or Chrome. Installs one if there
 * is none, and throws with instructions if that fails.
 */
export const findBrowser = () => {
  const installed = findInstalled()
  if (installed) return installed
  console.log('No browser found: trying to install one')
  if (run('npx', ['playwright', 'install', 'chromium']) && findInstalled()) return findInstalled()
  if (isRoot()) {
    run('apt-get', ['update'])
    for (const name of ['chromium-headless-shell', 'chromium']) {
      if (run('apt-get', ['install', '-y', '--no-install-recommends', name]) && findInstalled()) return findInstalled()
    }
  }
  throw new Error(
    'The end-to-end tests need a browser. Run "npx playwright install chromium", or install Chromium or Chrome, ' +
      'or name one: CHROMIUM_PATH=/path/to/chrome npm test',
  )
}
