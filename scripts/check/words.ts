/**
 * Refuses comments that begin with "The same" or "What", phrases nobody says, product files of more than 400 lines, and
 * documents that name a file which is not there.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../settings'
import { fileFaults, missingPaths } from './faults'

const folders = ['functions', 'views', 'client', 'cli', 'scripts', 'test', 'e2e', 'migrations']

const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
    (name) => `${folder}/${name.replaceAll('\\', '/')}`,
  )

const all = [...readdirSync(root), ...[...folders, 'docs', 'workers', 'public'].flatMap(filesIn)]
const textOf = (path: string) => readFileSync(join(root, path), 'utf8')

const faults = [
  ...all
    .filter((path) => folders.some((folder) => path.startsWith(`${folder}/`)) && /\.(tsx?|css|sql)$/.test(path))
    .toSorted()
    .flatMap((path) => fileFaults(path, textOf(path))),
  ...all
    .filter((path) => path === 'README.md' || /^docs\/.*\.md$/.test(path))
    .flatMap((path) => missingPaths(path, textOf(path), all)),
]
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1
