/**
 * Runs the command in its arguments in a new process group. Ends the group on a signal, or when standard input closes,
 * which happens even if the parent process is killed.
 */
import { spawn } from 'node:child_process'

const [command = '', ...args] = process.argv.slice(2)
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true })

const signal = (name: NodeJS.Signals) => {
  try {
    if (child.pid) process.kill(-child.pid, name)
  } catch {
    // The group has already ended.
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
