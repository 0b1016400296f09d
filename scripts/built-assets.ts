/** Builds the browser's assets before the tests if a source is newer, as the application imports their names. */
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './settings.ts'

/** Build timestamp. Assets keep their mtime if they are unchanged. */
const stamp = join(root, 'node_modules/.assets-built')

const changedAt = (path: string) => statSync(join(root, path)).mtimeMs

export default () => {
  const sources = globSync('{client,functions,scripts,views}/**/*.{ts,tsx,css}', {
    cwd: root,
    exclude: ['**/*.test.*', '**/testing*'],
  })
  const isBuilt = existsSync(stamp) && existsSync(join(root, 'public/assets/manifest.json'))
  const builtAt = isBuilt ? statSync(stamp).mtimeMs : 0
  if ([...sources, 'tailwind.config.ts', 'package-lock.json'].every((path) => changedAt(path) < builtAt)) return
  const startedAt = new Date()
  execFileSync('npm', ['run', '--silent', 'build'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  writeFileSync(stamp, '')
  utimesSync(stamp, startedAt, startedAt)
}
