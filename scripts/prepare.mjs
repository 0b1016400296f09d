/**
 * Runs after `npm ci`, and before `npm i -g .` links this folder, which installs no dependencies of it: bundles the
 * command line, and installs first what that needs.
 */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const cwd = fileURLToPath(new URL('..', import.meta.url))

/** The environment without the global install that this is part of. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_config_(global|prefix|local_prefix)/i.test(name)),
)

const run = (command, ...args) =>
  execFileSync(command, args, { cwd, env, stdio: 'inherit', shell: process.platform === 'win32' })

if (!existsSync(new URL('../node_modules/esbuild', import.meta.url))) run('npm', 'ci', '--ignore-scripts')
run(process.execPath, 'node_modules/tsx/dist/cli.mjs', 'scripts/build-cli.ts')
