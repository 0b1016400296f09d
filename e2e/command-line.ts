import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { root } from '../scripts/settings'

export type Ran = { code: number | null; out: string; err: string }

type Options = {
  stdin?: string
  /** Ends the process with SIGKILL after that many milliseconds. */
  killAfter?: number
}

const program = resolve(root, 'dist-cli/daymark.js')

/** A token of the command line for an address, from the mail that a development server keeps. */
const commandLineToken = async (url: string, email: string) => {
  const post = (path: string, body: object) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(body),
    })
  await post('/auth/magic-link', { email, client: 'cli' })
  const outbox = await fetch(`${url}/dev/outbox?to=${encodeURIComponent(email)}`, {
    headers: { Accept: 'application/json' },
  })
  const [mail]: { text: string }[] = await outbox.json()
  const link = /token=(\S+)/.exec(mail?.text ?? '')?.[1] ?? ''
  const { token }: { token: string } = await (await post('/auth/verify', { token: link })).json()
  return token
}

/** The command line on a device of its own, in processes of its own. */
export const commandLine = (home = mkdtempSync(join(tmpdir(), 'daymark-e2e-'))) => {
  const daymark = (args: string[], { stdin = '', killAfter }: Options = {}) =>
    new Promise<Ran>((done, failed) => {
      const env = { ...process.env, DAYMARK_HOME: home, NO_COLOR: '1' }
      const child = spawn(process.execPath, [program, ...args], { env })
      const [out, err]: [string[], string[]] = [[], []]
      child.stdout.on('data', (chunk) => out.push(String(chunk)))
      child.stderr.on('data', (chunk) => err.push(String(chunk)))
      child.stdin.on('error', () => undefined)
      child.stdin.end(stdin)
      const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter)
      child.on('error', failed)
      child.on('close', (code) => {
        clearTimeout(timer)
        done({ code, out: out.join(''), err: err.join('') })
      })
    })
  /** The JSON that a command prints. */
  const json = async (...args: string[]) => JSON.parse((await daymark([...args, '--json'])).out)
  /** Signs in with the token of a mailed link; returns it. @param url of a way to the server, which may be cut */
  const signIn = async (server: string, email: string, url = server) => {
    const token = await commandLineToken(server, email)
    const { code, err } = await daymark(['login', '--server', url, '--token', '-'], { stdin: token })
    if (code !== 0) throw new Error(err)
    return token
  }
  const remove = () => rmSync(home, { recursive: true, force: true })
  return { home, daymark, json, signIn, remove }
}

/** A way to a server that can be cut, as on a train. */
export const wayTo = async (server: string) => {
  const { hostname, port } = new URL(server)
  const sockets = new Set<Socket>()
  let isOpen = true
  const proxy = createServer((socket) => {
    if (!isOpen) return socket.destroy()
    const other = connect(Number(port), hostname)
    for (const [one, end] of [
      [socket, other],
      [other, socket],
    ] as const) {
      sockets.add(one)
      one.pipe(end)
      one.on('error', () => end.destroy())
      one.on('close', () => sockets.delete(one))
    }
    return undefined
  })
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
  const address = proxy.address()
  const cut = () => {
    isOpen = false
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    cut,
    mend: () => {
      isOpen = true
    },
    close: () => {
      cut()
      proxy.close()
    },
  }
}
