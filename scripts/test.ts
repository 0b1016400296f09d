/** `npm test`, and with `--all` `npm run test:all`: the check, the unit tests and the journeys, then what ran. */
import { spawnSync } from 'node:child_process'
import { root } from './settings'

if (process.argv.includes('--all') && !(Number(process.env.RUNS) > 30)) process.env.RUNS = '30'
const { isWhole, runs, seed } = await import('./shares')

const steps = { check: ['run', 'check'], 'unit tests': ['exec', 'vitest', 'run'], journeys: ['run', 'test:e2e'] }

const took: string[] = []
for (const [name, args] of Object.entries(steps)) {
  const started = Date.now()
  const { status } = spawnSync('npm', args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, RUNS: runs, SEED: seed },
  })
  took.push(`${name} ${Math.round((Date.now() - started) / 1000)} s`)
  if (status !== 0) {
    console.log(`\nThe ${name} failed. The same again: RUNS=${runs} SEED=${seed} npm ${args.join(' ')}`)
    process.exit(1)
  }
}
console.log(`
All green: ${took.join(', ')} (RUNS=${runs} SEED=${seed}).
${isWhole ? 'Every test ran.' : '`npm run test:all` has more journeys, values and runs.'} docs/architecture.md says more under “Tests”.`)
