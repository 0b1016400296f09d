import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('an old Node is named in one sentence, and later ones start the server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daymark-entry-'))
  try {
    copyFileSync('scripts/serve/entry.mjs', join(folder, 'serve.mjs'))
    writeFileSync(join(folder, 'main.mjs'), 'console.log(process.argv[2])')
    const run = (version: string) => {
      const disguise = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`
      const options = ['--import', `data:text/javascript,${encodeURIComponent(disguise)}`]
      const { status, stdout, stderr } = spawnSync(process.execPath, [...options, join(folder, 'serve.mjs'), 'health'])
      return [status, String(stdout), String(stderr)]
    }
    for (const version of ['22.13.0', '24.21.0']) expect(run(version)).toEqual([0, 'health\n', ''])
    for (const version of ['20.20.2', '22.12.0'])
      expect(run(version)).toEqual([1, '', `Daymark’s server needs Node 22.13 or later. This is Node ${version}.\n`])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
