import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from './build'
import { migrate } from './migrate'
import { seedDemo } from './seed'
import { bindings, isDevelopment, port, root, stateDir } from './settings'
import { wranglerCommand, wranglerEnv } from './wrangler'

const address = `http://localhost:${port}`

const pause = (milliseconds: number) => new Promise((wait) => setTimeout(wait, milliseconds))

const portIsFree = () =>
  new Promise<boolean>((known) => {
    const probe = createServer()
    probe.once('error', () => known(false))
    probe.listen(port, 'localhost', () => probe.close(() => known(true)))
  })

/** Waits for a server that was just ended to leave the port; fails when it is another one that stays. */
const claimPort = async () => {
  for (let tries = 0; tries < 20; tries += 1) {
    if (await portIsFree()) return
    await pause(250)
  }
  throw new Error(`Port ${port} is in use. Choose another: PORT=8790 npm start`)
}

const serve = () => {
  const tsx = resolve(root, 'node_modules/tsx/dist/cli.mjs')
  const command = [...wranglerCommand, 'pages', 'dev', '--port', String(port), '--ip', 'localhost']
  const options = ['--persist-to', stateDir, '--log-level', 'log', '--show-interactive-dev-session=false', ...bindings]
  return spawn(process.execPath, [tsx, resolve(root, 'scripts/lifeline.ts'), ...command, ...options], {
    cwd: root,
    env: wranglerEnv,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
}

/** What wrangler says of itself is noise; what the application logs, and errors, go on. */
const handOn = (server: ChildProcess) => {
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

const answers = async () => {
  try {
    return (await fetch(`${address}/health`)).ok
  } catch {
    return false
  }
}

const start = async () => {
  const watch = process.argv.includes('--watch')
  await claimPort()
  await Promise.all([build({ watch }), migrate()])
  if (isDevelopment() && process.env.DEMO !== 'off') await seedDemo()

  const server = serve()
  const tail = handOn(server)
  server.on('exit', (code) => {
    if (code) console.error(tail.join('\n'))
    process.exit(code ?? 0)
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => server.stdin?.end())

  while (!(await answers())) await pause(100)
  console.log(`Ready on ${address}`)
}

start().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
