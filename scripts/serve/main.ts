/** The server of one's own, and its commands: `serve`, `sign-in <address>` and `restore <copy>`. */
import { readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { onEndOfNpm } from '../watch-npm'
import { askServer } from './control'
import { load } from './dump'
import { isReady, serve } from './serve'
import { readSettings } from './settings'
import { holdFolder, Refusal, restoreCopy } from './storage'

const folder = import.meta.dirname

/** @param address of commands that need none */
const settingsOf = (address?: string) =>
  readSettings({ PUBLIC_URL: address, ...process.env, ENVIRONMENT: 'production', RATE_LIMITS: 'on' })

/** A file with the database of an SQL file, as `npm run db:export` writes it. */
const loaded = (sql: string, state: string) => {
  const file = join(state, 'loaded.sqlite')
  rmSync(file, { force: true })
  load(readFileSync(sql, 'utf8'), file)
  return file
}

onEndOfNpm(() => process.exit(1))

const commands: Record<string, (argument?: string) => Promise<void>> = {
  serve: async () => {
    await serve(settingsOf(), folder)
  },
  health: async () => {
    if (!(await isReady(settingsOf('http://localhost'))))
      throw new Refusal('The server doesn’t answer, or part of it fails.')
  },
  'sign-in': async (email = '') => console.log(await askServer(settingsOf('http://localhost').state, 'sign-in', email)),
  restore: async (copy) => {
    const settings = settingsOf('http://localhost')
    if (!copy)
      throw new Refusal('Enter the copy to restore: npm run restore-server -- data/copies/night-2026-11-28.sqlite')
    const release = holdFolder(settings.state)
    const file = copy.endsWith('.sql') ? loaded(resolve(copy), settings.state) : resolve(copy)
    const aside = restoreCopy(settings, file, join(folder, 'migrations'))
    release()
    console.log(`Restored ${copy}.${aside ? ` The previous database is ${aside}.` : ''}`)
  },
}

const [name = 'serve', argument] = process.argv.slice(2)
const command = commands[name]
try {
  if (!command) throw new Refusal(`There is no command “${name}”. Use one of: ${Object.keys(commands).join(', ')}.`)
  await command(argument)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
