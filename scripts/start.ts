import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { stop as stopBuilding } from 'esbuild'
import { build } from './build'
import { migrate } from './migrate'
import { seedDemo } from './seed'
import { bindings, isDevelopment, port, root, stateDir } from './settings'
import { onEndOfNpm } from './watch-npm'
import { buildSite, site } from './worker'
import { wranglerCommand, wranglerEnv } from './wrangler'

const address = `http://localhost:${port}`

const sleep = (milliseconds: number) => new Promise((wait) => setTimeout(wait, milliseconds))

const portIsFree = () =>
  new Promise<boolean>((known) => {
    const probe = createServer()
    probe.once('error', () => known(false))
    probe.listen(port, 'localhost', () => probe.close(() => known(true)))
  })

/** Waits for a server that is shutting down to free the port. Throws if the port stays in use. */
const waitForPort = async () => {
  for (let tries = 0; tries < 20; tries += 1) {
    if (await portIsFree()) return
    await sleep(250)
  }
  throw new Error(`Port ${port} is in use. Choose another: PORT=8790 npm start`)
}

const buildOnce = resolve(root, 'scripts/build-once.cjs')

/** @param watch serves the sources, which wrangler watches by polling; otherwise what was built into dist/ */
const serve = (watch: boolean) => {
  const source = watch ? ['public'] : [site]
  const command = [...wranglerCommand, 'pages', 'dev', ...source, '--port', String(port), '--ip', 'localhost']
  const inspector = process.env.INSPECTOR_PORT ? ['--inspector-port', process.env.INSPECTOR_PORT] : []
  const options = [
    ...inspector,
    '--persist-to',
    stateDir,
    '--log-level',
    'log',
    '--show-interactive-dev-session=false',
    ...bindings,
  ]
  return spawn(process.execPath, [resolve(root, 'scripts/run-with-parent.mjs'), ...command, ...options], {
    cwd: root,
    env: watch ? wranglerEnv : { ...wranglerEnv, NODE_OPTIONS: `--require ${JSON.stringify(buildOnce)}` },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
}

/** Forwards the application's log lines (JSON) and errors, and drops wrangler's own messages. Returns the last 40 lines. */
const forwardOutput = (server: ChildProcess) => {
  const tail: string[] = []
  for (const stream of [server.stdout, server.stderr]) {
    if (!stream) continue
    createInterface({ input: stream }).on('line', (line) => {
      tail.push(line)
      if (tail.length > 40) tail.shift()
      if (line.startsWith('{')) console.log(line)
      else if (/✘|wrangler:error/.test(line)) console.error(line)
    })
  }
  return tail
}

const isUp = async () => {
  try {
    return (await fetch(`${address}/health`)).ok
  } catch {
    return false
  }
}

const start = async () => {
  const watch = process.argv.includes('--watch')
  onEndOfNpm(() => process.exit(1))
  await waitForPort()
  await Promise.all([watch ? build({ watch }) : buildSite(), migrate()])
  if (isDevelopment() && process.env.DEMO !== 'off') await seedDemo()

  if (!watch) await stopBuilding()
  const server = serve(watch)
  const tail = forwardOutput(server)
  server.on('exit', (code) => {
    if (code) console.error(tail.join('\n'))
    process.exit(code ?? 0)
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => server.stdin?.end())

  while (!(await isUp())) await sleep(100)
  console.log(`Ready on ${address}`)
}

start().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
