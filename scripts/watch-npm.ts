import { execFileSync } from 'node:child_process'

const everyMilliseconds = 500

/** The parent of a process and its command line; undefined where `ps` does not know it. */
const processOf = (pid: number) => {
  try {
    const printed = execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' })
    const [, parent, command = ''] = /^\s*(\d+)\s+(.*)/.exec(printed) ?? []
    return parent === undefined ? undefined : { parent: Number(parent), command }
  } catch {
    return undefined
  }
}

/** This process's ancestors up to npm, without it where npm did not start this process. */
const chainToNpm = () => {
  const chain: number[] = []
  for (let pid = process.ppid; pid > 1 && chain.length < 8; ) {
    const found = processOf(pid)
    chain.push(pid)
    if (!found || /^npm\b|\bnpm-cli\.js\b/.test(found.command)) break
    pid = found.parent
  }
  return chain
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/**
 * Calls `end` once npm, or a process between it and this one, is gone. A signal to npm does not reach what its scripts
 * started, and none follows when npm is killed.
 */
export const onEndOfNpm = (end: () => void) => {
  if (process.env.npm_lifecycle_event === undefined) return
  const chain = chainToNpm()
  const timer = setInterval(() => {
    if (chain.every(isAlive)) return
    clearInterval(timer)
    end()
  }, everyMilliseconds)
  timer.unref()
}
