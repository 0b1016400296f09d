/**
 * `npm run check`: builds and lints, then checks types, words and layout, two at a time. Prints the output of failed checks.
 */
import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { root } from './settings'

/** Each checker of one program reads most types again, so each program has one. The first take longest. */
const commands = [
  'tsc -p . --checkers 1',
  'tsc -p scripts --checkers 1',
  'tsc -p e2e',
  'tsc -p client',
  'tsc -p client/service-worker',
  'npm run --silent check:words',
  'npm run --silent check:layout',
]

const env = {
  ...process.env,
  PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH}`,
  // The compiler is a Go program: it collects garbage less often, which saves a third of its time.
  GOGC: '400',
}

/** Resolves with false if the command fails. */
const run = (command: string) =>
  new Promise<boolean>((done) => {
    const printed: Buffer[] = []
    const child = spawn(command, { cwd: root, env, shell: true })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => printed.push(data))
    child.on('close', (code) => {
      if (code !== 0) console.error(`${Buffer.concat(printed)}\n${command} failed.`)
      done(code === 0)
    })
  })

/** Runs the remaining commands, one after the other. */
const work = async (): Promise<boolean> => {
  const next = commands.shift()
  if (next === undefined) return true
  const isRight = await run(next)
  return (await work()) && isRight
}

const built = run('npm run --silent build')
/** Independent of the build. */
const linted = run('biome check --error-on-warnings .')

const workAfter = async (first: Promise<boolean>) => {
  const isRight = await first
  return (await built) && (await work()) && isRight
}

if (!(await Promise.all([built, linted].map(workAfter))).every(Boolean)) process.exitCode = 1
