/**
 * Refuses commit subjects of more than 72 characters: `tsx scripts/check/commit-subjects.ts BEFORE..AFTER`.
 * A push to a new branch, or a forced one, has a BEFORE that is zeros or unknown here: then the commits since main are
 * checked, or the last one where that leaves none.
 */
import { spawnSync } from 'node:child_process'
import { subjectFaults } from './faults'

const git = (...args: string[]) => {
  const { status, stdout } = spawnSync('git', args, { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

const [before = '', after = ''] = (process.argv[2] ?? '').split('..')
if (git('cat-file', '-e', `${after}^{commit}`) === undefined) {
  console.error('Usage: tsx scripts/check/commit-subjects.ts BEFORE..AFTER, with an AFTER that is a commit')
  process.exit(2)
}

const log = (...args: string[]) =>
  git('log', '--no-merges', '--format=%h %s', ...args)
    ?.split('\n')
    .filter(Boolean)

const isKnown = git('cat-file', '-e', `${before}^{commit}`) !== undefined
const commits = isKnown ? log(`${before}..${after}`) : log(`origin/main..${after}`)
const checked = isKnown || commits?.length ? commits : log('-1', after)
const faults = subjectFaults(checked ?? [])
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1
