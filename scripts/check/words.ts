/** Refuses comments that begin with "The same" or "What", phrases nobody says, and product files of more than 400 lines. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../settings'
import { fileFaults } from './faults'

const folders = ['functions', 'views', 'client', 'cli', 'scripts', 'test', 'e2e', 'migrations']

const paths = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx?|css|sql)$/.test(name))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
)

const faults = paths.toSorted().flatMap((path) => fileFaults(path, readFileSync(join(root, path), 'utf8')))
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1
