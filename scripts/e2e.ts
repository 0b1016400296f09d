import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { startOidc } from '../e2e/oidc-provider'
import { startGitHub } from '../e2e/providers'
import { findBrowser } from './browser'
import { buildCli } from './build-cli'
import { memoryFolder } from './memory-folder'
import { removeFolder, startServer, temporaryState } from './server'
import { root } from './settings'

const playwright = (url: string, browser: string | undefined) =>
  new Promise<number>((done) => {
    const cli = resolve(root, 'node_modules/@playwright/test/cli.js')
    const child = spawn(process.execPath, [cli, 'test', ...process.argv.slice(2)], {
      cwd: root,
      env: {
        ...process.env,
        BASE_URL: url,
        CHROMIUM_PATH: browser,
        TMPDIR: folder,
        PLAYWRIGHT_TRANSFORM_CACHE_DIR: resolve(root, 'node_modules/.cache/playwright'),
      },
      stdio: 'inherit',
    })
    child.on('exit', (code) => done(code ?? 1))
  })

/** The database and the browsers' profiles. tsx and Playwright keep the scripts that they compile elsewhere, for the next run. */
const folder = process.env.TMPDIR ?? memoryFolder() ?? tmpdir()

await buildCli()
const browser = findBrowser()
const state = await temporaryState(folder)
const github = await startGitHub()
const oidc = await startOidc()
const server = await startServer(state, { RATE_LIMITS: 'off', ...github.environment, ...oidc.environment })
try {
  process.exitCode = await playwright(server.url, browser)
} finally {
  await server.stop()
  await github.stop()
  await oidc.stop()
  await removeFolder(state)
}
