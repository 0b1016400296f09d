/**
 * Runs the command in its arguments as a process group of its own, and ends the group when this process is told to
 * stop or when its standard input closes, which happens however its parent ends, even killed.
 */
import { spawn } from 'node:child_process'

const [command = '', ...args] = process.argv.slice(2)
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true })

const end = () => {
  try {
    if (child.pid) process.kill(-child.pid, 'SIGTERM')
  } catch {
    // The group has ended already.
  }
}

process.stdin.resume().on('close', end)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
child.on('exit', (code) => {
  end()
  process.exit(code ?? 0)
})
