/**
 * Runs the command in its arguments in a new process group. Ends the group on a signal, or when standard input closes,
 * which happens even if the parent process is killed. Plain JavaScript: tsx would keep two more processes running.
 */
import { spawn } from 'node:child_process'

const [command = '', ...args] = process.argv.slice(2)
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true })

/** @param {NodeJS.Signals} name */
const signal = (name) => {
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
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, end)
child.on('exit', (code) => {
  signal('SIGKILL')
  process.exit(code ?? 0)
})
