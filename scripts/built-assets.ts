/** Builds what the browser loads before the tests run, unless it is newer than its sources: the application imports it. */
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './settings.ts'

/** Written after each build here, as a build leaves unchanged files alone. */
const stamp = join(root, 'node_modules/.assets-built')

const changedAt = (path: string) => statSync(join(root, path)).mtimeMs

export default () => {
  const sources = globSync('{client,functions,scripts,views}/**/*.{ts,tsx,css}', {
    cwd: root,
    exclude: ['**/*.test.*'],
  })
  const isBuilt = existsSync(stamp) && existsSync(join(root, 'public/assets/manifest.json'))
  if (isBuilt && [...sources, 'package-lock.json'].every((path) => changedAt(path) < statSync(stamp).mtimeMs)) return
  execFileSync('npm', ['run', '--silent', 'build'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  writeFileSync(stamp, '')
}
