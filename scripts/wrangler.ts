import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { root } from './settings'

const script = resolve(root, 'node_modules/wrangler/bin/wrangler.js')

const env = { ...process.env, CI: 'true', WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' }

/** Selects the D1 at Cloudflare. */
export const databaseArgs = ['--remote', '--env', 'production']

/** Runs this project's wrangler and returns its output. Rejects with all of the output if it fails. */
export const wrangler = (args: string[]) =>
  new Promise<string>((done, failed) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
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
