import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const installed = [
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

const found = () => {
  const own = chromium.executablePath()
  return [process.env.CHROMIUM_PATH, own, ...installed].find((path) => path && existsSync(path))
}

/**
 * A browser for the end-to-end tests: Playwright's own, else an installed Chromium or Chrome, else what can be
 * installed here. Throws with what to do when there is none.
 */
export const findBrowser = () => {
  const here = found()
  if (here) return here
  console.log('No browser found: trying to install one')
  if (run('npx', ['playwright', 'install', 'chromium']) && found()) return found()
  if (isRoot()) {
    run('apt-get', ['update'])
    if (run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']) && found()) return found()
  }
  throw new Error(
    'The end-to-end tests need a browser. Run "npx playwright install chromium", or install Chromium or Chrome, ' +
      'or name one: CHROMIUM_PATH=/path/to/chrome npm test',
  )
}
