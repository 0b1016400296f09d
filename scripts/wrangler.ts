import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { root, stateDir } from './settings'

/** This project's wrangler, run by the Node that runs this script. */
export const wranglerCommand = [process.execPath, resolve(root, 'node_modules/wrangler/bin/wrangler.js')] as const

/**
 * The last two: wrangler would keep a trace of each request with its statements in the state folder, 300 MB after some
 * thousand requests, and serve a page that shows the database.
 */
export const wranglerEnv = {
  ...process.env,
  CI: 'true',
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  X_LOCAL_OBSERVABILITY: 'false',
  X_LOCAL_EXPLORER: 'false',
}

/** Selects the D1 in the state folder, or the one at Cloudflare with `--remote`. */
export const databaseArgs = (args: string[]) =>
  args.includes('--remote') ? ['--remote', '--env', 'production'] : ['--local', '--persist-to', stateDir]

/** Runs wrangler and returns its output. Rejects with all of the output if it fails. */
export const wrangler = (args: string[]) =>
  new Promise<string>((done, failed) => {
    const [node, script] = wranglerCommand
    const child = spawn(node, [script, ...args], { cwd: root, env: wranglerEnv, stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    let errors = ''
    child.stdout.on('data', (text) => {
      printed += text
    })
    child.stderr.on('data', (text) => {
      errors += text
    })
    child.on('close', (code) => (code === 0 ? done(printed) : failed(new Error(printed + errors))))
  })
