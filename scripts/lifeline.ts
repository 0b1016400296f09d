/**
 * Runs the command in its arguments as a process group of its own, and ends the group when this process is told to
 * stop or when its standard input closes, which happens however its parent ends, even killed.
 */
import { spawn } from 'node:child_process'

const [command = '', ...args] = process.argv.slice(2)
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true })

const signal = (name: NodeJS.Signals) => {
  try {
    if (child.pid) process.kill(-child.pid, name)
  } catch {
    // The group has ended already.
  }
}

const end = () => {
  signal('SIGTERM')
  setTimeout(() => signal('SIGKILL'), 3000).unref()
}

process.stdin.resume().on('close', end)
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, end)
child.on('exit', (code) => {
  signal('SIGKILL')
  process.exit(code ?? 0)
})
