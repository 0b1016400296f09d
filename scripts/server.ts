import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from './settings'

const freePort = () =>
  new Promise<number>((done) => {
    const probe = createServer()
    probe.listen(0, 'localhost', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : 0
      probe.close(() => done(port))
    })
  })

export const temporaryState = () => mkdtemp(join(tmpdir(), 'daymark-state-'))

export type Server = Awaited<ReturnType<typeof startServer>>

/** Runs `npm start` with its own port and state folder. Resolves when the server is ready. */
export const startServer = async (state: string, environment: NodeJS.ProcessEnv = {}) => {
  const port = await freePort()
  const child = spawn('npm', ['start'], {
    cwd: root,
    env: { ...process.env, PORT: String(port), STATE_DIR: state, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const printed: string[] = []
  const ended = new Promise<void>((done) => child.on('exit', () => done()))
  await new Promise<void>((ready, failed) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        printed.push(line)
        if (line === `Ready on http://localhost:${port}`) ready()
      })
    }
    child.on('exit', () => failed(new Error(`The server did not start:\n${printed.join('\n')}`)))
  })
  const end = async (signal: NodeJS.Signals) => {
    if (child.pid) process.kill(-child.pid, signal)
    await ended
  }
  return {
    url: `http://localhost:${port}`,
    /** root of the server's process tree */
    pid: child.pid ?? 0,
    /** output lines so far */
    printed,
    stop: () => end('SIGINT'),
    kill: () => end('SIGKILL'),
  }
}

export const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true, maxRetries: 5 })
