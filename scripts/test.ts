/** `npm test`, and with `--all` `npm run test:all`: the check, the unit tests and the journeys, then what ran. */
import { spawn } from 'node:child_process'
import { root } from './settings'

if (process.argv.includes('--all') && !(Number(process.env.RUNS) > 30)) process.env.RUNS = '30'
const { isWhole, runs, seed } = await import('./shares')

/** Commands of npm by step; those of one step run at the same time. Tests in Node mostly wait for processes that they start. */
const steps = {
  check: [['run', 'check']],
  'unit tests': [
    ['exec', '--', 'vitest', 'run', '--project', 'worker'],
    ['exec', '--', 'vitest', 'run', '--project', 'node'],
  ],
  journeys: [['run', 'test:e2e']],
}

/** Runs a command of npm. The first of a step prints as it goes, and the output of others is returned. */
const run = (args: string[], isFirst: boolean) =>
  new Promise<{ args: string[]; hasFailed: boolean; output: Buffer }>((done) => {
    const printed: Buffer[] = []
    const child = spawn('npm', args, {
      cwd: root,
      stdio: isFirst ? 'inherit' : 'pipe',
      env: { ...process.env, RUNS: runs, SEED: seed },
    })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => printed.push(data))
    child.on('error', (error) => done({ args, hasFailed: true, output: Buffer.from(`${error}\n`) }))
    child.on('close', (code) => done({ args, hasFailed: code !== 0, output: Buffer.concat(printed) }))
  })

const took: string[] = []
for (const [name, commands] of Object.entries(steps)) {
  const started = Date.now()
  const results = await Promise.all(commands.map((args, index) => run(args, index === 0)))
  took.push(`${name} ${Math.round((Date.now() - started) / 1000)} s`)
  for (const { args, hasFailed, output } of results) {
    await new Promise((done) => process.stdout.write(output, done))
    if (hasFailed) console.log(`\nThe ${name} failed. The same again: RUNS=${runs} SEED=${seed} npm ${args.join(' ')}`)
  }
  if (results.some(({ hasFailed }) => hasFailed)) {
    process.exitCode = 1
    break
  }
}
if (!process.exitCode)
  console.log(`
All green: ${took.join(', ')} (RUNS=${runs} SEED=${seed}).
${isWhole ? 'Every test ran.' : '`npm run test:all` has more journeys, values and runs.'} docs/architecture.md says more under “Tests”.`)
