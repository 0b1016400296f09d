import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { root, stateDir } from './settings'

/** The wrangler of this project, as a command that the present Node can run. */
export const wranglerCommand = [process.execPath, resolve(root, 'node_modules/wrangler/bin/wrangler.js')] as const

export const wranglerEnv = {
  ...process.env,
  CI: 'true',
  WRANGLER_SEND_METRICS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
}

/** Which D1 a command means: the one in the state folder, or with `--remote` the one at Cloudflare. */
export const target = (args: string[]) =>
  args.includes('--remote') ? ['--remote', '--env', 'production'] : ['--local', '--persist-to', stateDir]

/** Runs wrangler to its end and gives what it printed; throws with that text when it failed. */
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
